import assert from "node:assert/strict";
import { test } from "node:test";
import { changedFaults, changesFaults, chosenCluster, clusterFaultText } from "./cluster-fault.ts";

const healthy = { api: "answers", silentNodes: [], operators: {}, certificate: "valid" };
const cluster = (infraId: string) => ({ infraId, domain: `${infraId}.test`, phase: "complete", faults: healthy });

test("flags add to what is wrong with a cluster, --heal takes all of it back", () => {
  const one = changedFaults(healthy, { api: "hangs", silentNode: ["n1"], degraded: ["dns=it is down"] });
  assert.deepEqual(one, {
    api: "hangs",
    certificate: "valid",
    silentNodes: ["n1"],
    operators: { dns: { degraded: { reason: "ArmedFault", message: "it is down" } } },
  });
  const two = changedFaults(one, { silentNode: ["n2"], unavailable: ["dns"] });
  assert.deepEqual(two.silentNodes, ["n1", "n2"]);
  assert.deepEqual(Object.keys(two.operators["dns"] ?? {}), ["degraded", "unavailable"]);
  assert.deepEqual(changedFaults(two, { heal: true, certificate: "expired" }), {
    ...healthy,
    certificate: "expired",
  });
  assert.deepEqual([changesFaults({ json: true }), changesFaults({ heal: true })], [false, true]);
});

test("a cluster is named by the beginning of its name, or is the only one", () => {
  const [a, b] = [cluster("one-abcde"), cluster("other-abcde")];
  assert.equal(chosenCluster([a], undefined), a);
  assert.equal(chosenCluster([a, b], "on"), a);
  assert.equal(chosenCluster([a, b], "other-abcde.test"), b);
  assert.throws(() => chosenCluster([a, b], "o"), /no one cluster is "o"; there are: one-abcde, other-abcde/);
  assert.throws(() => chosenCluster([a, b], undefined), /say which cluster/);
});

test("what is wrong with a cluster stands on one line", () => {
  assert.equal(clusterFaultText(cluster("c-1")), "c-1  complete  nothing is wrong");
  const faults = { ...healthy, api: "refuses", operators: { dns: { degraded: { reason: "R", message: "m" } } } };
  assert.equal(clusterFaultText({ ...cluster("c-1"), faults }), "c-1  complete  api refuses, operator dns degraded");
});
