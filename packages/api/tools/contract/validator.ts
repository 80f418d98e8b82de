import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import type { JsonSchema } from "./schemas.ts";

/**
 * Source of a module whose `validate` says what in a request body has the wrong type. Only types are checked here: which members are
 * required and which values allowed are rules with targets and wording of their own (spec 01 §7), and `null` removes (ARM-PAT-02).
 */
export function typeValidator(shape: JsonSchema): string {
  const ajv = new Ajv({ allErrors: true, code: { source: true, esm: true, lines: true }, strict: true });
  const validate = ajv.compile(typesOnly(shape, false));
  return `// Emitted by "npm run contract" from the swagger of this api-version; do not edit.\n${standalone.default(ajv, validate)}\n`;
}

/** Declaration of the module above. */
export const typeValidatorDeclaration = `// Emitted by "npm run contract"; do not edit.
import type { TypeValidator } from "../../versions/type-check.ts";

export declare const validate: TypeValidator;
export default validate;
`;

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
