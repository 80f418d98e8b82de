import type { Json, JsonObject } from "@aro/api";
import type { ContainerDefinition } from "./store.ts";

/** A value that names its own document: `<kind>:<id>`. */
const ownName = /^[a-z]+:(.+)$/s;

/**
 * Holds a document to what `uniqueAmong` of its container promises: those that do not compete for unique values name themselves in each
 * unique path, and nobody takes the name of another. Then documents of other kinds collide with nobody, and need no unique index.
 * @throws TypeError, naming the path.
 */
export function checkUniqueValues(definition: ContainerDefinition, document: JsonObject & { id: string }): void {
  const { uniqueAmong, uniqueKeys } = definition;
  if (uniqueAmong === undefined) return;
  const { id, kind } = document;
  const competes = kind === uniqueAmong;
  const own = competes ? undefined : `${String(kind)}:${id}`;
  for (const path of uniqueKeys) {
    const value = valueAt(document, path);
    if (!competes && value !== own)
      throw new TypeError(`${path} of document ${id} is not ${own}, though it is not of kind ${uniqueAmong}`);
    if (competes && typeof value === "string" && (ownName.exec(value)?.[1] ?? id) !== id)
      throw new TypeError(`${path} of document ${id} names another document: ${value}`);
  }
}

const valueAt = (document: JsonObject, path: string): Json | undefined =>
  path
    .slice(1)
    .split("/")
    .reduce<Json | undefined>(
      (at, member) =>
        typeof at === "object" && at !== null && !Array.isArray(at) ? (at as JsonObject)[member] : undefined,
      document,
    );
