import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "@aro/runtime";
import { inProcess, plainClient, principal, subscription } from "../../tools/in-process.ts";

const root = `/subscriptions/${subscription}`;
const group = `${root}/resourceGroups/rg`;
const network = `${group}/providers/Microsoft.Network`;
const version = "api-version=2020-08-01";
const vnet = { location: "eastus", properties: { addressSpace: { addressPrefixes: ["10.0.0.0/16"] } } };

/** An emulated ARM as slow as Azure, on a clock that the test moves. */
async function slow(holdMilliseconds = 0) {
  const clock = manualClock();
  const arm = inProcess({ clock, timing: { scale: 1, holdMilliseconds } });
  await arm.plain("PUT", `${group}?api-version=2019-07-01`, { location: "eastus" });
  return { arm, clock };
}

const pathOf = (url: string | undefined) => {
  const parsed = new URL(url ?? "");
  return parsed.pathname + parsed.search;
};

test("a wait of less than a second is told in milliseconds beside Retry-After", async () => {
  await using arm = inProcess({ timing: { scale: 100, holdMilliseconds: 0 } });
  await arm.plain("PUT", `${group}?api-version=2019-07-01`, { location: "eastus" });
  const { headers } = await arm.plain("PUT", `${network}/virtualNetworks/v?${version}`, vnet);
  assert.deepEqual([headers["retry-after"], headers["x-ms-retry-after-ms"]], ["1", "100"]);
});

test("a PUT goes on after its answer: Updating until its time, then Succeeded, in status and resource at once (ARM-ASY-01, ARM-ASY-08)", async () => {
  const { arm, clock } = await slow();
  await using _ = arm;
  const made = await arm.plain("PUT", `${network}/virtualNetworks/v?${version}`, vnet);
  assert.equal(made.status, 201);
  assert.equal(made.body.properties.provisioningState, "Updating");
  assert.equal(made.headers["retry-after"], "10");
  const status = made.headers["azure-asyncoperation"];
  assert.match(
    status ?? "",
    /^https:\/\/localhost:18443\/subscriptions\/[^/]+\/providers\/Microsoft\.Network\/locations\/eastus\/operations\/[0-9a-f-]{36}\?api-version=2020-08-01$/,
  );
  for (let second = 0; second < 10; second++) {
    const read = await arm.plain("GET", pathOf(status));
    const resource = await arm.plain("GET", `${network}/virtualNetworks/v?${version}`);
    assert.equal(read.status, 200);
    assert.deepEqual(
      [read.body.status, resource.body.properties.provisioningState],
      read.body.status === "Succeeded" ? ["Succeeded", "Succeeded"] : ["InProgress", "Updating"],
    );
    assert.equal(read.body.endTime !== undefined, read.body.status === "Succeeded");
    await clock.advance(1_000);
  }
  assert.equal((await arm.plain("GET", pathOf(status))).body.status, "Succeeded");
  const again = await arm.plain("PUT", `${network}/virtualNetworks/v?${version}`, vnet);
  assert.equal(again.status, 200);
});

test("a DELETE shows Deleting, answers 202 with the same operation again, and the resource is gone when Location says so (ARM-DEL-02, ARM-DEL-03, ARM-DEL-05)", async () => {
  const { arm, clock } = await slow();
  await using _ = arm;
  const path = `${network}/virtualNetworks/v?${version}`;
  await arm.plain("PUT", path, vnet);
  await clock.advance(10_000);
  const first = await arm.plain("DELETE", path);
  assert.equal(first.status, 202);
  assert.equal(first.text, "");
  const second = await arm.plain("DELETE", path);
  assert.equal(second.headers["location"], first.headers["location"]);
  assert.equal((await arm.plain("GET", path)).body.properties.provisioningState, "Deleting");
  assert.equal((await arm.plain("PUT", path, vnet)).body.error.code, "AnotherOperationInProgress");
  const waiting = await arm.plain("GET", pathOf(first.headers["location"]));
  assert.equal(waiting.status, 202);
  assert.equal(waiting.headers["retry-after"], "10");
  assert.ok(waiting.headers["location"]);
  await clock.advance(20_000);
  assert.equal((await arm.plain("GET", pathOf(first.headers["location"]))).status, 204);
  assert.equal((await arm.plain("GET", path)).status, 404);
  assert.deepEqual((await arm.plain("GET", `${network}/virtualNetworks?${version}`)).body, { value: [] });
  assert.equal((await arm.plain("DELETE", path)).status, 204);
});

