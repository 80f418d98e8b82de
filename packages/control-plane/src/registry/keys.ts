import type { Kind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";

/** `NAMESPACE/NAME`, or `NAME`. */
export const keyOf = (namespace: string | undefined, name: string): string =>
  namespace === undefined ? name : `${namespace}/${name}`;

/** Under what objects of a kind are stored: versions and twin groups of one resource share it. */
export const shelfOf = ({ group, plural, storedAs }: Kind): string => storedAs ?? `${group}/${plural}`;

/** `metadata` in the order in which clients are used to read it, the rest as it is. */
export const ordered = (object: KubeObject): KubeObject => {
  const { apiVersion, kind, metadata, ...rest } = object;
  return { kind, apiVersion, metadata, ...rest };
};
