import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AccountSASPermissions,
  generateAccountSASQueryParameters,
  StorageSharedKeyCredential,
} from "@azure/storage-blob";
import { inProcess, subscription } from "../../../tools/in-process.ts";

const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const account = `${group}/providers/Microsoft.Storage/storageAccounts/acct1x`;
const version = "api-version=2021-09-01";
const body = { location: "eastus", kind: "StorageV2", sku: { name: "Standard_LRS" } } as const;
const codeOf = (code: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, code);
  return true;
};

async function fresh() {
  const arm = inProcess();
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  await arm.storage.storageAccounts.create("rg", "acct1x", body);
  return arm;
}

test("an account has two keys that stay, until one is renewed or the account is made anew", async () => {
  await using arm = await fresh();
  const { storageAccounts } = arm.storage;
  const keys = async () => (await storageAccounts.listKeys("rg", "acct1x")).keys ?? [];
  const first = await keys();
  assert.deepEqual(
    first.map((one) => [one.keyName, one.permissions, Buffer.from(one.value ?? "", "base64").length]),
    [
      ["key1", "FULL", 64],
      ["key2", "FULL", 64],
    ],
  );
  assert.deepEqual(await keys(), first);
  const renewed = (await storageAccounts.regenerateKey("rg", "acct1x", { keyName: "key2" })).keys ?? [];
  assert.equal(renewed[0]?.value, first[0]?.value);
  assert.notEqual(renewed[1]?.value, first[1]?.value);
  assert.deepEqual(await keys(), renewed);
  await assert.rejects(
    storageAccounts.regenerateKey("rg", "acct1x", { keyName: "key3" }),
    codeOf("InvalidValuesForRequestParameters"),
  );
  await storageAccounts.delete("rg", "acct1x");
  await storageAccounts.create("rg", "acct1x", body);
  assert.notEqual((await keys())[0]?.value, first[0]?.value);
});

test("an account SAS has the signature that the storage library makes of the same (spec 03 §7.3)", async () => {
  await using arm = await fresh();
  const { storageAccounts } = arm.storage;
  const [key] = (await storageAccounts.listKeys("rg", "acct1x")).keys ?? [];
  const startsOn = new Date("2026-01-01T00:00:00Z");
  const expiresOn = new Date("2026-01-02T00:00:00Z");
  const { accountSasToken = "" } = await storageAccounts.listAccountSAS("rg", "acct1x", {
    services: "b",
    resourceTypes: "co",
    permissions: "rlc",
    protocols: "https",
    sharedAccessStartTime: startsOn,
    sharedAccessExpiryTime: expiresOn,
  });
  const made = generateAccountSASQueryParameters(
    {
      version: "2015-04-05",
      services: "b",
      resourceTypes: "co",
      permissions: AccountSASPermissions.parse("rlc"),
      protocol: "https" as never,
      startsOn,
      expiresOn,
    },
    new StorageSharedKeyCredential("acct1x", key?.value ?? ""),
  );
  const given = Object.fromEntries(new URLSearchParams(accountSasToken));
  const { sig = "", ...stated } = given;
  assert.deepEqual(stated, {
    sv: "2015-04-05",
    ss: "b",
    srt: "co",
    sp: "rlc",
    st: "2026-01-01T00:00:00Z",
    se: "2026-01-02T00:00:00Z",
    spr: "https",
  });
  assert.equal(sig, new URLSearchParams(made.toString()).get("sig"));
  const second = await storageAccounts.listAccountSAS("rg", "acct1x", {
    services: "b",
    resourceTypes: "co",
    permissions: "rlc",
    sharedAccessExpiryTime: expiresOn,
    keyToSign: "key2",
  });
  assert.notEqual(new URLSearchParams(second.accountSasToken).get("sig"), sig);
});

