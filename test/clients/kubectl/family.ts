import { execFileSync } from "node:child_process";
import { makeRequest } from "@aro/pki";
import { systemClock } from "@aro/runtime";
import type { Family } from "../families.ts";
import type { Extent, Line } from "../line.ts";
import { clientNode } from "./client-node.ts";
import { findKubectls } from "./find.ts";
import { everyKind, look } from "./look.ts";
import { names } from "./names.ts";
import { administration } from "./nodes.ts";
import { type Place, smallPlace, wholePlace } from "./place.ts";
import { type Kubectl, runKubectl } from "./run.ts";
import { type Step, signingIn } from "./sign-in.ts";
import { upkeep } from "./upkeep.ts";
import { work } from "./work.ts";

const all = [...look, ...everyKind, ...work];

/** What `$name` stands for: each client has a namespace and a worker of its own. */
async function valuesFor({ path, age }: Kubectl, place: Place): Promise<Record<string, string>> {
  const { request } = await makeRequest({ commonName: `clients-${age}`, organizations: ["suite"] });
  const workers = execFileSync(
    path,
    ["--kubeconfig", place.kubeconfig, "get", "nodes", "-l", "node-role.kubernetes.io/worker", "-o", "name"],
    { encoding: "utf8" },
  )
    .trim()
    .split("\n");
  const worker = (age === "old" ? workers[0] : workers.at(-1)) ?? "";
  return { ns: `clients-${age}`, worker: worker.replace("node/", ""), csr: Buffer.from(request).toString("base64") };
}

async function steps(all: readonly Step[], report: (line: Line) => void): Promise<void> {
  for (const { what, does } of all) {
    const from = systemClock.monotonic();
    const done = await does().then(
      (why): Pick<Line, "outcome" | "why"> => (why === undefined ? { outcome: "passed" } : { outcome: "skipped", why }),
      (error: unknown) => ({ outcome: "failed" as const, why: String(error instanceof Error ? error.message : error) }),
    );
    report({ what, seconds: (systemClock.monotonic() - from) / 1000, ...done });
  }
}

async function whole(clients: readonly Kubectl[], report: (line: Line) => void): Promise<void> {
  await using place = await wholePlace();
  const each = await Promise.all(clients.map(async (one) => ({ one, values: await valuesFor(one, place) })));
  await Promise.all(each.map(({ one, values }) => runKubectl(one, place, all, values, report)));
  // One after the other, and after the rest: who drains a node takes the other's pods off it.
  for (const { one, values } of each) await runKubectl(one, place, administration, values, report);
  await steps(clientNode(place), report);
  if (place.signIn !== undefined)
    await steps([...signingIn(place, place.signIn, clients), ...names(place, place.signIn)], report);
  const last = clients.at(-1);
  if (place.whole !== undefined && last !== undefined) await steps(upkeep(place, place.whole, last), report);
}

/** A line of each chapter's first commands, on a cluster that is booted without a service: `npm test` has seconds for it. */
async function sample(clients: readonly Kubectl[], report: (line: Line) => void): Promise<void> {
  await using place = await smallPlace();
  for (const one of clients.slice(0, 1)) await runKubectl(one, place, look, {}, report);
}

/** Clients of Kubernetes, on an emulated cluster that the service made. */
export const kubectl: Family = {
  name: "kubectl and client-node, on a whole cluster",
  look: () => {
    const found = findKubectls();
    return found.length === 0
      ? { absent: "no kubectl found: npm run kube-assets builds one, or ARO_KUBECTL names one" }
      : { versions: found.map(({ name }) => name).join(", ") };
  },
  run: (extent: Extent, report) => (extent === "all" ? whole : sample)(findKubectls(), report),
};
