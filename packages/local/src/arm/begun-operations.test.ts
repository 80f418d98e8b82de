import assert from "node:assert/strict";
import { test } from "node:test";
import { openDurable } from "../state/durable.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import { openBegunOperations } from "./begun-operations.ts";

const call = (method: string, path: string): ArmCall => ({
  request: {
    method,
    url: new URL(path, "https://localhost"),
    headers: {},
    body: new Uint8Array(),
    signal: new AbortController().signal,
  },
  principal: { objectId: "o", tenantId: "t", kind: "User", name: "n" },
  requestId: "r",
  correlationId: "c",
});

test("the operation that last began on a resource is known, whatever the casing of its path; reads are passed over", async () => {
  using durable = openDurable(":memory:");
  const begun = openBegunOperations(durable);
  const addresses = [
    "https://localhost/o/1?api-version=1",
    "https://localhost/o/2?api-version=1",
    "https://localhost/o/3",
  ];
  const part = begun.around(async () => ({
    status: 200,
    headers: { "azure-asyncoperation": addresses.shift() ?? "" },
    body: new Uint8Array(),
  }));
  await part(call("PUT", "/subscriptions/s/c1"));
  await part(call("DELETE", "/SUBSCRIPTIONS/s/C1"));
  await part(call("GET", "/subscriptions/s/c2"));
  assert.deepEqual(
    begun.list().map((one) => ({ ...one })),
    [{ resource: "/subscriptions/s/c1", status: "/o/2?api-version=1" }],
  );
});

test("an answer without an operation, and a path that is another part's, leave nothing", async () => {
  using durable = openDurable(":memory:");
  const begun = openBegunOperations(durable);
  await begun.around(async () => undefined)(call("PUT", "/a"));
  await begun.around(async () => ({ status: 200, headers: {}, body: new Uint8Array() }))(call("PUT", "/a"));
  assert.deepEqual(begun.list(), []);
});
