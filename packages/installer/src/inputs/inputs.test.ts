import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { sampleCluster } from "../testing/sample.ts";
import { readInputFiles } from "./files.ts";
import { InputProblem } from "./problem.ts";
import { readSettings } from "./settings.ts";

const complete = {
  ARO_UUID: "22222222-2222-4222-8222-222222222222",
  OPENSHIFT_INSTALL_RELEASE_IMAGE_OVERRIDE: "r/ocp-release:4.19.12",
  ARO_AZURE_FP_CLIENT_ID: "fp",
  ARO_DOMAIN_NAME: "",
  ARO_KEYVAULT_PREFIX: "aro",
  ARO_CLUSTER_MDSD_ACCOUNT: "",
  ARO_CLUSTER_MDSD_CONFIG_VERSION: "",
  ARO_CLUSTER_MDSD_NAMESPACE: "",
  ARO_MDSD_ENVIRONMENT: "",
  ARO_GATEWAY_DOMAINS: "",
  ARO_GATEWAY_RESOURCEGROUP: "",
  ARO_ACR_RESOURCE_ID: "",
};

const problemsIn = (read: () => unknown): readonly string[] => {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof InputProblem);
    return error.problems;
  }
  return [];
};

test("variables that must exist may be empty, and all that are missing are named together (spec 03 §7.2)", () => {
  const { gatewayDomains, logs, shard, root, cloud } = readSettings(complete);
  assert.deepEqual([gatewayDomains, logs.account, shard, root, cloud], ["", "", 1, "/", undefined]);
  const { ARO_UUID: _, ARO_GATEWAY_DOMAINS: __, ...rest } = complete;
  const found = problemsIn(() => readSettings({ ...rest, ARO_KEYVAULT_PREFIX: "" }));
  assert.deepEqual(
    found.map((problem) => /^environment variable "(\w+)" unset; it/.exec(problem)?.[1]),
    ["ARO_UUID", "ARO_KEYVAULT_PREFIX", "ARO_GATEWAY_DOMAINS"],
  );
});

test("a wrong value is named with what would be right; a feature that the wrapper does not know ends it", () => {
  const found = problemsIn(() =>
    readSettings({
      ...complete,
      ARO_RP_FEATURES: "DisableDenyAssignments,EnableClusterExpandedAvailabilityZones",
      ARO_DURATION_SCALE: "0",
      ARO_AZURE_AKS_SHARD_ID: "x",
      ARO_AZURE_ENVIRONMENT: "http://arm.example",
      ARO_LOG_LEVEL: "loud",
      ARO_ACR_RESOURCE_ID: "arosvc",
    }),
  );
  for (const part of [
    "EnableClusterExpandedAvailabilityZones, which is none of",
    '"0" is not a number of at least 1',
    '"x" is not a number from 1 to 999',
    '"http://arm.example" is neither a name nor the https address',
    '"loud" is none of debug, info, warning, error',
    '"arosvc" is not the id of a registry',
  ])
    assert.ok(
      found.some((problem) => problem.includes(part)),
      part,
    );
  assert.equal(found.length, 6);
});

function folder(context: TestContext, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "installer-inputs-"));
  context.after(() => rmSync(root, { recursive: true }));
  for (const name of [".azure", "manifests", "boundsasigningkey"]) mkdirSync(join(root, name));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  return root;
}
const subscription = JSON.stringify({ state: "Registered", properties: { tenantId: "t" } });

test("what Hive lays down is read; manifests by file name, others in the folder not", async (context) => {
  const root = folder(context, {
    ".azure/99_aro.json": JSON.stringify(sampleCluster()),
    ".azure/99_sub.json": subscription,
    "manifests/b.yml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n",
    "manifests/README": "no manifest",
  });
  const read = await readInputFiles(root);
  assert.equal(read.cluster.name, "c1");
  assert.equal(read.subscription.properties?.tenantId, "t");
  assert.deepEqual([...read.manifests.keys()], ["b.yml"]);
  assert.equal(read.boundSigningKey, undefined);
});

test("every file that is missing or wrong is named, each with why", async (context) => {
  const broken = sampleCluster((properties) => {
    delete properties.infraId;
    delete properties.servicePrincipalProfile;
    properties.platformWorkloadIdentityProfile = { platformWorkloadIdentities: {} };
  });
  const root = folder(context, {
    ".azure/99_aro.json": JSON.stringify(broken),
    ".azure/99_sub.json": "{",
    "manifests/a.yaml": "kind: [",
    "manifests/b.yaml": "kind: ConfigMap\n",
  });
  const error = await readInputFiles(root).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof InputProblem);
  const named = new Set(error.problems.map((problem) => problem.slice(root.length + 1).split(":")[0]));
  assert.deepEqual(
    named,
    new Set([
      ".azure/99_aro.json",
      ".azure/99_sub.json",
      "boundsasigningkey/bound-service-account-signing-key.key",
      "manifests/a.yaml",
      "manifests/b.yaml",
    ]),
  );
  assert.match(error.message, /99_aro\.json: \/properties\/infraId is missing; it comes from step ensureInfraID/);
  assert.match(error.message, /a cluster with workload identities needs the key/);
  const empty = await readInputFiles(join(root, "nowhere")).catch((thrown: unknown) => thrown);
  assert.ok(empty instanceof InputProblem);
  assert.equal(empty.problems.length, 2);
});
