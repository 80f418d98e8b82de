import type { JsonObject } from "@aro/api";
import { apiVersionOf } from "./api-versions.ts";

/** A resource of a template, with the api-version of its type (spec 03 §9.1). @throws Error for a type the table does not know. */
export function resource(type: string, name: string, members: JsonObject): JsonObject {
  const apiVersion = apiVersionOf(type);
  if (apiVersion === undefined) throw new Error(`no api-version is known for ${type}`);
  return { type, apiVersion, name, ...members };
}

/** The template expression for the id of a resource of the group deployed to. */
const idOf = (type: string, ...names: string[]): string =>
  `[resourceId('${type}', ${names.map((name) => `'${name}'`).join(", ")})]`;

/** A reference to such a resource. */
export const refTo = (type: string, ...names: string[]): JsonObject => ({ id: idOf(type, ...names) });
