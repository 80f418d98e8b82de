import { findings } from "../schemas/findings.ts";
import { ruleFault } from "../schemas/rules/check-rules.ts";
import { escapedName } from "../schemas/rules/values.ts";
import type { Schema, SchemaSource } from "../schemas/schema.ts";
import { validateValue } from "../schemas/validate.ts";
import type { Cause } from "../status/status.ts";

const types = ["array", "boolean", "integer", "number", "object", "string"];
/** Schemas of definitions name no others. */
const alone: SchemaSource = {
  resolve: (ref) => {
    throw new Error(`a definition's schema names ${ref}`);
  },
};
const isOpen = (schema: Schema): boolean =>
  schema["x-kubernetes-int-or-string"] === true || schema["x-kubernetes-preserve-unknown-fields"] === true;

/** Members that a rule asks of an object that has none of that name. */
function strangersIn(rule: string, { properties, type, ...schema }: Schema, isRoot: boolean): string | undefined {
  if (type !== "object" || properties === undefined || isOpen(schema) || schema.additionalProperties !== undefined)
    return undefined;
  const known = new Set(Object.keys(properties).map(escapedName));
  const always = isRoot || schema["x-kubernetes-embedded-resource"] ? ["apiVersion", "kind", "metadata"] : [];
  const plain = rule.replaceAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, "''");
  for (const [, name = ""] of plain.matchAll(/(?<![\w.])self\.\??([A-Za-z_]\w*)(?!\w*\()/g))
    if (!known.has(name) && !always.includes(name)) return name;
  return undefined;
}

function checkRules(schema: Schema, path: string, isRoot: boolean): Cause[] {
  return (schema["x-kubernetes-validations"] ?? []).flatMap(({ rule }, index) => {
    const field = `${path}.x-kubernetes-validations[${index}].rule`;
    if (rule.trim() === "") return [findings.required(field)];
    const stranger = strangersIn(rule, schema, isRoot);
    const fault = ruleFault(rule) ?? (stranger === undefined ? undefined : `undefined field '${stranger}'`);
    return fault === undefined ? [] : [findings.invalid(field, rule, `compilation failed: ${fault}`)];
  });
}

function checkList(schema: Schema, path: string): Cause[] {
  if (schema.items === undefined) return [findings.required(`${path}.items`, "must be specified")];
  if (schema["x-kubernetes-list-type"] !== "map") return [];
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  if (keys.length === 0)
    return [
      findings.required(`${path}.x-kubernetes-list-map-keys`, "must not be empty if x-kubernetes-list-type is map"),
    ];
  return keys
    .filter((key) => !schema.items?.required?.includes(key) && schema.items?.properties?.[key]?.default === undefined)
    .map((key) =>
      findings.required(
        `${path}.items.properties[${key}].default`,
        "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property",
      ),
    );
}

/** What is wrong with the schema of a definition, at the paths at which the definition has it. */
export function checkSchema(schema: Schema, path: string, isRoot = true): Cause[] {
  const { type, properties = {}, additionalProperties, items } = schema;
  const causes: Cause[] = [];
  if (type === undefined) {
    if (!isOpen(schema))
      causes.push(findings.required(`${path}.type`, "must not be empty for specified object fields"));
  } else if (!types.includes(type)) causes.push(findings.unsupported(`${path}.type`, type, types));
  if (type === "array") causes.push(...checkList(schema, path));
  if (typeof additionalProperties === "object" && Object.keys(properties).length > 0)
    causes.push(
      findings.forbidden(`${path}.additionalProperties`, "additionalProperties and properties are mutual exclusive"),
    );
  if (schema.default !== undefined && causes.length === 0) {
    const found: Cause[] = [];
    validateValue(schema, schema.default, alone, "", found);
    causes.push(...found.map(({ message, reason }) => ({ reason, message, field: `${path}.default` })));
  }
  causes.push(...checkRules(schema, path, isRoot));
  for (const [name, one] of Object.entries(properties)) {
    // Of metadata little may be said, and nothing of it is looked at here.
    if (isRoot && name === "metadata") continue;
    causes.push(...checkSchema(one, `${path}.properties[${name}]`, false));
  }
  if (items !== undefined) causes.push(...checkSchema(items, `${path}.items`, false));
  if (typeof additionalProperties === "object")
    causes.push(...checkSchema(additionalProperties, `${path}.additionalProperties`, false));
  return causes;
}
