import { apiVersionOf, type Kind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import type { ListResult } from "../registry/registry.ts";

const partial = ({ metadata }: KubeObject) => ({
  kind: "PartialObjectMetadata",
  apiVersion: "meta.k8s.io/v1",
  metadata,
});

/** What goes with each row: nothing, the object's metadata, or the object. */
export type Included = "None" | "Metadata" | "Object";

/** Objects as the table that kubectl prints. `headers`: whether columns are told (a watch tells them once). */
export function table(
  kind: Kind,
  objects: readonly KubeObject[],
  metadata: object,
  { now, include = "Metadata", headers = true }: { now: number; include?: Included; headers?: boolean },
): object {
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: headers
      ? kind.columns.columns.map(({ name, type, format = "", description = "", priority }) => ({
          name,
          type,
          format,
          description,
          priority,
        }))
      : null,
    rows: objects.map((object) => ({
      cells: kind.columns.cells(object, now),
      object: include === "None" ? null : include === "Object" ? object : partial(object),
    })),
  };
}

/** An object's metadata alone. */
export const metadataOnly = (object: KubeObject): object => partial(object);

/** `metadata` of a list. */
export const listMetadata = ({ resourceVersion, continue: next, remainingItemCount }: ListResult): object => ({
  resourceVersion,
  ...(next === undefined ? {} : { continue: next }),
  ...(remainingItemCount === undefined ? {} : { remainingItemCount }),
});

/** A list as text, its items as they are stored. */
export const listText = (kind: Kind, result: ListResult): string =>
  `{"kind":${JSON.stringify(kind.listKind)},"apiVersion":${JSON.stringify(apiVersionOf(kind))},"metadata":${JSON.stringify(
    listMetadata(result),
  )},"items":[${result.items.map(({ text }) => text).join(",")}]}`;