test("a second write while one goes on is refused as the network provider does", async () => {
  const { arm, clock } = await slow();
  await using _ = arm;
  await arm.plain("PUT", `${network}/virtualNetworks/v?${version}`, vnet);
  const other = await arm.plain("PUT", `${network}/virtualNetworks/v/subnets/s?${version}`, {
    properties: { addressPrefix: "10.0.0.0/24" },
  });
  assert.equal(other.status, 429);
  assert.equal(other.body.error.code, "AnotherOperationInProgress");
  assert.match(other.body.error.message, /operations\/[0-9a-f-]{36}/);
  assert.equal(other.headers["retry-after"], "10");
  await clock.advance(10_000);
  await arm.plain("PUT", `${network}/virtualNetworks/v/subnets/s?${version}`, {
    properties: { addressPrefix: "10.0.0.0/24" },
  });
  const nic = {
    location: "eastus",
    properties: {
      ipConfigurations: [{ name: "c", properties: { subnet: { id: `${network}/virtualNetworks/v/subnets/s` } } }],
    },
  };
  const early = await arm.plain("PUT", `${network}/networkInterfaces/n?${version}`, nic);
  assert.equal(early.status, 429);
  assert.equal(early.body.error.code, "RetryableError");
  assert.equal(early.body.error.details[0].code, "ReferencedResourceNotProvisioned");
  assert.match(early.body.error.details[0].message, /is not in Succeeded state.*PutSubnetOperation/);
  await clock.advance(10_000);
  assert.equal((await arm.plain("PUT", `${network}/networkInterfaces/n?${version}`, nic)).status, 201);
  const twice = await arm.plain("PUT", `${network}/networkInterfaces/n?${version}`, nic);
  assert.equal(twice.status, 429);
  assert.equal(twice.body.error.details[0].code, "RetryableErrorDueToAnotherOperation");
});

test("a DELETE takes the place of a PUT that goes on, whose operation ends as Canceled (ARM-DEL-04)", async () => {
  const { arm, clock } = await slow();
  await using _ = arm;
  const path = `${network}/publicIPAddresses/p?${version}`;
  const made = await arm.plain("PUT", path, { location: "eastus" });
  assert.equal((await arm.plain("DELETE", path)).status, 202);
  const status = await arm.plain("GET", pathOf(made.headers["azure-asyncoperation"]));
  assert.equal(status.body.status, "Canceled");
  assert.equal(status.body.error.code, "CanceledAndSupersededDueToAnotherOperation");
  await clock.advance(30_000);
  assert.equal((await arm.plain("GET", path)).status, 404);
});

test("a storage account is made behind a Location, which ends with the account", async () => {
  const { arm, clock } = await slow();
  await using _ = arm;
  const path = `${group}/providers/Microsoft.Storage/storageAccounts/acct1?api-version=2021-09-01`;
  const made = await arm.plain("PUT", path, { location: "eastus", kind: "StorageV2", sku: { name: "Standard_LRS" } });
  assert.equal(made.status, 202);
  assert.equal(made.text, "");
  assert.equal((await arm.plain("GET", pathOf(made.headers["location"]))).status, 202);
  assert.equal(
    (await arm.plain("PUT", path, { location: "eastus", kind: "StorageV2", sku: { name: "Standard_LRS" } })).body.error
      .code,
    "StorageAccountOperationInProgress",
  );
  await clock.advance(30_000);
  const done = await arm.plain("GET", pathOf(made.headers["location"]));
  assert.equal(done.status, 200);
  assert.equal(done.body.properties.provisioningState, "Succeeded");
  assert.equal(
    (await arm.plain("PUT", path, { location: "eastus", kind: "StorageV2", sku: { name: "Standard_LRS" } })).status,
    200,
  );
});

test("an operation is hidden from another tenant and another subscription (ARM-ASY-13), and forgotten 7 days after its end (ARM-ASY-03)", async () => {
  const { arm, clock } = await slow();
  await using _ = arm;
  const made = await arm.plain("PUT", `${network}/routeTables/r?${version}`, { location: "eastus" });
  const path = pathOf(made.headers["azure-asyncoperation"]);
  const stranger = plainClient(arm.resources, { ...principal, tenantId: "00000000-0000-0000-0000-0000000000ff" });
  assert.equal((await stranger("GET", path)).status, 404);
  assert.equal(
    (await arm.plain("GET", path.replace(subscription, "00000000-0000-0000-0000-0000000000aa"))).status,
    404,
  );
  await clock.advance(6 * 24 * 3_600_000);
  assert.equal((await arm.plain("GET", path)).body.status, "Succeeded");
  await clock.advance(2 * 24 * 3_600_000);
  await arm.plain("PUT", `${network}/routeTables/r?${version}`, { location: "eastus" });
  await clock.advance(10_000);
  assert.equal((await arm.plain("GET", path)).status, 404);
});

test("a poll of an operation that ends soon waits for its end, and no longer than it may", async () => {
  const { arm, clock } = await slow(60_000);
  await using _ = arm;
  const made = await arm.plain("PUT", `${network}/routeTables/r?${version}`, { location: "eastus" });
  let answered: string | undefined;
  const poll = arm.plain("GET", pathOf(made.headers["azure-asyncoperation"])).then((answer) => {
    answered = answer.body.status;
  });
  await clock.advance(1_000);
  assert.equal(answered, undefined);
  await clock.advance(10_000);
  await poll;
  assert.equal(answered, "Succeeded");
});

test("the same seed gives the same run: ids, etags, addresses and durations", async () => {
  const run = async () => {
    const { arm, clock } = await slow();
    await using _ = arm;
    const seen: string[] = [];
    for (const [path, body] of [
      [`${network}/virtualNetworks/v`, vnet],
      [`${network}/publicIPAddresses/p`, { location: "eastus" }],
    ] as const) {
      const made = await arm.plain("PUT", `${path}?${version}`, body);
      await clock.advance(4_000);
      seen.push(
        made.text,
        made.headers["azure-asyncoperation"] ?? "",
        (await arm.plain("GET", `${path}?${version}`)).text,
      );
    }
    return seen;
  };
  assert.deepEqual(await run(), await run());
});
