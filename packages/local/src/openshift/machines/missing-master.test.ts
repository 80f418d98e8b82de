import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "@aro/control-plane";
import { missingMaster } from "./missing-master.ts";

const random = { bytes: (count: number) => new Uint8Array(count) };
const set = (state: string) =>
  ({
    apiVersion: "machine.openshift.io/v1",
    kind: "ControlPlaneMachineSet",
    metadata: { name: "cluster", uid: "u" },
    spec: {
      replicas: 3,
      state,
      template: {
        machines_v1beta1_machine_openshift_io: {
          failureDomains: { azure: [{ zone: "1" }, { zone: "2" }, { zone: "3" }] },
          metadata: { labels: { role: "master" } },
          spec: { providerSpec: { value: { zone: "", vmSize: "Standard_D8s_v5" } } },
        },
      },
    },
  }) as unknown as KubeObject;
const master = (index: number, deletionTimestamp?: string) =>
  ({
    metadata: { name: `c-master-${index}`, deletionTimestamp },
    spec: { providerSpec: { value: { zone: String(index + 1) } } },
  }) as unknown as KubeObject;

test("an active set makes the master that is gone, at its index and in the zone that no other has", () => {
  const made = missingMaster(set("Active"), [master(0), master(2)], "c", random);
  assert.match(made?.metadata.name ?? "", /^c-master-\w{5}-1$/);
  assert.deepEqual(made?.["spec"], { providerSpec: { value: { zone: "2", vmSize: "Standard_D8s_v5" } } });
  assert.deepEqual(made?.metadata["labels"], { role: "master" });
});

test("an inactive set makes none, an active one waits until who goes has gone", () => {
  assert.equal(missingMaster(set("Inactive"), [master(0), master(1)], "c", random), undefined);
  const going = [master(0), master(1), master(2, "2026-01-01T00:00:00Z")];
  assert.equal(missingMaster(set("Active"), going, "c", random), undefined);
});
