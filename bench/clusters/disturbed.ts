import { systemClock } from "@aro/runtime";
import type { BootedCluster } from "../../packages/local/src/openshift/testing/booted-cluster.ts";
import type { RigCloud } from "../../packages/local/src/openshift/testing/cluster-rig.ts";

const patienceMs = 10_000;
const asking = 8;

const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/** Status of a call; 0 when none came in time. */
async function statusOf(cluster: BootedCluster, method: string, path: string, body?: object): Promise<number> {
  const call = cluster.call(method, path, body).then(
    ({ status }) => status,
    () => 0,
  );
  return Promise.race([call, systemClock.sleep(patienceMs).then(() => 0)]);
}

let fresh = 0;

/** A write and a read on each, some at a time: how long both took, and how many answered otherwise than they should. */
export async function round(all: readonly BootedCluster[]): Promise<{ shown: string; wrong: number }> {
  const waiting = [...all];
  const times: number[] = [];
  let wrong = 0;
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const name = `bench-${fresh++}`;
      const path = "/api/v1/namespaces/default/configmaps";
      const begun = systemClock.monotonic();
      const made = await statusOf(one, "POST", path, { metadata: { name }, data: { x: "1" } });
      const read = await statusOf(one, "GET", `${path}/${name}`);
      times.push(systemClock.monotonic() - begun);
      if (made !== 201 || read !== 200) wrong++;
    }
  };
  await Promise.all(Array.from({ length: asking }, work));
  return {
    shown: `a write and a read p50 ${at(times, 0.5).toFixed(0)} ms, p99 ${at(times, 0.99).toFixed(0)} ms`,
    wrong,
  };
}

/**
 * Lets a tenth of the clusters fail, three at least, by turns: its API hangs, with callers who wait for it; its API refuses; its machines are switched off. The others
 * are asked before, beside and behind. Returns how many answers were wrong.
 */
export async function disturbed(cloud: RigCloud, all: readonly BootedCluster[]): Promise<number> {
  const before = await round(all);
  console.log(`${all.length} well: ${before.shown}, ${before.wrong} wrong`);
  const share = Math.max(3, Math.ceil(all.length / 10));
  const [failing, others] = [all.slice(0, share), all.slice(share)];
  const [hanging, refusing, dead] = [0, 1, 2].map((kind) => failing.filter((_, index) => index % 3 === kind)) as [
    BootedCluster[],
    BootedCluster[],
    BootedCluster[],
  ];
  const setApi = async ({ rig }: BootedCluster, api: string) => {
    const { status, text } = await cloud.control("PUT", `/clusters/${rig.infraId}/faults`, { api });
    if (status !== 200) throw new Error(text);
  };
  const machines = async ({ rig }: BootedCluster, action: string) => {
    for (const index of [0, 1, 2]) {
      const machine = `${rig.group}/providers/Microsoft.Compute/virtualMachines/${rig.infraId}-master-${index}`;
      await rig.arm("POST", `${machine}/${action}`, "2020-12-01");
    }
  };
  for (const one of hanging) await setApi(one, "hangs");
  for (const one of refusing) await setApi(one, "refuses");
  for (const one of dead) await machines(one, "powerOff");
  const stopping = new AbortController();
  const besieging = hanging.map(async (one) => {
    while (!stopping.signal.aborted) await statusOf(one, "GET", "/api/v1/namespaces");
  });
  const beside = await round(others);
  console.log(
    `${hanging.length} hang, ${refusing.length} refuse, ${dead.length} without machines; the other ${others.length}: ${beside.shown}, ${beside.wrong} wrong`,
  );
  const answers = await Promise.all(failing.map((one) => statusOf(one, "GET", "/api/v1/namespaces")));
  const answered = answers.filter((status) => status === 200).length;
  console.log(`of the ${failing.length} that fail ${answered} answer`);
  stopping.abort();
  for (const one of [...hanging, ...refusing]) await setApi(one, "answers");
  for (const one of dead) await machines(one, "start");
  await Promise.all(besieging);
  await systemClock.sleep(patienceMs);
  const healed = await round(failing);
  console.log(`healed: ${healed.shown}, ${healed.wrong} wrong`);
  return before.wrong + beside.wrong + answered + healed.wrong;
}
