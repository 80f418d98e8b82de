import assert from "node:assert/strict";
import { test } from "node:test";
import { ContainerRegistryManagementClient } from "@azure/arm-containerregistry";
import { inProcess, subscription } from "../../../tools/in-process.ts";
import { isTokenPassword } from "./index.ts";

const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const registry = `${group}/providers/Microsoft.ContainerRegistry/registries/arosvc`;
const pull = `${registry}/scopeMaps/_repositories_pull`;
const quick = { updateIntervalInMs: 1 };
const codeOf = (code: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, code);
  return true;
};
const body = { location: "eastus", sku: { name: "Premium" } } as const;

async function fresh() {
  const arm = inProcess();
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  return Object.assign(arm, { acr: arm.client(ContainerRegistryManagementClient) });
}

test("a registry lives its whole life through the SDK, with the scope maps of the system", async () => {
  await using arm = await fresh();
  const { registries, scopeMaps } = arm.acr;
  const made = await registries.create("rg", "arosvc", body, quick);
  assert.equal(made.loginServer, "arosvc.core.test");
  assert.equal(made.provisioningState, "Succeeded");
  assert.equal(made.sku?.tier, "Premium");
  const maps: Record<string, string | undefined> = {};
  for await (const one of scopeMaps.list("rg", "arosvc")) maps[one.name ?? ""] = one.typePropertiesType;
  assert.equal(Object.keys(maps).length, 5);
  assert.equal(maps["_repositories_pull"], "SystemDefined");
  await assert.rejects(scopeMaps.delete("rg", "arosvc", "_repositories_pull", quick), codeOf("SystemDefinedScopeMap"));
  const patched = await registries.update("rg", "arosvc", { adminUserEnabled: true, tags: { a: "1" } }, quick);
  assert.deepEqual([patched.adminUserEnabled, patched.tags, patched.loginServer], [true, { a: "1" }, made.loginServer]);
  const credentials = await registries.listCredentials("rg", "arosvc");
  assert.deepEqual([credentials.username, credentials.passwords?.length], ["arosvc", 2]);
  const renewed = await registries.regenerateCredential("rg", "arosvc", { name: "password2" });
  assert.equal(renewed.passwords?.[0]?.value, credentials.passwords?.[0]?.value);
  assert.notEqual(renewed.passwords?.[1]?.value, credentials.passwords?.[1]?.value);
  const taken = await registries.checkNameAvailability({
    name: "AROSVC",
    type: "Microsoft.ContainerRegistry/registries",
  });
  assert.deepEqual([taken.nameAvailable, taken.reason], [false, "AlreadyExists"]);
  await registries.delete("rg", "arosvc", quick);
  await assert.rejects(scopeMaps.get("rg", "arosvc", "_repositories_pull"), codeOf("ResourceNotFound"));
});

test("the service's own use: a token with the pull map, its passwords one after the other, and its end (spec 03 §8.1)", async () => {
  await using arm = await fresh();
  const { registries, tokens } = arm.acr;
  await registries.create("rg", "arosvc", body, quick);
  const name = "token-6f1b4b0e-25a6-4f3f-9a3e-0c7e4d1b2a3c";
  const token = await tokens.create("rg", "arosvc", name, { scopeMapId: pull, status: "enabled" }, quick);
  assert.equal(token.scopeMapId, pull);
  assert.deepEqual(token.credentials?.passwords, []);
  const expiry = new Date(Date.UTC(2099, 0, 1));
  const generate = (password: "password1" | "password2") =>
    registries.generateCredentials("rg", "arosvc", { tokenId: token.id ?? "", name: password, expiry }, quick);
  const first = await generate("password1");
  assert.equal(first.username, name);
  assert.equal(first.passwords?.[0]?.name, "password1");
  const second = await generate("password2");
  const read = await tokens.get("rg", "arosvc", name);
  assert.deepEqual(
    read.credentials?.passwords?.map((one) => [one.name, one.value, one.expiry?.getTime()]),
    [
      ["password1", undefined, expiry.getTime()],
      ["password2", undefined, expiry.getTime()],
    ],
  );
  const engine = arm.resources.engine;
  const row = engine?.rows.get((token.id ?? "").toLowerCase());
  assert.ok(engine && row);
  const good = (password: string | undefined) => isTokenPassword(engine, row, password ?? "");
  assert.deepEqual(
    [first, second].map((one) => good(one.passwords?.[0]?.value)),
    [true, true],
  );
  assert.equal(good("guess"), false);
  const third = await generate("password1");
  const now = engine.rows.get(row.key) ?? row;
  assert.equal(
    isTokenPassword(engine, now, first.passwords?.[0]?.value ?? ""),
    false,
    "a renewed password ends the old",
  );
  assert.equal(isTokenPassword(engine, now, third.passwords?.[0]?.value ?? ""), true);
  const again = await tokens.create("rg", "arosvc", name, { scopeMapId: pull, status: "enabled" }, quick);
  assert.equal(again.credentials?.passwords?.length, 2, "a PUT keeps the passwords");
  await tokens.delete("rg", "arosvc", name, quick);
  await assert.rejects(tokens.get("rg", "arosvc", name), codeOf("ResourceNotFound"));
  await assert.rejects(generate("password1"), codeOf("TokenNotFound"));
});

test("scope maps in use stay, and are strict; names of registries are everybody's", async () => {
  await using arm = await fresh();
  const { registries, tokens, scopeMaps } = arm.acr;
  await registries.create("rg", "arosvc", body, quick);
  const map = await scopeMaps.create("rg", "arosvc", "own-map", { actions: ["repositories/a/b/content/read"] }, quick);
  assert.equal(map.typePropertiesType, "UserDefined");
  await tokens.create("rg", "arosvc", "token-1", { scopeMapId: map.id ?? "" }, quick);
  await assert.rejects(scopeMaps.delete("rg", "arosvc", "own-map", quick), codeOf("ScopeMapInUse"));
  await assert.rejects(
    scopeMaps.create("rg", "arosvc", "bad-map", { actions: ["everything"] }, quick),
    codeOf("InvalidScopeMapActions"),
  );
  await assert.rejects(
    tokens.create("rg", "arosvc", "token-2", { scopeMapId: `${registry}/scopeMaps/missing` }, quick),
    codeOf("InvalidResourceReference"),
  );
  await arm.groups.resourceGroups.createOrUpdate("other", { location: "eastus" });
  await assert.rejects(registries.create("other", "AroSvc", body, quick), codeOf("AlreadyInUse"));
  const basic = { location: "eastus", sku: { name: "Basic" }, zoneRedundancy: "Enabled" } as const;
  await assert.rejects(registries.create("rg", "basicone", basic, quick), codeOf("PremiumSkuRequired"));
  await assert.rejects(registries.listCredentials("rg", "arosvc"), codeOf("UnAuthorizedForCredentialOperations"));
  await assert.rejects(registries.create("rg", "a-b-c", body, quick), codeOf("InvalidResourceName"));
});
