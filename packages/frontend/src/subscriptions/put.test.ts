import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "@aro/api";
import fc from "fast-check";
import { subscriptionId } from "../testing/cluster-body.ts";
import { errorOf } from "../testing/error-of.ts";
import { openWorld, type World } from "../testing/world.ts";

const path = `/subscriptions/${subscriptionId}?api-version=2.0`;
const states = ["Registered", "Unregistered", "Warned", "Suspended", "Deleted"] as const;
const put = (world: World, body: JsonObject | string) => world.call("PUT", path, { body });
const stored = (world: World) => world.database.subscriptions.read(subscriptionId);

describe("the notification of a subscription", () => {
  it("is answered with 200 and its content, the first time and again (ARM-SUB-01, ARM-SUB-02)", async () => {
    for (const state of states) {
      await using world = await openWorld({ state: undefined });
      const body = { state, registrationDate: "Mon, 01 Jan 2026 00:00:00 GMT", properties: { tenantId: "t" } };
      for (let times = 0; times < 3; times++) {
        const reply = await put(world, body);
        assert.deepEqual([reply.status, reply.json], [200, body]);
        assert.equal(reply.headers["location"], undefined);
      }
      assert.deepEqual((await stored(world))?.subscription, body);
    }
  });

  it("told again writes nothing (ARM-SUB-02)", async () => {
    await using world = await openWorld({ state: undefined });
    for (const state of states) {
      await put(world, { state, properties: { a: [1, { b: 2 }] } });
      const first = await stored(world);
      await put(world, { properties: { a: [1, { b: 2 }] }, state });
      assert.equal((await stored(world))?._etag, first?._etag, state);
      if (state === "Deleted") break;
    }
  });

  it("in any order is taken, the latest wins (ARM-SUB-03, ARM-SUB-07)", async () => {
    await using world = await openWorld({ state: undefined });
    for (const from of states.slice(0, 4))
      for (const to of states.slice(0, 4)) {
        await put(world, { state: from, properties: { tenantId: from } });
        assert.equal((await put(world, { state: to, properties: { tenantId: to } })).status, 200);
        const { subscription } = (await stored(world)) as NonNullable<Awaited<ReturnType<typeof stored>>>;
        assert.deepEqual([subscription.state, subscription.properties?.tenantId], [to, to]);
      }
  });

  it("that names no tenant leaves the newest one, by which the clusters can still be deleted (ARM-SUB-06, ARM-SUB-07)", async () => {
    await using world = await openWorld({ state: undefined });
    await put(world, { state: "Registered", properties: { tenantId: "older" } });
    await put(world, { state: "Registered", properties: { tenantId: "newest" } });
    for (const properties of [undefined, null, {}, { tenantId: null }, { tenantId: "" }, { other: 1 }]) {
      const body = { state: "Deleted", ...(properties === undefined ? {} : { properties }) } as JsonObject;
      for (let times = 0; times < 2; times++) {
        const reply = await put(world, body);
        assert.deepEqual([reply.status, reply.json], [200, body]);
      }
      const { subscription, _etag } = (await stored(world)) as NonNullable<Awaited<ReturnType<typeof stored>>>;
      assert.deepEqual([subscription.state, subscription.properties?.tenantId], ["Deleted", "newest"]);
      await put(world, body);
      assert.equal((await stored(world))?._etag, _etag, "told again writes nothing");
    }
  });

  it("told fifty times at once is answered 200 each time (ARM-SUB-02, ARM-ERR-06)", async () => {
    await using world = await openWorld({ state: undefined });
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, n) => put(world, { state: "Registered", registrationDate: String(n) })),
    );
    assert.deepEqual([...new Set(replies.map(({ status }) => status))], [200]);
  });

  it("of Deleted starts the cascade, which nothing revokes while it runs; afterwards any state is taken (ARM-SUB-03, ARM-SUB-06)", async () => {
    await using world = await openWorld();
    await put(world, { state: "Deleted" });
    assert.equal((await stored(world))?.deleting, true);
    for (const state of states.slice(0, 4)) {
      const reply = await put(world, { state });
      assert.deepEqual([reply.status, errorOf(reply).code], [400, "InvalidSubscriptionState"]);
    }
    assert.equal((await put(world, { state: "Deleted" })).status, 200);
    await world.database.subscriptions.put(subscriptionId, (document) => ({ ...document, deleting: false }) as never);
    assert.equal((await put(world, { state: "Deleted" })).status, 200);
    assert.equal((await stored(world))?.deleting, true);
    await world.database.subscriptions.put(subscriptionId, (document) => ({ ...document, deleting: false }) as never);
    assert.equal((await put(world, { state: "Registered" })).status, 200);
    const after = await stored(world);
    assert.deepEqual([after?.subscription.state, after?.deleting], ["Registered", false]);
  });

  it("keeps what others wrote into the document", async () => {
    await using world = await openWorld();
    const cascade = { owner: "backend-1", notBefore: 1, dequeues: 0 };
    await world.database.subscriptions.put(subscriptionId, (document) => ({ ...document, cascade, later: 1 }) as never);
    await put(world, { state: "Warned" });
    const { cascade: kept, later } = (await stored(world)) as unknown as JsonObject;
    assert.deepEqual([kept, later], [cascade, 1]);
  });

  it("may hold anything besides, which is kept and echoed (ARM-SUB-04)", async () => {
    await using world = await openWorld({ state: undefined });
    const anything = fc.dictionary(
      fc.string().filter((name) => name !== "__proto__" && name !== "state"),
      fc.jsonValue({ maxDepth: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (additional) => {
        const text = JSON.stringify({
          ...additional,
          state: "Registered",
          properties: { additionalProperties: additional },
        });
        fc.pre(!text.includes("__proto__"));
        const reply = await put(world, text);
        assert.deepEqual([reply.status, reply.json], [200, JSON.parse(text)]);
        const { _etag, _ts, ...document } = (await stored(world)) as unknown as JsonObject;
        assert.deepEqual(document["subscription"], JSON.parse(text));
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it("keeps integers beyond 2^53 as they were sent (ARM-SUB-04)", async () => {
    await using world = await openWorld({ state: undefined });
    const text = '{"state":"Registered","quota":9223372036854775807}';
    assert.equal((await put(world, text)).body, text);
    const { subscription } = (await stored(world)) as unknown as JsonObject;
    assert.equal(JSON.stringify(subscription), text);
  });

  it("loses the account owner's e-mail address at once (ARM-SUB-08)", async () => {
    await using world = await openWorld({ state: undefined });
    const reply = await put(world, {
      state: "Registered",
      properties: { accountOwner: { puid: "1", email: "owner@example.com" }, tenantId: "t" },
    });
    const everything = JSON.stringify(await stored(world)) + reply.body + world.logged.join("");
    assert.ok(!everything.includes("owner@example.com"));
    assert.deepEqual(reply.json["properties"], { accountOwner: { puid: "1" }, tenantId: "t" });
    const otherwise = { AccountOwner: { eMail: "owner@example.com", puid: "1" } };
    const unlike = await put(world, { state: "Registered", properties: otherwise });
    assert.ok(!(JSON.stringify(await stored(world)) + unlike.body).includes("owner@example.com"));
  });

  it("with a state that ARM does not have, or properties that are no object, is 400 and not stored (ARM-SUB-01, ARM-ERR-06)", async () => {
    await using world = await openWorld({ state: undefined });
    for (const [body, target] of [
      [{}, "state"],
      [{ state: null }, "state"],
      [{ state: "registered" }, "state"],
      [{ state: ["Registered"] }, "state"],
      [{ state: { toString: 1 } }, "state"],
      [{ state: "Registered", properties: [] }, "properties"],
      [{ state: "Registered", properties: "x" }, "properties"],
      [{ state: "Registered", properties: { tenantId: 5 } }, "properties.tenantId"],
      [{ state: "Registered", properties: { tenantId: { x: 1 } } }, "properties.tenantId"],
      [{ state: "Registered", properties: { registeredFeatures: "x" } }, "properties.registeredFeatures"],
      [{ state: "Registered", properties: { registeredFeatures: { name: "x" } } }, "properties.registeredFeatures"],
      [{ state: "Registered", properties: { registeredFeatures: [null] } }, "properties.registeredFeatures"],
      [{ state: "Registered", properties: { registeredFeatures: ["x"] } }, "properties.registeredFeatures"],
      [{ state: "Registered", properties: { registeredFeatures: [{ name: "x" }] } }, "properties.registeredFeatures"],
    ] as const) {
      const reply = await put(world, body as unknown as JsonObject);
      assert.deepEqual(
        [reply.status, errorOf(reply).code, errorOf(reply).target],
        [400, "InvalidParameter", target],
        JSON.stringify(body),
      );
    }
    for (const body of ["", "null", "[]", '{"state":"Registered","state":"Warned"}']) {
      const reply = await put(world, body);
      assert.deepEqual([reply.status, errorOf(reply).code], [400, "InvalidRequestContent"]);
    }
    assert.equal(await stored(world), undefined);
  });

  it("is one document in any casing of the id", async () => {
    await using world = await openWorld({ state: undefined });
    await world.call("PUT", path.toUpperCase().replace("API-VERSION", "api-version"), {
      body: { state: "Registered" },
    });
    assert.equal((await stored(world))?.subscription.state, "Registered");
  });
});
