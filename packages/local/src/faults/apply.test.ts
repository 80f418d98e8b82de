import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock, seededRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { openDurable } from "../state/durable.ts";
import { empty, json } from "../wall/answers.ts";
import { ConnectionDropped, type Wall, type WallRequest } from "../wall/wall.ts";
import { createFaults } from "./apply.ts";
import type { FaultOrder } from "./fault.ts";
import { openFaultBook } from "./fault-book.ts";

/** A store of values by path behind a wall with faults. */
function world() {
  const clock = manualClock();
  const book = openFaultBook({ durable: openDurable(":memory:"), random: seededRandom(1) });
  const killed: string[] = [];
  const values = new Map<string, string>();
  const reached: string[] = [];
  const store: Wall = async ({ method, url, body }) => {
    reached.push(`${method} ${url.pathname}`);
    const { pathname } = url;
    if (method === "PUT") values.set(pathname, new TextDecoder().decode(body));
    if (method === "DELETE") values.delete(pathname);
    if (pathname.endsWith("/all")) return json(200, [...values.values()]);
    const value = values.get(pathname);
    return value === undefined ? empty(404) : json(200, value);
  };
  const faults = createFaults({
    book,
    clock,
    log: silentLog,
    processes: { kill: (name) => killed.push(name) > 0 },
  });
  const wall = faults.around(store, ({ headers }) => (headers["x"] === "rp" ? "rp" : "client"));
  const call = (method: string, path: string, body = "", headers: Record<string, string> = {}) => {
    const request: WallRequest = {
      method,
      url: new URL(path, "https://localhost"),
      headers,
      body: new TextEncoder().encode(body),
      signal: new AbortController().signal,
    };
    return wall(request).then((answer) => ({
      status: answer.status,
      headers: answer.headers,
      value: answer.body.byteLength === 0 ? undefined : JSON.parse(new TextDecoder().decode(answer.body)),
    }));
  };
  const arm = (order: FaultOrder) => book.arm(order);
  return { clock, book, killed, values, reached, faults, call, arm };
}

test("an answer instead: nothing is done, status, body and headers are as ordered", async () => {
  const { call, arm, values } = world();
  arm({
    match: { method: "PUT" },
    do: { kind: "status", status: 409, code: "Busy", message: "no", headers: { "retry-after": "3" } },
  });
  const answer = await call("PUT", "/a", "1");
  assert.equal(answer.status, 409);
  assert.deepEqual(answer.value, { error: { code: "Busy", message: "no" } });
  assert.equal(answer.headers["retry-after"], "3");
  assert.equal(values.size, 0);
  assert.equal((await call("PUT", "/a", "1")).status, 200);
});

test("a failed answer, and a lost one: it is done all the same", async () => {
  const { call, arm, values } = world();
  arm({ match: { path: "/a" }, do: { kind: "failAnswer", status: 500 } });
  assert.equal((await call("PUT", "/a", "1")).status, 500);
  assert.equal(values.get("/a"), "1");
  arm({ match: { path: "/b" }, do: { kind: "lose" } });
  await assert.rejects(call("PUT", "/b", "2"), ConnectionDropped);
  assert.equal(values.get("/b"), "2");
});

test("a reset: nothing is done", async () => {
  const { call, arm, reached } = world();
  arm({ match: {}, do: { kind: "reset" } });
  await assert.rejects(call("PUT", "/a", "1"), ConnectionDropped);
  assert.deepEqual(reached, []);
});

test("a delay waits, then the call goes on", async () => {
  const { call, arm, clock, reached } = world();
  arm({ match: {}, do: { kind: "delay", milliseconds: 500 } });
  const answer = call("PUT", "/a", "1");
  await clock.advance(499);
  assert.deepEqual(reached, []);
  await clock.advance(1);
  assert.equal((await answer).status, 200);
});

test("throttling answers 429 with Retry-After, for the actor it was ordered for", async () => {
  const { call, arm } = world();
  arm({ match: { actor: "rp" }, do: { kind: "throttle", retryAfterSeconds: 7 }, count: "always" });
  assert.equal((await call("GET", "/a/all")).status, 200);
  const answer = await call("GET", "/a/all", "", { x: "rp" });
  assert.equal(answer.status, 429);
  assert.equal(answer.headers["retry-after"], "7");
});

test("a stale read shows what was before the last write: the old value, the absence, the old list", async () => {
  const { call, arm, book } = world();
  await call("PUT", "/a", "1");
  arm({ match: { method: "GET", path: "/a" }, do: { kind: "stale" } });
  await call("PUT", "/a", "2");
  assert.equal((await call("GET", "/a")).value, "1");
  assert.equal((await call("GET", "/a")).value, "2");
  arm({ match: { method: "GET", path: "/b" }, do: { kind: "stale" } });
  await call("PUT", "/b", "3");
  assert.equal((await call("GET", "/b")).status, 404);
  book.clear();
  arm({ match: { path: "/x/all" }, do: { kind: "stale" } });
  await call("PUT", "/x/all/c", "4");
  assert.deepEqual((await call("GET", "/x/all")).value, ["2", "3"]);
  assert.deepEqual((await call("GET", "/x/all")).value, ["2", "3", "4"]);
});

test("a process is killed before the call, or after it and before its answer", async () => {
  const { call, arm, killed, values } = world();
  arm({ match: { path: "/a" }, do: { kind: "kill", process: "rp" } });
  await call("PUT", "/a", "1");
  assert.deepEqual(killed, ["rp"]);
  arm({ match: { path: "/b" }, do: { kind: "kill", process: "emulator", when: "after" } });
  await call("PUT", "/b", "2");
  assert.deepEqual(killed, ["rp", "emulator"]);
  killed.length = 0;
  arm({ match: { path: "/c" }, do: { kind: "kill", process: "rp,emulator" } });
  await call("PUT", "/c", "1");
  assert.deepEqual(killed, ["rp", "emulator"]);
  assert.equal(values.get("/b"), "2");
});

test("a step boundary kills the process or holds the reporter", async () => {
  const { faults, arm, killed, clock } = world();
  const at = (edge: "started" | "finished") =>
    faults.boundary({ process: "rp", clusterId: "/c", operationId: "o", step: "createDNS", edge });
  arm({ match: { boundary: "createDNS:finished" }, do: { kind: "kill", process: "rp" } });
  await at("started");
  assert.deepEqual(killed, []);
  await at("finished");
  assert.deepEqual(killed, ["rp"]);
  arm({ match: { boundary: "*:started" }, do: { kind: "delay", milliseconds: 100 } });
  let through = false;
  const held = at("started").then(() => {
    through = true;
  });
  await clock.advance(99);
  assert.equal(through, false);
  await clock.advance(1);
  await held;
});

test("a fault of a step strikes calls from when the step is reported as started until it is as finished", async () => {
  const { call, arm, faults } = world();
  arm({ match: { step: "createDNS" }, do: { kind: "status", status: 400 }, count: "always" });
  const reach = (step: string, edge: "started" | "finished") =>
    faults.boundary({ process: "rp", clusterId: "/c", operationId: "o", step, edge });
  const statuses: number[] = [];
  const look = async () => statuses.push((await call("PUT", "/a", "1")).status);
  await look();
  await reach("createDNS", "started");
  await look();
  await reach("createDNS", "finished");
  await look();
  await reach("createDNS", "started");
  await look();
  // It failed; the next operation on the cluster begins.
  await reach("attachNSGs", "started");
  await look();
  assert.deepEqual(statuses, [200, 400, 200, 400, 200]);
});
