import assert from "node:assert/strict";
import { type Condition, type KubernetesClient, kinds } from "@aro/kubernetes";
import { systemClock } from "@aro/runtime";

const reached = ["InternetReachableFromMaster", "InternetReachableFromWorker"];

/** What a condition of a healthy cluster says (spec 04 §§4.4, 6.5). */
const healthy = ({ type }: Condition): string => (/Controller(?:Progressing|Degraded)$/.test(type) ? "False" : "True");

/** A check that failed, because what it asked was away, is made again after a minute. */
const patienceMilliseconds = 90_000;

/** Both of the operator's processes have looked at their network, and everything that the operator says of the cluster is well, or soon is. */
export async function assertOperatorContent(client: KubernetesClient): Promise<void> {
  const signal = AbortSignal.timeout(2 * patienceMilliseconds);
  const until = systemClock.monotonic() + patienceMilliseconds;
  for (;;) {
    const cluster = await client.get(kinds.AroCluster, { name: "cluster" }, signal);
    const { conditions = [] } = (cluster?.["status"] ?? {}) as { conditions?: Condition[] };
    const missing = reached.filter((type) => !conditions.some((one) => one.type === type));
    const unwell = conditions.filter((one) => one.status !== healthy(one));
    if (missing.length + unwell.length === 0) return;
    if (systemClock.monotonic() > until)
      assert.deepEqual([...missing, ...unwell], [], "conditions of the Cluster that are not there or not well");
    await systemClock.sleep(200, signal);
  }
}
