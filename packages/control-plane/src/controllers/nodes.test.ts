import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "../objects/object.ts";
import { leavesAt, taintsFor } from "./nodes.ts";

const node = (conditions: object[], spec: object = {}): KubeObject =>
  ({ apiVersion: "v1", kind: "Node", metadata: { name: "n" }, spec, status: { conditions } }) as unknown as KubeObject;
const shown = (one: KubeObject) => taintsFor(one).map(({ key, effect }) => `${key.split("/")[1]}:${effect}`);

test("a node's taints follow its conditions", () => {
  assert.deepEqual(shown(node([])), ["not-ready:NoSchedule"]);
  assert.deepEqual(shown(node([{ type: "Ready", status: "True" }])), []);
  assert.deepEqual(shown(node([{ type: "Ready", status: "False" }])), ["not-ready:NoSchedule", "not-ready:NoExecute"]);
  assert.deepEqual(shown(node([{ type: "Ready", status: "Unknown" }])), [
    "unreachable:NoSchedule",
    "unreachable:NoExecute",
  ]);
  assert.deepEqual(
    shown(
      node(
        [
          { type: "Ready", status: "True" },
          { type: "DiskPressure", status: "True" },
        ],
        { unschedulable: true },
      ),
    ),
    ["disk-pressure:NoSchedule", "unschedulable:NoSchedule"],
  );
});

test("a pod leaves when the shortest of its tolerations for some taint is over, at once when it bears one not at all", () => {
  const taint = { key: "a", effect: "NoExecute", timeAdded: "2026-01-02T03:04:05Z" };
  const added = Date.parse(taint.timeAdded);
  const bearing = (more: object = {}) => ({ key: "a", operator: "Exists", ...more });
  assert.equal(leavesAt([], [taint], 7), 7);
  assert.equal(leavesAt([bearing()], [taint], 7), undefined);
  assert.equal(leavesAt([bearing({ tolerationSeconds: 30 })], [taint], 7), added + 30_000);
  assert.equal(
    leavesAt([bearing({ tolerationSeconds: 30 }), bearing({ tolerationSeconds: 10 })], [taint], 7),
    added + 10_000,
  );
  assert.equal(leavesAt([bearing({ tolerationSeconds: 5 })], [{ key: "a", effect: "NoExecute" }], 7), 5_007);
  assert.equal(leavesAt([], [{ ...taint, effect: "NoSchedule" }], 7), undefined);
  assert.equal(leavesAt([bearing({ effect: "NoSchedule" })], [taint], 7), 7);
});
