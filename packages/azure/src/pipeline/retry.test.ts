import assert from "node:assert/strict";
import { test } from "node:test";
import { scaledDurations } from "@aro/api";
import { manualClock, seededRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { createClientFactory } from "../clients.ts";
import { type FakeAnswer, fakeAzure, plainClients, tokenOf } from "../testing/index.ts";

const { signal } = new AbortController();
const ok: FakeAnswer = { status: 200, body: {} };
const no = (status: number, headers = {}): FakeAnswer => ({
  status,
  headers,
  body: { error: { code: "X", message: "x" } },
});

/** What becomes of a call when ARM answers with `script`, then 200: number of requests and the waits in between. */
async function play(method: "GET" | "PUT" | "POST" | "DELETE", script: FakeAnswer[]) {
  const left = [...script];
  const azure = fakeAzure({}, () => left.shift() ?? ok);
  const outcome = await plainClients(azure)
    .call({ method, path: "/x", apiVersion: "1" }, signal)
    .then(({ status }) => status)
    .catch((error: { status?: number; code?: string }) => error.status ?? error.code);
  return { outcome, requests: azure.requests.length, sleeps: azure.clock.sleeps };
}

test("three retries after 15, 30 and 60 seconds with up to a tenth more, then the answer counts (spec 03 §2.6)", async () => {
  const { outcome, requests, sleeps } = await play("PUT", Array(9).fill(no(503)));
  assert.equal(outcome, 503);
  assert.equal(requests, 4);
  for (const [index, base] of [15_000, 30_000, 60_000].entries()) {
    const slept = sleeps[index] ?? 0;
    assert.ok(slept >= base && slept <= base * 1.1, `${slept} for ${base}`);
  }
});

test("429 is obeyed with Retry-After for every method (ARM-THR-02)", async () => {
  for (const method of ["GET", "PUT", "POST", "DELETE"] as const) {
    const { outcome, requests, sleeps } = await play(method, [
      no(429, { "retry-after": "7" }),
      no(429, { "retry-after": "9" }),
    ]);
    assert.deepEqual(
      { method, outcome, requests, sleeps },
      { method, outcome: 200, requests: 3, sleeps: [7_000, 9_000] },
    );
  }
});

test("a burst of 429 is waited out however many they are, a throttle without end is not (ARM-THR-02)", async () => {
  const burst = await play("PUT", Array(40).fill(no(429, { "retry-after": "2" })));
  assert.deepEqual([burst.outcome, burst.requests], [200, 41]);
  const endless = await play("PUT", Array(1_000).fill(no(429, { "retry-after": "60" })));
  assert.equal(endless.outcome, 429);
  assert.equal(endless.requests, 10 + 1 + 3);
});

test("Retry-After as a date is obeyed too", async () => {
  const date = new Date(1_750_000_000_000 + 20_000).toUTCString();
  assert.deepEqual((await play("GET", [no(503, { "retry-after": date })])).sleeps, [20_000]);
});

test("409 is repeated only when it says when", async () => {
  assert.equal((await play("PUT", [no(409, { "retry-after": "1" })])).outcome, 200);
  assert.deepEqual(await play("PUT", [no(409)]), { outcome: 409, requests: 1, sleeps: [] });
});

test("a POST is not repeated after a server's fault or a broken connection: it may have been done (ARM-THR-02)", async () => {
  assert.deepEqual(await play("POST", [no(500)]), { outcome: 500, requests: 1, sleeps: [] });
  assert.deepEqual(await play("POST", ["broken"]), { outcome: "ECONNRESET", requests: 1, sleeps: [] });
});

test("a broken connection is tried again for what may be done twice", async () => {
  for (const method of ["GET", "PUT", "DELETE"] as const) assert.equal((await play(method, ["broken"])).outcome, 200);
});

test("a refusal that does not pass by itself is not repeated", async () => {
  for (const status of [400, 403, 404, 412]) assert.equal((await play("PUT", [no(status)])).requests, 1);
});

test("an aborted call stops waiting with the reason of the abort", async () => {
  const reason = new Error("lease lost");
  const controller = new AbortController();
  const azure = fakeAzure({}, () => {
    controller.abort(reason);
    return no(503);
  });
  await assert.rejects(
    plainClients(azure).call({ method: "GET", path: "/x", apiVersion: "1" }, controller.signal),
    (error) => error === reason,
  );
  assert.equal(azure.requests.length, 1);
});

test("a try without an answer ends after the longest Azure call and is tried again (decision 4)", async () => {
  const clock = manualClock();
  const azure = fakeAzure();
  const durations = scaledDurations(1);
  let tries = 0;
  const clientsFor = createClientFactory({
    cloud: azure.cloud,
    clock,
    random: seededRandom(1),
    durations,
    userAgent: "aro/test",
    httpClient: {
      sendRequest: (request) =>
        new Promise((_, reject) => {
          tries++;
          request.abortSignal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
        }),
    },
  });
  const clients = clientsFor({ credential: tokenOf(), subscriptionId: "sub", log: silentLog });
  const call = clients
    .call({ method: "GET", path: "/x", apiVersion: "1" }, signal)
    .catch((error: Error) => error.message);
  await clock.advance(durations.longestAzureCall - 1);
  assert.equal(tries, 1);
  await clock.advance(20_000);
  assert.equal(tries, 2);
  await clock.advance(10 * durations.longestAzureCall);
  assert.match((await call) as string, /no answer within 60000 ms/);
  assert.equal(tries, 4);
});
