import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import { freePorts } from "./ports.ts";

test("free ports are the former ones when nobody has taken them, so that addresses told before stay true", async () => {
  const former = await freePorts();
  assert.deepEqual(await freePorts(former), former);
  const taker = createServer();
  await new Promise<void>((resolve) => taker.listen(former.rp, "127.0.0.1", resolve));
  try {
    assert.notDeepEqual(await freePorts(former), former);
  } finally {
    taker.close();
  }
});
