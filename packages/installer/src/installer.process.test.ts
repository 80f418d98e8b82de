import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openGraph } from "@aro/cluster/graph";
import { createSealer } from "@aro/database";
import { systemRandom } from "@aro/runtime";
import type { IgnitionConfig } from "./ignition/config.ts";
import { type EmulatedAzure, startEmulatedAzure } from "./testing/emulated-azure.ts";
import { type Furnished, furnishCluster, furnishService } from "./testing/furnished-cluster.ts";
import { layDown, runCommand, takeUp } from "./testing/run-command.ts";

let azure: EmulatedAzure;
let encryptionKey = "";
const roots: string[] = [];
before(async () => {
  azure = await startEmulatedAzure({ timeScale: 5_000 });
  encryptionKey = await furnishService(azure);
});
after(async () => {
  for (const root of roots) takeUp(root);
  await azure[Symbol.asyncDispose]();
});

const samples =
  "apiVersion: samples.operator.openshift.io/v1\nkind: Config\nmetadata: {name: cluster}\nspec: {managementState: Removed}\n";

async function furnished(name: string, workloadIdentities = false): Promise<Furnished & { root: string }> {
  const made = await furnishCluster(azure, encryptionKey, { name, workloadIdentities });
  const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const root = layDown(made.cluster, azure.tenantId, {
    "manifests/cluster-config-samples.yaml": samples,
    ...(workloadIdentities
      ? {
          "boundsasigningkey/bound-service-account-signing-key.key": key
            .export({ type: "pkcs1", format: "pem" })
            .toString(),
        }
      : {}),
  });
  roots.push(root);
  return { ...made, root };
}

const accountOf = ({ cluster }: Furnished): string => `cluster${cluster.properties.storageSuffix}`;

async function graphOf(made: Furnished, group: string) {
  const sealed = await azure.blob(group, accountOf(made), "aro/graph");
  assert.ok(sealed, "there is no graph");
  const sealer = createSealer(
    { sealWith: Buffer.from(encryptionKey, "base64"), openWith: [] },
    { random: systemRandom },
  );
  return openGraph(sealed, sealer);
}

async function ignitionOf(made: Furnished, group: string): Promise<IgnitionConfig> {
  const text = await azure.blob(group, accountOf(made), "ignition/bootstrap.ign");
  assert.ok(text, "there is no ignition");
  return JSON.parse(text.toString()) as IgnitionConfig;
}

const machinesOf = async (group: string) => {
  const path = `/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines`;
  const { value } = await azure.arm("GET", path, "2021-07-01");
  return value as { name: string; zones?: string[]; properties: { provisioningState: string; osProfile: object } }[];
};

test("both commands, killed anywhere and run again, make one cluster: assets, blobs, machines, a control plane (spec 03 §§7.2-7.4)", async () => {
  const made = await furnished("c1");
  const kill = (line: RegExp) => ({ line, signal: "SIGKILL" as const });
  const killed = await runCommand("manifests", made.root, made.environment, kill(/Making install config/));
  assert.equal(killed.status, undefined);
  const first = await runCommand("manifests", made.root, made.environment);
  assert.equal(first.status, 0, first.log);
  const graph = await graphOf(made, "aro-c1");
  assert.equal(graph["*installconfig.InstallConfig"].config.networking.networkType, "OVNKubernetes");
  const ignition = await ignitionOf(made, "aro-c1");
  const paths = ignition.storage?.files.map(({ path }) => path) ?? [];
  assert.ok(paths.includes("/opt/openshift/manifests/cluster-config-samples.yaml"));
  assert.ok(paths.includes("/opt/openshift/tls/kube-apiserver-lb-server.key"));
  const left = (name: string) => readFileSync(join(made.root, "output", name), "utf8");
  assert.equal(left("auth/kubeadmin-password"), graph["*password.KubeadminPassword"].Password);
  const metadata = JSON.parse(left("metadata.json")) as { infraID: string; clusterID: string };
  assert.deepEqual([metadata.infraID, metadata.clusterID], ["c1-bcdfg", made.environment["ARO_UUID"]]);
  assert.match(left("auth/kubeconfig"), /server: https:\/\/api-int\.c1\./);

  const again = await runCommand("manifests", made.root, made.environment);
  assert.match(again.log, /are stored already and are used as they are/);
  const halfway = await runCommand("cluster", made.root, made.environment, kill(/"method":"PUT".*deployments/));
  assert.equal(halfway.status, undefined);
  const second = await runCommand("cluster", made.root, made.environment);
  assert.equal(second.status, 0, second.log);
  const password = (await graphOf(made, "aro-c1"))["*password.KubeadminPassword"].Password;
  assert.equal(left("auth/kubeadmin-password"), password, "the assets are made once");
  const machines = await machinesOf("aro-c1");
  const named = new Map(machines.map((one) => [one.name, one]));
  assert.deepEqual(
    ["bootstrap", "master-0", "master-1", "master-2"].map((of) => named.get(`c1-bcdfg-${of}`)?.zones),
    [undefined, ["1"], ["2"], ["3"]],
  );
  for (const line of [first.log, second.log].join("").trimEnd().split("\n")) assert.match(line, /^level=\w+ msg=./);
});

test("with workload identities and without keys: a failed deployment is told as the service reads it, and repeated goes on (spec 03 §7.6)", async () => {
  const made = await furnished("c2", true);
  const first = await runCommand("manifests", made.root, made.environment);
  assert.equal(first.status, 0, first.log);
  await azure.control("PUT", "/shortages", { shortages: [{ code: "ZonalAllocationFailed", zone: "2", times: 1 }] });
  const failed = await runCommand("cluster", made.root, made.environment);
  assert.equal(failed.status, 4, failed.log);
  assert.match(failed.log, /"code\W*":\W*"ZonalAllocationFailed\W*"/);
  const read = /level=error msg=400: DeploymentFailed: : Deployment failed\. Details: : : (\{.*\})/.exec(failed.log);
  const { details } = JSON.parse(read?.[1] ?? "{}") as { details?: { details?: { code: string }[] }[] };
  assert.equal(details?.[0]?.details?.[0]?.code, "ZonalAllocationFailed", failed.log);
  const stopped = { line: /Waiting for the bootstrap/, signal: "SIGTERM" as const };
  const last = await runCommand("cluster", made.root, made.environment, stopped);
  assert.deepEqual([last.status, /msg=stopped: stopped by SIGTERM/.test(last.log)], [143, true], last.log);
  assert.doesNotMatch(first.log + failed.log + last.log, /ListAccountSas/i);
});

test("an identity that the node does not have ends it with the vault's name and the secret's", async () => {
  const made = await furnished("c3");
  const ended = await runCommand("manifests", made.root, { ...made.environment, ARO_AZURE_AKS_SHARD_ID: "2" });
  assert.equal(ended.status, 1);
  assert.match(
    ended.log,
    /secret [\w-]+ of the vault https:\/\/aro-svc\.vault\.aro\.test cannot be read .*Identity not found/,
  );
});
