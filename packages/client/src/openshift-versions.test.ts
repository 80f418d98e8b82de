import assert from "node:assert/strict";
import { test } from "node:test";
import { openShiftVersions } from "./openshift-versions.ts";
import { scripted } from "./testing/script.ts";

test("the versions of a location are those of all pages, in the service's order", async () => {
  const { connection, asked } = scripted((_, count) => ({
    status: 200,
    body:
      count === 1
        ? { value: [{ properties: { version: "4.9.2" } }], nextLink: "https://arm.invalid/next?api-version=1" }
        : { value: [{ name: "4.16.30" }, {}] },
  }));
  assert.deepEqual(await openShiftVersions(connection, { subscriptionId: "s", location: "east us" }), [
    "4.9.2",
    "4.16.30",
  ]);
  assert.equal(
    new URL(asked[0]?.url ?? "").pathname,
    "/subscriptions/s/providers/Microsoft.RedHatOpenShift/locations/east%20us/openShiftVersions",
  );
});
