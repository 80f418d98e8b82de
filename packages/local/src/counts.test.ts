import assert from "node:assert/strict";
import { test } from "node:test";
import { createCounts } from "./counts.ts";
import { empty } from "./wall/answers.ts";

const asked = (counts: ReturnType<typeof createCounts>) => {
  const wall = counts.around(async () => empty(200));
  return (path: string) =>
    wall({
      method: "GET",
      url: new URL(path, "https://localhost"),
      headers: {},
      body: new Uint8Array(),
      signal: new AbortController().signal,
    });
};

test("calls are counted by type, whatever its case", async () => {
  const counts = createCounts();
  const ask = asked(counts);
  await ask("/subscriptions/s/providers/Microsoft.Network/virtualNetworks");
  await ask("/subscriptions/s/providers/microsoft.network/VIRTUALNETWORKS");
  assert.deepEqual(counts.read(), { "GET Microsoft.Network/virtualNetworks 200": 2 });
});

test("callers who invent paths do not fill the memory: what is beyond the rows is one row", async () => {
  const counts = createCounts();
  const ask = asked(counts);
  for (let index = 0; index < 6_000; index++) await ask(`/nothing/${index}`);
  const rows = counts.read();
  assert.equal(Object.keys(rows).length, 5_001);
  assert.equal(rows["others"], 1_000);
  await ask("/nothing/1");
  assert.equal(counts.read()["GET /nothing/1 200"], 2);
});
