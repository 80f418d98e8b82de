import type { KubernetesClient } from "./client.ts";
import { kindOf, kinds, type Secret } from "./kinds.ts";
import type { KubernetesObject } from "./object.ts";

/** Kinds that others need to be there first, in order (spec 03 §7.6); all further kinds follow in the order given. */
const first = [
  kinds.CustomResourceDefinition,
  kinds.ClusterRole,
  kinds.ClusterRoleBinding,
  kinds.SecurityContextConstraints,
  kinds.Namespace,
  kinds.ConfigMap,
  kinds.Secret,
  kinds.ServiceAccount,
];

/** The objects in the order in which they can be applied. */
export function inOrder(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const rank = (object: KubernetesObject) => {
    const index = first.findIndex(({ apiVersion, kind }) => apiVersion === object.apiVersion && kind === object.kind);
    return index < 0 ? first.length : index;
  };
  return objects.toSorted((one, other) => rank(one) - rank(other));
}

/**
 * Makes the cluster have these objects, by server-side apply: members that we name become ours, those we named before and name no more
 * go, those of others stay (decision 12). An object that is so already is not changed.
 */
export async function applyAll(
  client: KubernetesClient,
  objects: readonly KubernetesObject[],
  fieldManager: string,
  signal: AbortSignal,
): Promise<void> {
  for (const object of inOrder(objects))
    await client.apply(kindOf(object), withData(object), { fieldManager, force: true }, signal);
}

/** A secret's clear text as data: the server turns one into the other without telling whose it is, and would see a change each time. */
function withData(object: KubernetesObject): KubernetesObject {
  if (object.kind !== "Secret" || object.apiVersion !== "v1") return object;
  const { stringData, ...secret } = object as Secret;
  if (stringData === undefined) return object;
  const encoded = Object.entries(stringData).map(([key, text]) => [key, Buffer.from(text, "utf8").toString("base64")]);
  return { ...secret, data: { ...secret.data, ...Object.fromEntries(encoded) } };
}
