import assert from "node:assert/strict";
import { test } from "node:test";
import { runCloud } from "../testing/running-cloud.ts";

test("callers see what remains, and 429 with Retry-After beyond it (ARM-THR-02)", async () => {
  await using cloud = await runCloud({ configuration: { throttling: { enabled: true, speed: 1e-6 } } });
  const token = await cloud.token();
  const { subscriptionId } = cloud.emulator.identities;
  const remove = () =>
    cloud.call("DELETE", `/subscriptions/${subscriptionId}/nothing?api-version=2022-12-01`, { token });
  const first = await remove();
  assert.equal(first.headers["x-ms-ratelimit-remaining-subscription-deletes"], "199");
  assert.equal(first.headers["x-ms-ratelimit-remaining-subscription-global-deletes"], "2999");
  await Promise.all(Array.from({ length: 199 }, remove));
  const refused = await remove();
  assert.equal(refused.status, 429);
  assert.equal(refused.json.error.code, "SubscriptionRequestsThrottled");
  assert.ok(Number(refused.headers["retry-after"]) >= 1);
  const tenant = await cloud.call("GET", "/subscriptions?api-version=2022-12-01", { token });
  assert.equal(tenant.headers["x-ms-ratelimit-remaining-tenant-reads"], "249");
});

test("throttling can be switched off", async () => {
  await using cloud = await runCloud({ configuration: { throttling: { enabled: false } } });
  const answer = await cloud.call("GET", "/subscriptions?api-version=2022-12-01", { token: await cloud.token() });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers["x-ms-ratelimit-remaining-tenant-reads"], undefined);
});
