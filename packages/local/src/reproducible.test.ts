import assert from "node:assert/strict";
import { test } from "node:test";
import { runCloud } from "./testing/running-cloud.ts";

async function idsOf(configuration: { reproducible: boolean; seed: number }): Promise<string[]> {
  await using cloud = await runCloud({ engine: "real", configuration });
  const ids = async () => (await cloud.control("POST", "/principals", {})).json.principals[0].objectId as string;
  const first = await ids();
  await cloud.restart();
  return [cloud.emulator.identities.firstPartyClientId, first, await ids()];
}

test("on request the same seed gives the same ids, another seed others, and no id twice after a restart", async () => {
  const one = await idsOf({ reproducible: true, seed: 7 });
  assert.deepEqual(await idsOf({ reproducible: true, seed: 7 }), one);
  assert.equal(new Set([...one, ...(await idsOf({ reproducible: true, seed: 8 }))]).size, 6);
  assert.notDeepEqual(await idsOf({ reproducible: false, seed: 7 }), one);
});
