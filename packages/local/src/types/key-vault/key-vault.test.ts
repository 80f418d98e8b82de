import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "@aro/runtime";
import { KeyVaultManagementClient } from "@azure/arm-keyvault";
import { inProcess, subscription, tenant } from "../../../tools/in-process.ts";

const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const vaultPath = `${group}/providers/Microsoft.KeyVault/vaults/kv-one`;
const quick = { updateIntervalInMs: 1 };
const codeOf = (code: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, code);
  return true;
};
const reader = { tenantId: tenant, objectId: "11111111-0000-0000-0000-000000000001" };
const properties = { tenantId: tenant, sku: { family: "A", name: "standard" } } as const;
const body = (more: object = {}) => ({
  location: "eastus",
  properties: {
    ...properties,
    enableRbacAuthorization: false,
    accessPolicies: [{ ...reader, permissions: { secrets: ["get"] } }],
    ...more,
  },
});

async function fresh() {
  const arm = inProcess();
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  return Object.assign(arm, { vaults: arm.client(KeyVaultManagementClient).vaults });
}

test("a vault lives its whole life through the SDK: made, read, changed, deleted, listed as deleted, purged", async () => {
  await using arm = await fresh();
  const { vaults } = arm;
  const made = await vaults.createOrUpdate("rg", "kv-one", { ...body(), tags: { a: "1" } }, quick);
  assert.equal(made.properties.vaultUri, "https://kv-one.vault.core.test/");
  assert.equal(made.properties.provisioningState, "Succeeded");
  assert.equal(made.properties.enableSoftDelete, true);
  assert.equal(made.properties.softDeleteRetentionInDays, 90);
  assert.equal(made.properties.enableRbacAuthorization, false);
  const patched = await vaults.update("rg", "kv-one", { properties: { enableRbacAuthorization: true } });
  assert.equal(patched.properties.enableRbacAuthorization, true);
  assert.equal(patched.properties.accessPolicies?.length, 1);
  const listed: (string | undefined)[] = [];
  for await (const one of vaults.listBySubscription()) listed.push(one.name);
  assert.deepEqual(listed, ["kv-one"]);
  assert.deepEqual(await vaults.checkNameAvailability({ name: "kv-one", type: "Microsoft.KeyVault/vaults" }), {
    nameAvailable: false,
    reason: "AlreadyExists",
    message: (await vaults.checkNameAvailability({ name: "kv-one", type: "Microsoft.KeyVault/vaults" })).message,
  });
  await vaults.delete("rg", "kv-one");
  await assert.rejects(vaults.get("rg", "kv-one"), codeOf("ResourceNotFound"));
  const deleted = await vaults.getDeleted("kv-one", "eastus");
  assert.equal(deleted.properties?.vaultId, made.id);
  assert.deepEqual(deleted.properties?.tags, { a: "1" });
  const days = Number(deleted.properties?.scheduledPurgeDate) - Number(deleted.properties?.deletionDate);
  assert.equal(days, 90 * 86_400_000);
  await assert.rejects(vaults.createOrUpdate("rg", "kv-one", body(), quick), codeOf("ConflictError"));
  const names: (string | undefined)[] = [];
  for await (const one of vaults.listDeleted()) names.push(one.name);
  assert.deepEqual(names, ["kv-one"]);
  await vaults.purgeDeleted("kv-one", "eastus", quick);
  await assert.rejects(vaults.getDeleted("kv-one", "eastus"), codeOf("DeletedVaultNotFound"));
  assert.equal((await vaults.createOrUpdate("rg", "kv-one", body(), quick)).name, "kv-one");
});

test("a new vault registers its name first: clients read it until it is Succeeded", async () => {
  await using arm = inProcess({ timing: { scale: 1, holdMilliseconds: 0 } });
  await arm.plain("PUT", `${group}?api-version=2021-04-01`, { location: "eastus" });
  const made = await arm.plain("PUT", `${vaultPath}?api-version=2022-07-01`, body());
  assert.deepEqual([made.status, made.body.properties.provisioningState], [200, "RegisteringDns"]);
  assert.equal(made.headers["location"], undefined);
  assert.equal(made.headers["azure-asyncoperation"], undefined);
});

test("a deleted vault is recovered as it was, and only where it was", async () => {
  await using arm = await fresh();
  const { vaults } = arm;
  const made = await vaults.createOrUpdate(
    "rg",
    "kv-one",
    { ...body({ softDeleteRetentionInDays: 7 }), tags: { a: "1" } },
    quick,
  );
  await vaults.delete("rg", "kv-one");
  const again = { location: "eastus", properties: { ...properties, createMode: "recover" as const } };
  await arm.groups.resourceGroups.createOrUpdate("other", { location: "eastus" });
  await assert.rejects(vaults.createOrUpdate("other", "kv-one", again, quick), codeOf("DeletedVaultNotFound"));
  await assert.rejects(vaults.createOrUpdate("rg", "kv-two", again, quick), codeOf("DeletedVaultNotFound"));
  const back = await vaults.createOrUpdate("rg", "kv-one", again, quick);
  assert.deepEqual([back.properties, back.tags], [made.properties, made.tags]);
  await assert.rejects(vaults.getDeleted("kv-one", "eastus"), codeOf("DeletedVaultNotFound"));
});

