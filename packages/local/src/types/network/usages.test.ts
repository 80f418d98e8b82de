import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../../tools/in-process.ts";
import { refused } from "../../testing/refused.ts";

test("usages of the network follow what there is, and a limit on public addresses holds", async () => {
  await using arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  const used = async (name: string) => {
    for await (const one of arm.network.usages.list("eastus")) if (one.name.value === name) return one;
    return undefined;
  };
  const put = (name: string) =>
    arm.network.publicIPAddresses.createOrUpdate("rg", name, {
      location: "eastus",
      sku: { name: "Standard" },
      publicIPAllocationMethod: "Static",
    });
  assert.equal((await used("PublicIPAddresses"))?.currentValue, 0);
  await put("one");
  await put("one");
  for (const name of ["PublicIPAddresses", "StaticPublicIPAddresses", "StandardSkuPublicIpAddresses"])
    assert.equal((await used(name))?.currentValue, 1, name);
  const limit = { subscription, provider: "Microsoft.Network", location: "eastus", name: "PublicIPAddresses" };
  arm.resources.setLimit(limit, 1);
  assert.equal((await used("PublicIPAddresses"))?.limit, 1);
  await put("one");
  await assert.rejects(
    put("two"),
    refused("PublicIPCountLimitReached", 400, /Cannot create more than 1 public IP addresses/),
  );
  arm.resources.setLimit(limit, undefined);
  await put("two");
});
