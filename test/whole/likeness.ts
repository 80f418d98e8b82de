import assert from "node:assert/strict";
import type { Json } from "@aro/api";
import { keptKeys } from "../harness/census/cloud.ts";
import { normaliser } from "../harness/census/normal.ts";
import { censusOfStore, clusterOf } from "../harness/census/store.ts";
import { created, type Furnished, furnished, removed } from "../harness/course.ts";
import type { Instance } from "../harness/instance.ts";

/** What store and cloud hold of a whole cluster, by names in which what was drawn is rewritten: equal for any two of them. */
interface Likeness {
  resources: readonly string[];
  /** Members of its document, at every level. */
  members: readonly string[];
  work: object;
  /** Those that have not ended. */
  operations: readonly string[];
}

const membersOf = (value: Json | undefined, path = ""): string[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, member]) => [`${path}/${name}`, ...membersOf(member, `${path}/${name}`)])
    : [];

/** @throws Error when there is no cluster. */
export function likenessOf(instance: Instance, { customer }: Furnished): Likeness {
  const store = censusOfStore(instance, customer);
  const cluster = clusterOf(store, customer);
  const normal = normaliser(instance, customer, cluster);
  const { domain } = cluster.openShiftCluster.properties.clusterProfile;
  const ofService = keptKeys(instance, instance.serviceSubscriptionId).filter(
    (key) => key.includes(cluster.id) || key.includes(domain.toLowerCase()),
  );
  return {
    resources: [...keptKeys(instance, customer.subscriptionId), ...ofService]
      .map((key) => String(normal(key)).replaceAll(/(worker-[a-z]+\d)-[a-z0-9]{5}/gi, "$1-X"))
      .sort(),
    members: membersOf(cluster).sort(),
    work: store.works.map(({ state, owner, predecessor, leftBehind }) => ({ state, owner, predecessor, leftBehind })),
    operations: store.operations
      .map(({ asyncOperation }) => asyncOperation.status)
      .filter((status) => !/^(Succeeded|Failed|Canceled)$/.test(status)),
  };
}

let undisturbed: Promise<Likeness> | undefined;

/** What was created with nothing in its way is what others are held against. */
export function isUndisturbed(instance: Instance, one: Furnished): void {
  undisturbed ??= Promise.resolve(likenessOf(instance, one));
}

/** The cluster is as one that nothing disturbed: the first of these in the process, or one that is made for it. */
export async function assertAlike(instance: Instance, one: Furnished): Promise<void> {
  undisturbed ??= (async () => {
    const other = await furnished(instance);
    await created(instance, other);
    const likeness = likenessOf(instance, other);
    // Its operator would be one too many for whoever counts.
    await removed(instance, other);
    return likeness;
  })();
  assert.deepEqual(likenessOf(instance, one), await undisturbed, "as a cluster that nothing disturbed");
}
