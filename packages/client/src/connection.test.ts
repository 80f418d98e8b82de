import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, UnreachableError } from "./api-error.ts";
import type { Trouble } from "./connection.ts";
import { listAll } from "./pages.ts";
import { scripted, settle } from "./testing/script.ts";

test("a call carries the token, a request id of its own and the api-version", async () => {
  const { connection, asked } = scripted(() => ({ status: 200, body: { a: 1 } }));
  const answer = await connection.call({ method: "GET", path: "/subscriptions/s", apiVersion: "2021-04-01" });
  assert.deepEqual(answer.body, { a: 1 });
  const [request] = asked;
  assert.equal(request?.url, "https://arm.invalid/subscriptions/s?api-version=2021-04-01");
  assert.equal(request?.headers.get("authorization"), "Bearer t");
  assert.match(request?.headers.get("x-ms-client-request-id") ?? "", /^[0-9a-f-]{36}$/);
});

test("a call outlives a restart of the service and tells of it", async () => {
  const troubles: Trouble[] = [];
  const { connection, clock } = scripted(
    (_, count) => (count < 4 ? { failure: "ECONNREFUSED" } : { status: 200, body: {} }),
    { onTrouble: (trouble) => troubles.push(trouble) },
  );
  const answer = await settle(connection.call({ method: "PUT", path: "/x", body: {} }), clock);
  assert.equal(answer.status, 200);
  assert.deepEqual(
    troubles.map(({ problem, pauseMilliseconds }) => [problem, pauseMilliseconds]),
    [
      ["connection refused", 250],
      ["connection refused", 500],
      ["connection refused", 1000],
    ],
  );
});

test("when patience ends the last problem is what is told", async () => {
  const { connection, clock } = scripted(() => ({ status: 503, body: { error: { code: "Busy", message: "later" } } }), {
    patienceMilliseconds: 5_000,
  });
  await assert.rejects(settle(connection.call({ method: "GET", path: "/x" }), clock), (error) => {
    assert.ok(error instanceof UnreachableError && error.cause instanceof ApiError);
    assert.equal(error.message, "https://arm.invalid does not answer: 503 Busy");
    return true;
  });
});

test("a refusal is not repeated", async () => {
  const { connection, asked } = scripted(() => ({ status: 409, body: { error: { code: "Busy", message: "m" } } }));
  await assert.rejects(connection.call({ method: "PUT", path: "/x", body: {} }), ApiError);
  assert.equal(asked.length, 1);
});

test("an aborted call ends with the signal's reason", async () => {
  const { connection } = scripted(() => ({ failure: "ECONNREFUSED" }));
  const stop = new AbortController();
  const call = connection.call({ method: "GET", path: "/x", signal: stop.signal });
  const reason = new Error("enough");
  setImmediate(() => stop.abort(reason));
  await assert.rejects(call, reason);
});

test("a list follows nextLink over empty pages, and null or empty links end it", async () => {
  const pages = [
    { value: [1, 2], nextLink: "https://arm.invalid/list?api-version=1&$skipToken=a" },
    { value: [], nextLink: "https://arm.invalid/list?api-version=1&$skipToken=b" },
    { value: [3], nextLink: null },
  ];
  const { connection, asked } = scripted((_, count) => ({ status: 200, body: pages[count - 1] }));
  const items = await Array.fromAsync(listAll<number>(connection, { path: "/list", apiVersion: "1" }));
  assert.deepEqual(items, [1, 2, 3]);
  assert.equal(new URL(asked[2]?.url ?? "").searchParams.get("$skipToken"), "b");
});

test("of calls whose token is refused side by side, one signs in for all; a call as nobody is not repeated", async () => {
  const stale = { status: 401, body: { error: { code: "InvalidAuthenticationToken", message: "no" } } };
  const { connection, asked } = scripted(({ headers }) =>
    headers.get("authorization") === "Bearer t" ? stale : { status: 200, body: {} },
  );
  const call = { method: "PUT", path: "/subscriptions/s", body: { a: 1 } } as const;
  await Promise.all([connection.call(call), connection.call(call), connection.call(call)]);
  const tokens = ["Bearer t", "Bearer t", "Bearer t", "Bearer t2", "Bearer t2", "Bearer t2"];
  assert.deepEqual(
    asked.map(({ headers }) => headers.get("authorization")),
    tokens,
  );
  assert.ok(asked.every(({ body }) => body === '{"a":1}'));
  const anonymous = scripted(() => stale, { identity: undefined as never });
  await assert.rejects(anonymous.connection.call(call));
  assert.equal(anonymous.asked.length, 1);
});
