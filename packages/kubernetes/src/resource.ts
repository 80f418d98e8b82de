import type { KubernetesObject } from "./object.ts";

/** One kind of object at one version: where it is found, and the shape that the code knows of it. */
export interface Resource<Shape extends KubernetesObject = KubernetesObject> {
  /** `GROUP/VERSION`, or `v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** As in paths, such as `clusteroperators`. */
  readonly plural: string;
  readonly namespaced: boolean;
  /** Never present: carries the shape. */
  readonly shape?: Shape;
}

/** Names a kind. */
export const resource = <Shape extends KubernetesObject = KubernetesObject>(
  apiVersion: string,
  kind: string,
  plural: string,
  scope: "namespaced" | "cluster",
): Resource<Shape> => ({ apiVersion, kind, plural, namespaced: scope === "namespaced" });

/** Path of a collection, or of one object, or of a subresource of it. */
export function pathOf(
  kind: Resource,
  place: { namespace?: string; name?: string; subresource?: string } = {},
): string {
  const root = kind.apiVersion.includes("/") ? `/apis/${kind.apiVersion}` : `/api/${kind.apiVersion}`;
  const { namespace, name, subresource } = place;
  const parts = [root];
  if (kind.namespaced && namespace !== undefined) parts.push("namespaces", encodeURIComponent(namespace));
  parts.push(kind.plural);
  if (name !== undefined) parts.push(encodeURIComponent(name));
  if (subresource !== undefined) parts.push(subresource);
  return parts.join("/");
}
