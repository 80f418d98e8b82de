import assert from "node:assert/strict";
import { test } from "node:test";
import { apiVersionOf, apiVersions } from "../template/api-versions.ts";
import { byLevel, deletionLevels } from "./levels.ts";

test("levels ascend, each sorted by lower-case id, types compared ignoring case (spec 03 §6)", () => {
  const resource = (type: string, name: string) => ({ type, id: `/${name}` });
  const levels = byLevel([
    resource("Microsoft.Network/networkSecurityGroups", "nsg"),
    resource("Microsoft.Compute/disks", "B-disk"),
    resource("Microsoft.Network/networkInterfaces", "nic"),
    resource("microsoft.compute/virtualMachines", "vm"),
    resource("Microsoft.Network/privateEndpoints", "pe"),
    resource("Microsoft.Network/privateLinkServices", "pls"),
    resource("Microsoft.Compute/disks", "a-disk"),
  ]);
  assert.deepEqual(
    levels.map((level) => level.map(({ id }) => id)),
    [["/pe", "/vm"], ["/pls"], ["/nic"], ["/a-disk", "/B-disk"], ["/nsg"]],
  );
});

test("all keys of the level table are lower case, so that service artifacts get their level", () => {
  for (const key of Object.keys(deletionLevels)) assert.equal(key, key.toLowerCase());
  assert.equal(deletionLevels["microsoft.compute/galleries/serviceartifacts"], -1);
});

test("an api-version is found by the longest known beginning of a type (spec 03 §9.1)", () => {
  assert.equal(apiVersionOf("Microsoft.Compute/virtualMachines"), "2024-03-01");
  assert.equal(apiVersionOf("Microsoft.Compute/disks"), "2019-03-01");
  assert.equal(apiVersionOf("Microsoft.Network/privateDnsZones/virtualNetworkLinks"), "2018-09-01");
  assert.equal(apiVersionOf("Microsoft.KeyVault/vaults"), "2019-09-01");
  assert.equal(apiVersionOf("Microsoft.Unknown/things"), undefined);
  assert.equal(apiVersionOf("Microsoft.Resources/tags"), undefined);
  for (const key of Object.keys(apiVersions)) assert.equal(key, key.toLowerCase());
});
