import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../tools/in-process.ts";

const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const table = `${group}/providers/Microsoft.Network/routeTables/rt?api-version=2020-08-01`;
const body = { location: "eastus" };

async function fresh() {
  const arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  await arm.plain("PUT", `${group}?api-version=2019-07-01`, body);
  return arm;
}

test("PUT with If-Match: 412 when absent or other, 200 when it is the one (ARM-ETG-01)", async () => {
  await using arm = await fresh();
  for (const etag of ["*", 'W/"x"']) {
    const answer = await arm.plain("PUT", table, body, { "if-match": etag });
    assert.equal(answer.status, 412);
    assert.equal(answer.body.error.code, "PreconditionFailed");
  }
  assert.equal((await arm.plain("PUT", table, body, { "if-none-match": "*" })).status, 201);
  assert.equal((await arm.plain("PUT", table, body, { "if-none-match": "*" })).status, 412);
  const etag = (await arm.plain("GET", table)).headers["etag"] ?? "";
  assert.equal((await arm.plain("PUT", table, body, { "if-match": 'W/"other"' })).status, 412);
  assert.equal((await arm.plain("PUT", table, body, { "if-match": etag })).status, 200);
  assert.equal((await arm.plain("PUT", table, body, { "if-match": etag })).status, 412);
  assert.equal((await arm.plain("PUT", table, body, { "if-match": "*" })).status, 200);
});

test("PATCH: 404 when absent whatever the header, 412 on another etag (ARM-ETG-02, ARM-PAT-01)", async () => {
  await using arm = await fresh();
  assert.equal((await arm.plain("PATCH", table, { tags: {} }, { "if-match": "*" })).status, 404);
  await arm.plain("PUT", table, body);
  assert.equal((await arm.plain("PATCH", table, { tags: { a: "1" } }, { "if-match": 'W/"x"' })).status, 412);
  const etag = (await arm.plain("GET", table)).headers["etag"] ?? "";
  assert.equal((await arm.plain("PATCH", table, { tags: { a: "1" } }, { "if-match": etag })).status, 200);
});

test("DELETE: 204 when absent whatever the header, 412 on another etag and nothing happens (ARM-ETG-03, ARM-DEL-01)", async () => {
  await using arm = await fresh();
  assert.equal((await arm.plain("DELETE", table, undefined, { "if-match": "*" })).status, 204);
  await arm.plain("PUT", table, body);
  await arm.plain("GET", table);
  assert.equal((await arm.plain("DELETE", table, undefined, { "if-match": 'W/"x"' })).status, 412);
  const found = await arm.plain("GET", table);
  assert.equal(found.body.properties.provisioningState, "Succeeded");
  assert.equal((await arm.plain("DELETE", table, undefined, { "if-match": found.headers["etag"] ?? "" })).status, 202);
});

test("an etag changes with what a client can see, back references included, and with nothing else (ARM-ETG-04)", async () => {
  await using arm = await fresh();
  const network = `${group}/providers/Microsoft.Network`;
  const etagOf = async () => (await arm.plain("GET", table)).headers["etag"];
  await arm.plain("PUT", table, body);
  const first = await etagOf();
  await arm.plain("PUT", `${network}/publicIPAddresses/p?api-version=2020-08-01`, body);
  await arm.plain("PUT", table, { location: "westus" });
  assert.equal(await etagOf(), first, "neither another resource nor a refused write changes it");
  await arm.plain("PUT", `${network}/virtualNetworks/v?api-version=2020-08-01`, {
    location: "eastus",
    properties: {
      addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
      subnets: [
        { name: "s", properties: { addressPrefix: "10.0.0.0/24", routeTable: { id: `${network}/routeTables/rt` } } },
      ],
    },
  });
  assert.notEqual(await etagOf(), first, "a subnet that joins shows in it");
});

test("of PUTs that race with one etag, one wins (ARM-ETG-05, ARM-PUT-12)", async () => {
  await using arm = await fresh();
  await arm.plain("PUT", table, body);
  const etag = (await arm.plain("GET", table)).headers["etag"] ?? "";
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      arm.plain("PUT", table, { ...body, tags: { n: String(index) } }, { "if-match": etag }),
    ),
  );
  assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
  assert.equal(answers.filter((answer) => answer.status === 412).length, 19);
});
