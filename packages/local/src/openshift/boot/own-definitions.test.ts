import assert from "node:assert/strict";
import { test } from "node:test";
import { makeKeys, startControlPlane } from "@aro/control-plane";
import { systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { administrator } from "../cluster/call.ts";
import { ownDefinitions } from "./own-definitions.ts";

const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const registries = "/apis/imageregistry.operator.openshift.io/v1/configs";

/** What the installer writes for the registry. */
const spec = {
  managementState: "Managed",
  logLevel: "Normal",
  operatorLogLevel: "Normal",
  httpSecret: "0123",
  replicas: 2,
  rolloutStrategy: "RollingUpdate",
  storage: {
    managementState: "Unmanaged",
    azure: { accountName: "imageregistryabcde", container: "image-registry", cloudName: "AzurePublicCloud" },
  },
};
const registry = (changed: object = {}) => ({
  apiVersion: "imageregistry.operator.openshift.io/v1",
  kind: "Config",
  metadata: { name: "cluster" },
  spec: { ...spec, ...changed },
});

test("every definition is established, and the registry's keeps what an install writes and refuses what does not fit", async () => {
  await using plane = await startControlPlane({
    path: ":memory:",
    keys: await makeKeys(["127.0.0.1"], systemClock, systemRandom),
    port: 0,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
  });
  const call = administrator(plane);
  for (const one of ownDefinitions()) {
    const { status, body } = await call("POST", definitions, one);
    assert.equal(status, 201, JSON.stringify(body));
  }
  for (const { metadata } of ownDefinitions()) {
    const isEstablished = async () => {
      const { body } = await call("GET", `${definitions}/${metadata.name}`);
      const { conditions } = body["status"] as { conditions?: { type: string; status: string }[] };
      return conditions?.some(({ type, status }) => type === "Established" && status === "True");
    };
    for (let turn = 0; turn < 100 && !(await isEstablished()); turn++) await systemClock.sleep(20);
    assert.equal(await isEstablished(), true, metadata.name);
  }
  const refused = await call("POST", registries, registry({ managementState: "Sometimes" }));
  assert.equal(refused.status, 422);
  const made = await call("POST", registries, registry());
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.deepEqual(made.body["spec"], spec);
});
