import assert from "node:assert/strict";
import { test } from "node:test";
import { ContainerServiceClient, type ManagedCluster } from "@azure/arm-containerservice";
import { inProcess } from "../../../tools/in-process.ts";

const quick = { updateIntervalInMs: 1 };
const codeOf = (code: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, code);
  return true;
};
const body: ManagedCluster = {
  location: "eastus",
  dnsPrefix: "hub",
  identity: { type: "SystemAssigned" },
  agentPoolProfiles: [{ name: "pool1", count: 2, vmSize: "Standard_D2s_v3", mode: "System" }],
  nodeResourceGroup: "rg-aks1",
};

async function fresh(options: Parameters<typeof inProcess>[0] = {}) {
  const arm = inProcess({ timing: { scale: 100_000, holdMilliseconds: 1_000 }, ...options });
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  return Object.assign(arm, { aks: arm.client(ContainerServiceClient).managedClusters });
}

test("a managed cluster lives its whole life through the SDK", async () => {
  await using arm = await fresh();
  const { aks } = arm;
  const made = await aks.createOrUpdate("rg", "aro-aks-cluster-001", body, quick);
  assert.equal(made.provisioningState, "Succeeded");
  assert.equal(made.nodeResourceGroup, "rg-aks1");
  assert.match(made.fqdn ?? "", /^hub-[0-9a-f]{8}\.hcp\.eastus\.core\.test$/);
  assert.equal(made.powerState?.code, "Running");
  assert.equal(made.agentPoolProfiles?.[0]?.maxPods, 110);
  assert.match(made.identity?.principalId ?? "", /^[0-9a-f-]{36}$/);
  const again = await aks.createOrUpdate("rg", "aro-aks-cluster-001", made, quick);
  assert.equal(again.fqdn, made.fqdn, "what was read may be put back, and the address stays");
  assert.deepEqual((await aks.updateTags("rg", "aro-aks-cluster-001", { tags: { a: "1" } }, quick)).tags, { a: "1" });
  const names: (string | undefined)[] = [];
  for await (const one of aks.list()) names.push(one.name);
  assert.deepEqual(names, ["aro-aks-cluster-001"]);
  await aks.delete("rg", "aro-aks-cluster-001", quick);
  await assert.rejects(aks.get("rg", "aro-aks-cluster-001"), codeOf("ResourceNotFound"));
});

test("credentials are those of the Kubernetes behind the cluster, for the server that is asked for (spec 02: Hive)", async () => {
  const asked: unknown[] = [];
  await using arm = await fresh({
    kubeconfigOf: async (wanted) => {
      asked.push([wanted.name, wanted.role, wanted.server]);
      return "apiVersion: v1\nkind: Config\n";
    },
  });
  const { aks } = arm;
  await aks.createOrUpdate("rg", "hub", body, quick);
  const admin = await aks.listClusterAdminCredentials("rg", "hub", { serverFqdn: "public" });
  assert.equal(admin.kubeconfigs?.[0]?.name, "clusterAdmin");
  assert.equal(Buffer.from(admin.kubeconfigs?.[0]?.value ?? []).toString("utf8"), "apiVersion: v1\nkind: Config\n");
  await aks.listClusterUserCredentials("rg", "hub");
  assert.deepEqual(asked, [
    ["hub", "admin", "public"],
    ["hub", "user", "public"],
  ]);
  await assert.rejects(aks.listClusterAdminCredentials("rg", "hub", { serverFqdn: "other" }), codeOf("BadRequest"));
  await aks.createOrUpdate("rg", "hub", { ...body, disableLocalAccounts: true }, quick);
  await assert.rejects(aks.listClusterAdminCredentials("rg", "hub"), codeOf("BadRequest"));
});

test("where nothing stands behind a cluster there are no credentials, and no made-up ones", async () => {
  await using arm = await fresh();
  await arm.aks.createOrUpdate("rg", "hub", body, quick);
  await assert.rejects(arm.aks.listClusterAdminCredentials("rg", "hub"), codeOf("OperationNotAllowed"));
});

test("a cluster without an identity, a prefix or a System pool is refused", async () => {
  await using arm = await fresh();
  const put = (more: object) => arm.aks.createOrUpdate("rg", "hub", { ...body, ...more } as ManagedCluster, quick);
  await assert.rejects(put({ identity: undefined }), codeOf("ServicePrincipalNotFound"));
  await assert.rejects(put({ dnsPrefix: undefined }), codeOf("InvalidParameter"));
  await assert.rejects(put({ agentPoolProfiles: [] }), codeOf("MustDefineAtLeastOneSystemPool"));
  await assert.rejects(put({ agentPoolProfiles: [{ name: "Pool", vmSize: "x" }] }), codeOf("InvalidParameter"));
});
