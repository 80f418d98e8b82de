import assert from "node:assert/strict";
import { test } from "node:test";
import { runCloud } from "../testing/running-cloud.ts";
import { until } from "../testing/until.ts";

test("the provider is told of every state of a subscription, set by the control API or by registering (ARM-SUB-01)", async () => {
  await using cloud = await runCloud({ engine: "real", configuration: { timeScale: 100 } });
  const id = "55555555-5555-4555-8555-555555555555";
  const token = await cloud.token();
  const told = () =>
    cloud.provider.seen
      .filter((call) => call.method === "PUT" && call.url === `/subscriptions/${id}?api-version=2.0`)
      .map((call) => JSON.parse(call.body) as { state: string; properties: { tenantId: string } });
  const isTold = (state: string) => until(() => told().at(-1)?.state === state);
  const set = async (state: string) =>
    assert.equal((await cloud.control("PUT", `/subscriptions/${id}`, { state })).status, 200);
  const provider = (how: string) =>
    cloud.call("POST", `/subscriptions/${id}/providers/Microsoft.RedHatOpenShift/${how}?api-version=2021-04-01`, {
      token,
    });

  assert.equal((await cloud.control("PUT", `/subscriptions/${id}`, {})).status, 201);
  await isTold("Unregistered");
  assert.equal((await provider("register")).json.registrationState, "Registered");
  await isTold("Registered");
  for (const [state, shown] of [
    ["Warned", "Warned"],
    ["Disabled", "Suspended"],
    ["Enabled", "Registered"],
  ] as const) {
    await set(state);
    await isTold(shown);
    const read = await cloud.call("GET", `/subscriptions/${id}?api-version=2022-12-01`, { token });
    assert.equal(read.json.state, state);
  }
  assert.equal((await provider("unregister")).json.registrationState, "Unregistered");
  await isTold("Unregistered");
  await set("Deleted");
  await isTold("Deleted");
  const gone = await cloud.call("GET", `/subscriptions/${id}?api-version=2022-12-01`, { token });
  assert.equal(gone.json.error.code, "SubscriptionNotFound");
  assert.ok(told().every((one) => one.properties.tenantId === cloud.emulator.identities.tenantId));
});
