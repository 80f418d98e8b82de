import assert from "node:assert/strict";
import { test } from "node:test";
import { FeatureClient } from "@azure/arm-features";
import { inProcess, subscription } from "../../../tools/in-process.ts";

const root = `/subscriptions/${subscription}/providers/Microsoft.Features`;
const version = "api-version=2021-07-01";

test("a feature is registered, unregistered and listed through the SDK; one that needs approval stays pending", async () => {
  await using arm = inProcess();
  const { features } = arm.client(FeatureClient);
  assert.equal((await features.get("Microsoft.Compute", "EncryptionAtHost")).properties?.state, "NotRegistered");
  const made = await features.register("Microsoft.Compute", "EncryptionAtHost");
  assert.equal(made.name, "Microsoft.Compute/EncryptionAtHost");
  assert.equal(made.type, "Microsoft.Features/providers/features");
  assert.equal((await features.get("microsoft.compute", "encryptionathost")).properties?.state, "Registered");
  assert.equal((await features.register("Microsoft.RedHatOpenShift", "MTU3900")).properties?.state, "Pending");
  const states: Record<string, string | undefined> = {};
  for await (const one of features.listAll()) states[one.name ?? ""] = one.properties?.state;
  assert.equal(states["Microsoft.Compute/EncryptionAtHost"], "Registered");
  assert.equal(states["Microsoft.RedHatOpenShift/MTU3900"], "Pending");
  const own: (string | undefined)[] = [];
  for await (const one of features.list("Microsoft.RedHatOpenShift")) own.push(one.name);
  assert.deepEqual(own, ["Microsoft.RedHatOpenShift/MTU3900", "Microsoft.RedHatOpenShift/RedHatEngineering"]);
  const ended = await features.unregister("Microsoft.Compute", "EncryptionAtHost");
  assert.equal(ended.properties?.state, "Unregistered");
});

test("registrations in the newer form tell the same", async () => {
  await using arm = inProcess();
  const { subscriptionFeatureRegistrations: registrations, features } = arm.client(FeatureClient);
  const made = await registrations.createOrUpdate("Microsoft.Storage", "AllowSFTP");
  assert.equal(made.properties?.state, "Registered");
  assert.equal(made.properties?.approvalType, "AutoApproval");
  assert.equal((await features.get("Microsoft.Storage", "AllowSFTP")).properties?.state, "Registered");
  const names: (string | undefined)[] = [];
  for await (const one of registrations.listAllBySubscription()) names.push(one.name);
  assert.deepEqual(names, ["AllowSFTP"]);
  await registrations.delete("Microsoft.Storage", "AllowSFTP");
  assert.equal((await registrations.get("Microsoft.Storage", "AllowSFTP")).properties?.state, "Unregistered");
});

test("an unknown feature, verb or version is refused by name", async () => {
  await using arm = inProcess();
  const code = async (method: string, path: string) => (await arm.plain(method, path)).body?.error?.code;
  assert.equal(await code("GET", `${root}/providers/Microsoft.Compute/features/None?${version}`), "FeatureNotFound");
  assert.equal(await code("PUT", `${root}/features?${version}`), "MethodNotAllowed");
  assert.equal(await code("GET", `${root}/features?api-version=2000-01-01`), "NoRegisteredProviderFound");
  assert.equal(await code("GET", `${root}/nothing?${version}`), "InvalidResourceType");
});
