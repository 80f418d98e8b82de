import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import type { JsonSchema } from "./schemas.ts";

/**
 * Source of a module with a function for each of `shapes`, which says what in a body has the wrong type. Only types are checked here: which
 * members are required and which values allowed are rules with targets and wording of their own (spec 01 §7), and `null` removes
 * (ARM-PAT-02).
 */
export function validators(shapes: Readonly<Record<string, JsonSchema>>): string {
  const ajv = new Ajv({ allErrors: true, code: { source: true, esm: true, lines: true }, strict: true });
  const names = Object.fromEntries(Object.keys(shapes).map((name) => [name, name]));
  for (const [name, shape] of Object.entries(shapes)) ajv.addSchema(typesOnly(shape, false), name);
  return `// Emitted by "npm run contract" from the swagger of this api-version; do not edit.\n${standalone.default(ajv, names)}\n`;
}

/** Declaration of such a module. */
export const validatorDeclaration = (names: readonly string[]): string =>
  [
    '// Emitted by "npm run contract"; do not edit.',
    'import type { TypeValidator } from "../../versions/contract/type-check.ts";',
    "",
    ...names.map((name) => `export declare const ${name}: TypeValidator;`),
    "",
  ].join("\n");

const int32 = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };

function typesOnly(schema: JsonSchema, nullable: boolean): Record<string, unknown> {
  return {
    type: schema.type ?? "object",
    ...(nullable ? { nullable } : {}),
    ...(schema.format === "int32" ? int32 : {}),
    ...(schema.properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(schema.properties).map(([member, inner]) => [member, typesOnly(inner, true)]),
          ),
        }),
    ...(schema.items === undefined ? {} : { items: typesOnly(schema.items, true) }),
    ...(schema.additionalProperties === undefined
      ? {}
      : { additionalProperties: typesOnly(schema.additionalProperties, true) }),
  };
}