test("a service SAS is signed for one container; what Azure does not know is refused by name", async () => {
  await using arm = await fresh();
  const { storageAccounts } = arm.storage;
  const { serviceSasToken = "" } = await storageAccounts.listServiceSAS("rg", "acct1x", {
    canonicalizedResource: "/blob/acct1x/c",
    resource: "c",
    permissions: "rl",
    sharedAccessExpiryTime: new Date("2026-01-02T00:00:00Z"),
  });
  assert.deepEqual([...new URLSearchParams(serviceSasToken).keys()], ["sv", "sr", "sp", "se", "sig"]);
  const post = (action: string, sent: object) => arm.plain("POST", `${account}/${action}?${version}`, sent);
  const refused = async (code: string, action: string, sent: object) => {
    const answer = await post(action, sent);
    assert.deepEqual([answer.status, answer.body.error.code], [400, code], answer.text);
  };
  const good = { signedServices: "b", signedResourceTypes: "o", signedPermission: "r", signedExpiry: "2026-01-02" };
  await refused("InvalidValuesForRequestParameters", "ListAccountSas", { ...good, signedServices: "bb" });
  await refused("InvalidValuesForRequestParameters", "ListAccountSas", { ...good, signedPermission: "z" });
  await refused("InvalidValuesForRequestParameters", "ListAccountSas", { ...good, signedExpiry: "soon" });
  await refused("InvalidRequestContent", "ListAccountSas", { ...good, other: 1 });
  await refused("InvalidRequestContent", "ListAccountSas", {});
  const other = { canonicalizedResource: "/file/acct1x/c" };
  await refused("InvalidValuesForRequestParameters", "ListServiceSas", other);
  assert.equal((await arm.plain("GET", `${account}/listKeys?${version}`)).status, 405);
  assert.equal((await arm.plain("POST", `${account.replace("acct1x", "none")}/listKeys?${version}`)).status, 404);
});

test("a read-only lock keeps the keys to itself", async () => {
  await using arm = await fresh();
  await arm.locks.managementLocks.createOrUpdateAtResourceGroupLevel("rg", "l", { level: "ReadOnly" });
  await assert.rejects(arm.storage.storageAccounts.listKeys("rg", "acct1x"), codeOf("ScopeLocked"));
});

test("names, usages and redundancies are told; the other services of an account and its policy are there", async () => {
  await using arm = await fresh();
  const { storage } = arm;
  const free = async (name: string) => {
    const answer = await storage.storageAccounts.checkNameAvailability({
      name,
      type: "Microsoft.Storage/storageAccounts",
    });
    return [answer.nameAvailable, answer.reason];
  };
  assert.deepEqual(await free("acct1x"), [false, "AlreadyExists"]);
  assert.deepEqual(await free("Acct"), [false, "AccountNameInvalid"]);
  assert.deepEqual(await free("acct2x"), [true, undefined]);
  for await (const one of storage.usages.listByLocation("eastus"))
    assert.deepEqual([one.name?.value, one.currentValue, one.limit], ["StorageAccounts", 1, 250]);
  let skus = 0;
  for await (const one of storage.skus.list()) if (one.name === "Standard_LRS") skus++;
  assert.ok(skus > 0);
  assert.equal((await storage.fileServices.getServiceProperties("rg", "acct1x")).name, "default");
  await storage.queueServices.setServiceProperties("rg", "acct1x", { cors: { corsRules: [] } });
  assert.equal((await storage.tableServices.list("rg", "acct1x")).value?.[0]?.name, "default");
  const rule = {
    name: "old",
    type: "Lifecycle",
    definition: {
      filters: { blobTypes: ["blockBlob"] },
      actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 7 } } },
    },
  };
  const policy = await storage.managementPolicies.createOrUpdate("rg", "acct1x", "default", {
    policy: { rules: [rule] },
  });
  assert.equal(policy.policy?.rules[0]?.name, "old");
  await assert.rejects(
    storage.managementPolicies.createOrUpdate("rg", "acct1x", "default", { policy: { rules: [rule, rule] } }),
    codeOf("InvalidManagementPolicy"),
  );
  await storage.managementPolicies.delete("rg", "acct1x", "default");
});
