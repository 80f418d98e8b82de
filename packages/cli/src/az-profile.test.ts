import assert from "node:assert/strict";
import { test } from "node:test";
import { azureSubscription } from "./az-profile.ts";
import { paperWorld } from "./testing/world.ts";

// az writes the file with a byte order mark.
const profile = `\uFEFF${JSON.stringify({
  subscriptions: [
    { id: "other", isDefault: false, environmentName: "AzureCloud" },
    { id: "government", isDefault: true, environmentName: "AzureUSGovernment" },
    { id: "public", isDefault: true, environmentName: "AzureCloud" },
  ],
})}`;

test("the subscription is the default one that az chose for that cloud", async () => {
  const world = paperWorld({
    environment: { HOME: "/home/me" },
    files: { "/home/me/.azure/azureProfile.json": profile },
  });
  assert.equal(await azureSubscription(world, "AzurePublicCloud"), "public");
  assert.equal(await azureSubscription(world, "AzureUSGovernmentCloud"), "government");
});

test("AZURE_CONFIG_DIR moves the profile; without one there is no subscription", async () => {
  const environment = { HOME: "/home/me", AZURE_CONFIG_DIR: "/elsewhere" };
  const moved = paperWorld({ environment, files: { "/elsewhere/azureProfile.json": profile } });
  assert.equal(await azureSubscription(moved, "AzurePublicCloud"), "public");
  assert.equal(await azureSubscription(paperWorld({ environment }), "AzurePublicCloud"), undefined);
});
