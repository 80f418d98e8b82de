import type { ClusterContext } from "../context.ts";
import { removeById } from "../delete/remove-by-id.ts";
import { infraIdOf, managedGroup } from "../names/cluster-facts.ts";
import { apiVersionOf } from "../template/api-versions.ts";

/** What a machine consists of, in the order of removal: each holds the next. */
const parts = [
  { type: "microsoft.compute/virtualmachines", isOne: () => true },
  { type: "microsoft.compute/disks", isOne: (name: string) => /_osdisk$/i.test(name) },
  { type: "microsoft.network/networkinterfaces", isOne: (name: string) => /-nic$/i.test(name) },
] as const;

/**
 * Removes the machines of an install that failed, the workers that its cluster had begun to make included: machines keep the ignition that they were
 * made with, and a new attempt has another.
 */
export async function removeMachines(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const cluster = context.run.cluster();
  const { resources } = await context.azure.clients.resources();
  const found: { id: string; type: string; name: string }[] = [];
  for await (const { id, type, name } of resources.listByResourceGroup(managedGroup(cluster), { abortSignal: signal }))
    if (id !== undefined && type !== undefined && name !== undefined)
      found.push({ id, type: type.toLowerCase(), name });
  const ours = `${infraIdOf(cluster)}-`.toLowerCase();
  for (const { type, isOne } of parts) {
    const version = apiVersionOf(type);
    if (version === undefined) throw new Error(`no api-version is known for ${type}`);
    const these = found.filter(
      (one) => one.type === type && one.name.toLowerCase().startsWith(ours) && isOne(one.name),
    );
    await Promise.all(these.map(({ id }) => removeById(context, id, version, signal)));
  }
}
