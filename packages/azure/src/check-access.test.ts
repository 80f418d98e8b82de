import assert from "node:assert/strict";
import { test } from "node:test";
import { deniedIn } from "./check-access.ts";
import { fakeAzure, plainClients } from "./testing/index.ts";

const { signal } = new AbortController();

test("access is asked for at the region's own host, and what is not allowed is named (spec 03 §11.2)", async () => {
  const azure = fakeAzure();
  azure.access.isDenied = (_, action) => action === "b";
  const denied = await plainClients(azure).deniedActions(
    "eastus",
    { subject: { objectId: "who", groups: ["g"] }, resourceId: "/r", actions: ["a", "b"] },
    signal,
  );
  assert.deepEqual(denied, ["b"]);
  const [asked] = azure.requests;
  assert.equal(
    asked?.url,
    "https://eastus.access.test/providers/Microsoft.Authorization/checkAccess?api-version=2021-06-01-preview",
  );
  assert.deepEqual(asked.body, {
    Subject: { Attributes: { ObjectId: "who", Groups: ["g"] } },
    Actions: [
      { Id: "a", IsDataAction: false },
      { Id: "b", IsDataAction: false },
    ],
    Resource: { Id: "/r" },
  });
});

test("an action that is not answered, or denied, is not allowed", () => {
  const answer = {
    value: [
      { actionId: "A", accessDecision: "Allowed" },
      { actionId: "b", accessDecision: "Denied" },
    ],
  };
  assert.deepEqual(deniedIn(answer, ["a", "b", "c"]), ["b", "c"]);
  assert.deepEqual(deniedIn(undefined, ["a"]), ["a"]);
});
