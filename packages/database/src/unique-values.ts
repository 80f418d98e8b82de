import type { Json, JsonObject } from "@aro/api";
import type { ContainerDefinition } from "./store.ts";

/** A value that names its own document: `<kind>:<id>`. */
const ownName = /^[a-z]+:(.+)$/s;

/** Holds a document to what `uniqueAmong` of its container promises. @throws TypeError, naming the path. */
export type UniqueValuesCheck = (document: JsonObject & { id: string }) => void;

/**
 * The check of a container's documents. Those that do not compete for unique values name themselves in each unique path, and nobody takes the name
 * of another. Then documents of other kinds collide with nobody, and need no unique index.
 */
export function uniqueValuesCheck({ uniqueAmong, uniqueKeys }: ContainerDefinition): UniqueValuesCheck {
  if (uniqueAmong === undefined) return () => {};
  const paths = uniqueKeys.map((path) => ({ path, members: path.slice(1).split("/") }));
  return (document) => {
    const { id, kind } = document;
    const competes = kind === uniqueAmong;
    const own = competes ? undefined : `${String(kind)}:${id}`;
    for (const { path, members } of paths) {
      const value = valueAt(document, members);
      if (!competes && value !== own)
        throw new TypeError(`${path} of document ${id} is not ${own}, though it is not of kind ${uniqueAmong}`);
      if (competes && typeof value === "string" && (ownName.exec(value)?.[1] ?? id) !== id)
        throw new TypeError(`${path} of document ${id} names another document: ${value}`);
    }
  };
}

function valueAt(document: JsonObject, members: readonly string[]): Json | undefined {
  let at: Json | undefined = document;
  for (const member of members) {
    if (typeof at !== "object" || at === null || Array.isArray(at)) return undefined;
    at = (at as JsonObject)[member];
  }
  return at;
}
