import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock, seededRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { openDurable } from "../state/durable.ts";
import type { Wall } from "../wall/wall.ts";
import { createForwarding } from "./forwarding.ts";
import { openNotifications } from "./notifications.ts";
import { openSubscriptions } from "./subscriptions.ts";
import { openTracked } from "./tracked.ts";

const base = "https://localhost:1";

test("a provider that does not answer within 60 seconds is 504 (ARM-HDR-08)", async () => {
  using durable = openDurable(":memory:");
  const clock = manualClock();
  const provider: Wall = ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const subscriptions = openSubscriptions({ durable, clock });
  const part = createForwarding({
    provider,
    subscriptions,
    notifications: openNotifications({ durable, clock, log: silentLog, subscriptions, provider, base }),
    tracked: openTracked(durable),
    region: "eastus",
    groupAt: () => "there",
    lockedScopes: () => [],
    violations: () => [],
    access: { decide: () => ({ allowed: true }) },
    clock,
    random: seededRandom(1),
    log: silentLog,
  });
  let status: number | undefined;
  const path = "/subscriptions/s/resourceGroups/g/providers/Microsoft.RedHatOpenShift/openShiftClusters/c";
  const answer = Promise.resolve(
    part({
      request: {
        method: "GET",
        url: new URL(`${path}?api-version=2025-07-25`, base),
        headers: {},
        body: new Uint8Array(0),
        signal: new AbortController().signal,
      },
      principal: { objectId: "o", tenantId: "t", kind: "ServicePrincipal", name: "n" },
      requestId: "r",
      correlationId: "c",
    }),
  ).then((answered) => {
    status = answered?.status;
  });
  await clock.advance(59_999);
  assert.equal(status, undefined);
  await clock.advance(1);
  await answer;
  assert.equal(status, 504);
});
