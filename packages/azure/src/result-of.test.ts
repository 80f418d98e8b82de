import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "@aro/runtime";
import { AzureError } from "./azure-error.ts";
import { resultOf } from "./result-of.ts";
import { type FakeAzure, fakeAzure, plainClients } from "./testing/index.ts";

const { signal } = new AbortController();
const call = { method: "POST", path: "/subscriptions/sub/providers/P/secret", apiVersion: "1" } as const;
const address = (place: string) => `https://arm.test/${place}/1?api-version=1`;

function told(azure: FakeAzure): Promise<unknown> {
  const waits = { clock: azure.clock, random: seededRandom(1), durations: azure.durations };
  return resultOf(plainClients(azure), call, waits, signal);
}

test("what is told at once is the result", async () => {
  const azure = fakeAzure();
  azure.arm.intercept = () => ({ status: 200, body: { password: "p" } });
  assert.deepEqual(await told(azure), { password: "p" });
  assert.equal(azure.requests.length, 1);
});

test("what takes its time is asked about under Azure-AsyncOperation, and told under Location", async () => {
  const azure = fakeAzure();
  let polls = 0;
  azure.arm.intercept = ({ path }) => {
    if (path === "/status/1") return { status: 200, body: { status: ++polls < 3 ? "InProgress" : "Succeeded" } };
    if (path === "/result/1") return { status: 200, body: { password: "p" } };
    return { status: 202, headers: { "azure-asyncoperation": address("status"), location: address("result") } };
  };
  assert.deepEqual(await told(azure), { password: "p" });
  assert.deepEqual(
    azure.requests.map(({ method, path }) => `${method} ${path}`),
    [`POST ${call.path}`, "GET /status/1", "GET /status/1", "GET /status/1", "GET /result/1"],
  );
});

test("with a Location alone, 202 says that it still runs", async () => {
  const azure = fakeAzure();
  let polls = 0;
  azure.arm.intercept = ({ path }) => {
    if (path !== "/result/1") return { status: 202, headers: { location: address("result") } };
    return ++polls < 2 ? { status: 202 } : { status: 200, body: { password: "p" } };
  };
  assert.deepEqual(await told(azure), { password: "p" });
  assert.equal(polls, 2);
});

test("one that ends badly is Azure's error", async () => {
  const azure = fakeAzure();
  azure.arm.intercept = ({ path }) =>
    path === "/status/1"
      ? { status: 200, body: { status: "Failed", error: { code: "TokenNotFound", message: "gone" } } }
      : { status: 202, headers: { "azure-asyncoperation": address("status"), location: address("result") } };
  await assert.rejects(told(azure), (thrown: unknown) => {
    assert.ok(thrown instanceof AzureError);
    assert.equal(thrown.body.code, "TokenNotFound");
    return true;
  });
});
