import { type KubernetesObject, type ObjectName, type Resource, retryOnConflict } from "@aro/kubernetes";
import type { ClusterContext } from "../context.ts";
import { clusterClient } from "./api-server.ts";

/** What an object is to be, as far as nobody has given it a type. */
export type Spec = Record<string, unknown>;

/**
 * Changes the spec of an object that the cluster has, until nobody was faster; one that is so already is not written.
 * @throws Error when there is no such object.
 */
export async function changeSpec(
  context: ClusterContext,
  kind: Resource,
  name: ObjectName,
  change: (spec: Spec) => Spec,
  signal: AbortSignal,
): Promise<void> {
  const client = clusterClient(context);
  await retryOnConflict(
    async () => {
      const found = await client.get<KubernetesObject>(kind, name, signal);
      if (found === undefined) throw new Error(`the cluster has no ${kind.kind} '${name.name}'`);
      const before = (found["spec"] ?? {}) as Spec;
      const after = change(before);
      if (JSON.stringify(after) !== JSON.stringify(before))
        await client.update(kind, { ...found, spec: after }, signal);
    },
    context,
    signal,
  );
}
