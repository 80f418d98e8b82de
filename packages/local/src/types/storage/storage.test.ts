import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../../tools/in-process.ts";

const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const codeOf = (code: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, code);
  return true;
};

async function fresh() {
  const arm = inProcess();
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  return arm;
}

const body = { location: "eastus", kind: "StorageV2", sku: { name: "Standard_LRS" } } as const;

test("a storage account lives its whole life through the SDK", async () => {
  await using arm = await fresh();
  const { storageAccounts } = arm.storage;
  const made = await storageAccounts.create("rg", "acct1x", {
    ...body,
    tags: { a: "1" },
    allowSharedKeyAccess: false,
    encryption: { requireInfrastructureEncryption: true, keySource: "Microsoft.Storage" },
  });
  assert.equal(made.provisioningState, "Succeeded");
  assert.equal(made.primaryEndpoints?.blob, "https://acct1x.blob.core.test/");
  assert.equal(made.sku?.tier, "Standard");
  assert.equal(made.minimumTlsVersion, "TLS1_2");
  const patched = await storageAccounts.update("rg", "acct1x", { tags: { b: "2" }, allowBlobPublicAccess: true });
  assert.deepEqual(patched.tags, { b: "2" });
  assert.equal(patched.allowBlobPublicAccess, true);
  assert.equal(patched.allowSharedKeyAccess, false, "a PATCH leaves alone what it does not name");
  const again = await storageAccounts.create("rg", "acct1x", { ...body, allowBlobPublicAccess: false });
  assert.equal(again.encryption?.requireInfrastructureEncryption, true, "a PUT without encryption keeps it");
  await assert.rejects(
    storageAccounts.create("rg", "acct1x", {
      ...body,
      encryption: { requireInfrastructureEncryption: false, keySource: "Microsoft.Storage" },
    }),
    codeOf("StorageAccountPropertyIsReadOnly"),
  );
  await arm.groups.resourceGroups.createOrUpdate("other", { location: "eastus" });
  await assert.rejects(storageAccounts.create("other", "acct1x", body), codeOf("StorageAccountAlreadyTaken"));
  const names: (string | undefined)[] = [];
  for await (const one of storageAccounts.listByResourceGroup("rg")) names.push(one.name);
  for await (const one of storageAccounts.list()) names.push(one.name);
  assert.deepEqual(names, ["acct1x", "acct1x"]);
  await storageAccounts.delete("rg", "acct1x");
  await assert.rejects(storageAccounts.getProperties("rg", "acct1x"), codeOf("ResourceNotFound"));
  await storageAccounts.create("other", "acct1x", body);
});

test("what a client read of an account it may PUT back (ARM-PUT-05)", async () => {
  await using arm = await fresh();
  await arm.storage.storageAccounts.create("rg", "acct1x", body);
  const path = `${group}/providers/Microsoft.Storage/storageAccounts/acct1x?api-version=2021-09-01`;
  const read = await arm.plain("GET", path);
  const put = await arm.plain("PUT", path, read.body);
  assert.equal(put.status, 200, put.text);
  assert.deepEqual(put.body, read.body);
});

test("containers live below the account's only blob service, and go with the account", async () => {
  await using arm = await fresh();
  await arm.storage.storageAccounts.create("rg", "acct1x", body);
  const service = await arm.storage.blobServices.getServiceProperties("rg", "acct1x");
  assert.equal(service.name, "default");
  const { blobContainers } = arm.storage;
  const made = await blobContainers.create("rg", "acct1x", "ignition", {});
  assert.equal(
    made.id,
    `${group}/providers/Microsoft.Storage/storageAccounts/acct1x/blobServices/default/containers/ignition`,
  );
  assert.match(made.etag ?? "", /^"0x8D[0-9A-F]{13}"$/);
  await blobContainers.create("rg", "acct1x", "$web", {});
  await assert.rejects(blobContainers.create("rg", "acct1x", "Bad--Name", {}), codeOf("InvalidResourceName"));
  await assert.rejects(
    blobContainers.create("rg", "acct1x", "open", { publicAccess: "Container" }),
    codeOf("PublicAccessNotPermitted"),
  );
  await assert.rejects(blobContainers.create("rg", "none", "c1c", {}), codeOf("ParentResourceNotFound"));
  const names: (string | undefined)[] = [];
  for await (const one of blobContainers.list("rg", "acct1x")) names.push(one.name);
  assert.deepEqual(names, ["$web", "ignition"]);
  await blobContainers.delete("rg", "acct1x", "ignition");
  await blobContainers.delete("rg", "acct1x", "ignition");
  await arm.storage.storageAccounts.delete("rg", "acct1x");
  await arm.storage.storageAccounts.create("rg", "acct1x", body);
  await assert.rejects(blobContainers.get("rg", "acct1x", "$web"), codeOf("ContainerNotFound"));
});

test("network rules need subnets with the service endpoint", async () => {
  await using arm = await fresh();
  await arm.network.virtualNetworks.createOrUpdate("rg", "v", {
    location: "eastus",
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    subnets: [
      { name: "with", addressPrefix: "10.0.0.0/24", serviceEndpoints: [{ service: "Microsoft.Storage" }] },
      { name: "without", addressPrefix: "10.0.1.0/24" },
    ],
  });
  const make = (subnet: string) =>
    arm.storage.storageAccounts.create("rg", "acct1x", {
      ...body,
      networkRuleSet: {
        defaultAction: "Deny",
        virtualNetworkRules: [
          { virtualNetworkResourceId: `${group}/providers/Microsoft.Network/virtualNetworks/v/subnets/${subnet}` },
        ],
      },
    });
  for (const subnet of ["without", "none"]) await assert.rejects(make(subnet), codeOf("NetworkAclsValidationFailure"));
  assert.equal((await make("with")).networkRuleSet?.virtualNetworkRules?.[0]?.state, "Succeeded");
});
