import type { JsonSchema } from "./schemas.ts";

/** TypeScript declarations for `definitions`, one exported type each. */
export function typeDeclarations(definitions: Record<string, JsonSchema>): string {
  const lines = ['// Emitted by "npm run contract" from the swagger of this api-version; do not edit.'];
  for (const [name, schema] of Object.entries(definitions)) {
    lines.push("", ...comment(schema, ""));
    if (schema.properties !== undefined) {
      lines.push(`export interface ${typeName(name)} {`);
      for (const [member, inner] of Object.entries(schema.properties)) {
        lines.push(...comment(inner, "  "));
        const optional = schema.required?.includes(member) ? "" : "?";
        const readOnly = inner.readOnly === true ? "readonly " : "";
        lines.push(`  ${readOnly}${memberName(member)}${optional}: ${typeOf(inner)};`);
      }
      lines.push("}");
    } else {
      lines.push(`export type ${typeName(name)} = ${typeOf(schema)};`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return typeName(schema.$ref.slice("#/definitions/".length));
  // Enums of the contract are open (modelAsString): a client meets values newer than itself.
  if (schema.enum !== undefined)
    return [...schema.enum.map((value) => JSON.stringify(value)), "(string & {})"].join(" | ");
  switch (schema.type) {
    case "string":
      return "string";
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "array":
      return `${wrapped(typeOf(schema.items ?? {}))}[]`;
    case "object":
      if (schema.additionalProperties !== undefined) return `{ [key: string]: ${typeOf(schema.additionalProperties)} }`;
      if (schema.properties === undefined) return "{ [member: string]: unknown }";
      return `{ ${Object.entries(schema.properties)
        .map(([member, inner]) => `${memberName(member)}?: ${typeOf(inner)}`)
        .join("; ")} }`;
    default:
      return "unknown";
  }
}

const wrapped = (type: string): string => (type.includes("|") ? `(${type})` : type);
const typeName = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
const memberName = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
const comment = (schema: JsonSchema, indent: string): string[] =>
  schema.description === undefined ? [] : [`${indent}/** ${schema.description.replaceAll("*/", "* /")} */`];
