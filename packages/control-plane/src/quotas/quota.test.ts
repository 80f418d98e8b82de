import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "../objects/object.ts";
import { chargedTo, chargesOf } from "./charges.ts";
import { amountText, counts } from "./quota.ts";

const object = (members: object): KubeObject =>
  ({ apiVersion: "v1", kind: "X", metadata: { name: "x" }, ...members }) as unknown as KubeObject;
const cpu = (requested: string) => ({ resources: { requests: { cpu: requested } } });

test("a pod takes what its containers take together, or its most demanding initial one", () => {
  const spec = { containers: [cpu("100m"), cpu("200m")], initContainers: [cpu("250m")] };
  assert.equal(chargesOf("", "pods", object({ spec })).get("requests.cpu"), 300_000_000n);
  const demanding = { ...spec, initContainers: [cpu("1")] };
  assert.equal(chargesOf("", "pods", object({ spec: demanding })).get("cpu"), 1_000_000_000n);
  const sidecar = { ...spec, initContainers: [{ ...cpu("50m"), restartPolicy: "Always" }] };
  assert.equal(chargesOf("", "pods", object({ spec: sidecar })).get("cpu"), 350_000_000n);
});

test("a pod that is over takes nothing but its place", () => {
  const charges = chargesOf("", "pods", object({ spec: { containers: [cpu("1")] }, status: { phase: "Failed" } }));
  assert.deepEqual([...charges.keys()], ["count/pods"]);
});

test("each name of a quota leads to the resource that is counted", () => {
  const names = [
    "count/deployments.apps",
    "count/pods",
    "services.nodeports",
    "requests.storage",
    "limits.cpu",
    "fast.storageclass.storage.k8s.io/requests.storage",
    "nonsense",
  ];
  assert.deepEqual(names.map(chargedTo), [
    "apps/deployments",
    "/pods",
    "/services",
    "/persistentvolumeclaims",
    "/pods",
    "/persistentvolumeclaims",
    undefined,
  ]);
});

test("amounts are told as people write them", () => {
  assert.equal(amountText("requests.cpu", 1_500_000_000n), "1500m");
  assert.equal(amountText("requests.memory", 1024n ** 3n * 1_000_000_000n), "1Gi");
  assert.equal(amountText("pods", 0n), "0");
});

test("a quota with scopes counts the pods that are in all of them", () => {
  const quota = object({ spec: { scopes: ["BestEffort", "NotTerminating"] } });
  const pod = (spec: object, qosClass: string) => object({ spec, status: { qosClass } });
  assert.equal(counts(quota, "pods", pod({}, "BestEffort")), true);
  assert.equal(counts(quota, "pods", pod({ activeDeadlineSeconds: 5 }, "BestEffort")), false);
  assert.equal(counts(quota, "pods", pod({}, "Burstable")), false);
  assert.equal(counts(quota, "services", object({})), false);
  const selected = object({
    spec: { scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator: "In", values: ["high"] }] } },
  });
  assert.equal(counts(selected, "pods", object({ spec: { priorityClassName: "high" } })), true);
  assert.equal(counts(selected, "pods", object({ spec: {} })), false);
});
