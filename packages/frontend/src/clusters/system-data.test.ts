import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "@aro/api";
import { clusterBody } from "../testing/cluster-body.ts";
import { openWorld, type World } from "../testing/world.ts";

const header = (value: JsonObject | string) => ({
  "x-ms-arm-resource-system-data": typeof value === "string" ? value : JSON.stringify(value),
});
const created = {
  createdBy: "maker@example.com",
  createdByType: "User",
  createdAt: "2026-01-01T00:00:00.0000000Z",
  lastModifiedBy: "maker@example.com",
  lastModifiedByType: "User",
  lastModifiedAt: "2026-01-01T00:00:00.0000000Z",
};
const modified = {
  lastModifiedBy: "changer",
  lastModifiedByType: "SomethingNew",
  lastModifiedAt: "2026-02-02T00:00:00Z",
};

/** A cluster made under `created`, its creation over. */
async function made(): Promise<World> {
  const world = await openWorld();
  await world.cluster("PUT", "c1", { body: clusterBody(), headers: header(created) });
  await world.end("c1", "Succeeded");
  return world;
}

const shown = async (world: World) => (await world.cluster("GET", "c1")).json["systemData"];

describe("systemData", () => {
  it("comes from ARM's header and is shown by PUT, PATCH, GET and list (ARM-SYS-01, ARM-SYS-02)", async () => {
    await using world = await openWorld();
    const put = await world.cluster("PUT", "c1", { body: clusterBody(), headers: header(created) });
    assert.deepEqual(put.json["systemData"], created);
    await world.end("c1", "Succeeded");
    assert.deepEqual(await shown(world), created);
    const patch = await world.cluster("PATCH", "c1", { body: { tags: {} }, headers: header(modified) });
    assert.deepEqual(patch.json["systemData"], { ...created, ...modified });
  });

  it("is never invented: without the header there is none, and the body's is ignored (ARM-SYS-02)", async () => {
    await using world = await openWorld();
    await world.cluster("PUT", "c1", { body: { ...clusterBody(), systemData: { createdBy: "liar" } } });
    assert.equal((await world.stored("c1")).openShiftCluster.systemData, undefined);
    assert.doesNotMatch(JSON.stringify(await shown(world)), /liar/);
  });

  it("keeps what the header leaves out, and strings it does not know; other members and kinds are not taken (ARM-SYS-02)", async () => {
    await using world = await made();
    const said = {
      lastModifiedByType: "Robot",
      lastModifiedBy: "",
      createdAt: null,
      createdBy: 7,
      extra: "x",
    } as JsonObject;
    await world.cluster("PATCH", "c1", { body: { tags: { a: "b" } }, headers: header(said) });
    assert.deepEqual((await world.stored("c1")).openShiftCluster.systemData, {
      ...created,
      lastModifiedByType: "Robot",
    });
  });

  for (const malformed of ["{", "null", "[]", "7", '"x"', "personal@example.com"])
    it(`in a malformed header does not matter, and is logged without its content: ${malformed} (ARM-SYS-02, ARM-SYS-05)`, async () => {
      await using world = await made();
      const { status } = await world.cluster("PATCH", "c1", { body: { tags: { a: "b" } }, headers: header(malformed) });
      assert.equal(status, 200);
      assert.deepEqual(await shown(world), created);
      assert.match(world.logged.join(""), /request\.system_data_malformed/);
      assert.ok(!world.logged.join("").includes("personal@example.com"));
    });

  it("does not move when a request is refused or changes nothing (ARM-SYS-03, ARM-SYS-04)", async () => {
    await using world = await made();
    for (const [method, body, headers] of [
      ["PUT", clusterBody(), {}],
      ["PATCH", {}, {}],
      ["PATCH", { tags: { team: "payments" } }, {}],
      ["PATCH", { location: "westus" }, {}],
      ["PATCH", { tags: { a: "b" } }, { "if-match": '"1"' }],
      ["PUT", { ...clusterBody(), location: "westus" }, {}],
    ] as const)
      await world.cluster(method, "c1", { body: body as JsonObject, headers: { ...header(modified), ...headers } });
    assert.deepEqual(await shown(world), created);
  });

  it("keeps the values of an accepted request that fails later (ARM-SYS-03)", async () => {
    await using world = await made();
    await world.cluster("PATCH", "c1", {
      body: { properties: { servicePrincipalProfile: { clientSecret: "another" } } },
      headers: header(modified),
    });
    await world.end("c1", "Failed");
    assert.deepEqual(await shown(world), { ...created, ...modified });
  });

  it("moves with a resumed create only when something else is asked for (ARM-SYS-04)", async () => {
    await using world = await openWorld();
    await world.cluster("PUT", "c1", { body: clusterBody(), headers: header(created) });
    await world.end("c1", "Failed");
    await world.cluster("PUT", "c1", { body: clusterBody(), headers: header(modified) });
    assert.deepEqual(await shown(world), created);
  });

  it("is in no log line (ARM-SYS-05)", async () => {
    await using world = await made();
    await world.cluster("PATCH", "c1", { body: { tags: {} }, headers: header(modified) });
    const log = world.logged.join("");
    for (const value of ["maker@example.com", "changer", "SomethingNew"]) assert.ok(!log.includes(value), value);
  });
});
