import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, UnreachableError } from "./api-error.ts";
import { follow, type OperationEvent } from "./follow.ts";
import { type Operation, operationById, operationId, readOperationStatus } from "./operation.ts";
import { type Reply, scripted, settle } from "./testing/script.ts";

const operation: Operation = {
  verb: "create",
  statusAddress:
    "https://arm.invalid/subscriptions/s/providers/microsoft.redhatopenshift/locations/l/operationsstatus/o1?api-version=1",
  resourcePath: "/x",
};
const running: Reply = { status: 200, body: { status: "Creating" }, headers: { "retry-after": "5" } };
const succeeded: Reply = { status: 200, body: { status: "Succeeded" } };

async function seen(replies: readonly Reply[], options?: Parameters<typeof follow>[2]) {
  const { connection, clock, asked } = scripted(
    (_, count) => replies[Math.min(count, replies.length) - 1] ?? succeeded,
  );
  const begun = clock.now();
  const events = await settle(Array.fromAsync(follow(connection, operation, options)), clock);
  return { events, asked, seconds: (clock.now() - begun) / 1000 };
}

const kinds = (events: readonly OperationEvent[]) =>
  events.map((event) => (event.kind === "status" ? event.status.status : event.kind));

test("an operation is followed to its end, as often as Retry-After asks", async () => {
  const { events, asked, seconds } = await seen([running, running, succeeded]);
  assert.deepEqual(kinds(events), ["Creating", "Creating", "Succeeded"]);
  assert.equal(asked.length, 3);
  assert.ok(seconds >= 10 && seconds <= 12, `${seconds}`);
});

test("a service that restarts is waited for, and both its absence and its return are told", async () => {
  const { events } = await seen([
    running,
    { failure: "ECONNREFUSED" },
    { status: 503 },
    { status: 500 },
    running,
    succeeded,
  ]);
  assert.deepEqual(kinds(events), ["Creating", "trouble", "trouble", "trouble", "recovered", "Creating", "Succeeded"]);
});

test("an answer that is no status is trouble, not an end", async () => {
  const { events } = await seen([{ status: 200, body: ["?"] }, { status: 200, body: {} }, succeeded]);
  assert.deepEqual(kinds(events), ["trouble", "trouble", "recovered", "Succeeded"]);
});

test("a service that stays away ends the following after the patience", async () => {
  await assert.rejects(seen([{ failure: "ECONNREFUSED" }], { patienceMilliseconds: 60_000 }), UnreachableError);
});

const refused: Reply = { status: 401, body: { error: { code: "InvalidAuthenticationToken", message: "no" } } };

test("a token that is refused before its time is renewed once, and the following goes on", async () => {
  const { events, asked } = await seen([running, refused, running, succeeded]);
  assert.deepEqual(kinds(events), ["Creating", "Creating", "Succeeded"]);
  assert.deepEqual(
    asked.map(({ headers }) => headers.get("authorization")),
    ["Bearer t", "Bearer t", "Bearer t2", "Bearer t2"],
  );
});

test("who is refused with a renewed token too follows no longer", async () => {
  await assert.rejects(
    seen([running, refused, refused, running, succeeded]),
    (error) => error instanceof ApiError && error.status === 401,
  );
});

test("an operation that is unknown ends the following at once", async () => {
  await assert.rejects(
    seen([{ status: 404, body: { error: { code: "NotFound", message: "no" } } }]),
    (error) => error instanceof ApiError && error.status === 404,
  );
});

test("following can be aborted while it waits", async () => {
  const stop = new AbortController();
  const { connection, clock } = scripted(() => running);
  const events: OperationEvent[] = [];
  const following = (async () => {
    for await (const event of follow(connection, operation, { signal: stop.signal })) {
      events.push(event);
      stop.abort(new Error("enough"));
    }
  })();
  await assert.rejects(settle(following, clock), /enough/);
  assert.equal(events.length, 1);
});

test("a status is read with its steps; what it does not know is passed over", () => {
  const status = readOperationStatus({
    id: "/o",
    name: "o",
    status: "Failed",
    percentComplete: 40,
    startTime: "2025-01-01T00:00:00Z",
    operations: [{ name: "a", status: "Succeeded", startTime: "x", endTime: "y", odd: 1 }, "?", { status: "no name" }],
    error: { code: "C", message: "m" },
    surprise: {},
  });
  assert.deepEqual(status, {
    id: "/o",
    name: "o",
    status: "Failed",
    percentComplete: 40,
    startTime: "2025-01-01T00:00:00Z",
    steps: [{ name: "a", status: "Succeeded", startTime: "x", endTime: "y" }],
    error: { code: "C", message: "m" },
  });
});

test("an operation is spoken of by the last segment of its address, and found again by it", () => {
  assert.equal(operationId(operation), "o1");
  const again = operationById({ verb: "delete", id: "o1", subscriptionId: "s", location: "l", resourcePath: "/x" });
  assert.equal(operationId(again), "o1");
  assert.match(
    again.statusAddress,
    /^\/subscriptions\/s\/providers\/Microsoft.RedHatOpenShift\/locations\/l\/operationsstatus\/o1\?api-version=/,
  );
});

test("the service's time at each look is never less than before, though its Date is cut to whole seconds", async () => {
  const began = Date.parse("2025-07-01T10:00:00.900Z");
  const stamp = (milliseconds: number) => new Date(began + milliseconds).toISOString();
  const at = (milliseconds: number, operations: object[]): Reply => ({
    status: 200,
    headers: { date: new Date(began + milliseconds).toUTCString(), "retry-after": "1" },
    body: { status: operations.length > 2 ? "Succeeded" : "Creating", startTime: stamp(0), operations },
  });
  const step = (name: string, startTime: number) => ({ name, status: "Running", startTime: stamp(startTime) });
  const { events } = await seen([
    at(50, [step("a", 20)]),
    at(1_050, [step("a", 20)]),
    at(2_050, [step("a", 20), step("b", 1_990), step("c", 2_040)]),
  ]);
  const times = events.map((event) => (event.kind === "status" ? event.serverTime - began : Number.NaN));
  assert.deepEqual(times, [20, 1_020, 2_040]);
});