test("purge protection cannot be undone, and keeps a deleted vault until its days have passed", async () => {
  const clock = manualClock(Date.UTC(2026, 0, 1));
  await using arm = inProcess({ clock, timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  const version = "api-version=2022-07-01";
  const code = async (method: string, path: string, sent?: object) =>
    (await arm.plain(method, `${path}?${version}`, sent)).body?.error?.code;
  await arm.plain("PUT", `${group}?api-version=2021-04-01`, { location: "eastus" });
  await arm.plain(
    "PUT",
    `${vaultPath}?${version}`,
    body({ enablePurgeProtection: true, softDeleteRetentionInDays: 7 }),
  );
  assert.equal(await code("PATCH", vaultPath, { properties: { enablePurgeProtection: false } }), "BadRequest");
  assert.equal(await code("PATCH", vaultPath, { properties: { softDeleteRetentionInDays: 8 } }), "BadRequest");
  assert.equal(await code("PATCH", vaultPath, { properties: { enableSoftDelete: false } }), "BadRequest");
  await arm.plain("DELETE", `${vaultPath}?${version}`);
  const deleted = `/subscriptions/${subscription}/providers/Microsoft.KeyVault/locations/eastus/deletedVaults/kv-one`;
  assert.equal(await code("POST", `${deleted}/purge`), "MethodNotAllowed");
  assert.equal(await code("GET", deleted), undefined);
  await clock.advance(7 * 86_400_000);
  assert.equal(await code("GET", deleted), "DeletedVaultNotFound");
  assert.equal((await arm.plain("PUT", `${vaultPath}?${version}`, body())).status, 200);
});

test("access policies are added, replaced and removed one by one", async () => {
  await using arm = await fresh();
  const { vaults } = arm;
  await vaults.createOrUpdate("rg", "kv-one", body(), quick);
  const change = async (kind: "add" | "replace" | "remove", objectId: string, secrets: string[]) => {
    const policy = { tenantId: tenant, objectId, permissions: { secrets } };
    const answer = await vaults.updateAccessPolicy("rg", "kv-one", kind, { properties: { accessPolicies: [policy] } });
    return answer.properties.accessPolicies.map((one) => [one.objectId, one.permissions.secrets]);
  };
  const other = "22222222-0000-0000-0000-000000000002";
  assert.deepEqual(await change("add", reader.objectId, ["list", "get"]), [[reader.objectId, ["get", "list"]]]);
  assert.deepEqual(await change("add", other, ["set"]), [
    [reader.objectId, ["get", "list"]],
    [other, ["set"]],
  ]);
  assert.deepEqual((await change("replace", reader.objectId, ["delete"]))[0], [reader.objectId, ["delete"]]);
  assert.deepEqual(await change("remove", other, ["set"]), [[reader.objectId, ["delete"]]]);
  assert.equal((await vaults.get("rg", "kv-one")).properties.accessPolicies?.length, 1);
  const odd = await arm.plain("PUT", `${vaultPath}/accessPolicies/erase?api-version=2022-07-01`, {
    properties: { accessPolicies: [] },
  });
  assert.deepEqual([odd.status, odd.body.error.code], [400, "BadRequest"]);
});

test("names, tenants, policies and network rules are checked; from 2026-02-01 on roles govern a new vault", async () => {
  await using arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  const put = (name: string, version: string, sent: object) =>
    arm.plain("PUT", `${group}/providers/Microsoft.KeyVault/vaults/${name}?api-version=${version}`, sent);
  const refused = async (code: string, name: string, sent: object) => {
    const answer = await put(name, "2022-07-01", sent);
    assert.deepEqual([answer.status >= 400 && answer.status < 500, answer.body.error?.code], [true, code], answer.text);
  };
  for (const name of ["kv", "1vault", "kv--one", "kv-one-", "a".repeat(25)])
    await refused("VaultNameNotValid", name, body());
  await refused("BadRequest", "kv-one", body({ tenantId: "none" }));
  await refused("BadRequest", "kv-one", { location: "eastus", properties });
  await refused("BadRequest", "kv-one", body({ softDeleteRetentionInDays: 6 }));
  await refused("InvalidRequestContent", "kv-one", body({ sku: { family: "A", name: "gold" } }));
  const missing = [{ id: `${group}/providers/Microsoft.Network/virtualNetworks/v/subnets/s` }];
  await refused("BadRequest", "kv-one", body({ networkAcls: { virtualNetworkRules: missing } }));
  const made = await put("kv-one", "2026-02-01", { location: "eastus", properties });
  assert.deepEqual([made.status, made.body.properties.enableRbacAuthorization], [200, true]);
  const read = await arm.plain("GET", `${vaultPath}?api-version=2026-02-01`);
  assert.equal((await put("kv-one", "2026-02-01", read.body)).status, 200, "what was read may be put back");
  await arm.groups.resourceGroups.createOrUpdate("other", { location: "eastus" });
  const elsewhere = `/subscriptions/${subscription}/resourceGroups/other/providers/Microsoft.KeyVault/vaults/KV-one`;
  const taken = await arm.plain("PUT", `${elsewhere}?api-version=2022-07-01`, body());
  assert.deepEqual([taken.status, taken.body.error.code], [409, "VaultAlreadyExists"]);
});

test("the deletion of a group leaves its vaults to be recovered", async () => {
  await using arm = await fresh();
  await arm.vaults.createOrUpdate("rg", "kv-one", body(), quick);
  await arm.groups.resourceGroups.delete("rg", quick);
  assert.match((await arm.vaults.getDeleted("kv-one", "eastus")).properties?.vaultId ?? "", /kv-one$/);
});
