import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import { freePorts } from "./ports.ts";
import type { Ports } from "./records.ts";

test("free ports are the former ones when nobody has taken them, so that addresses told before stay true", async () => {
  const choose = async (former?: Ports) => {
    using held = new DisposableStack();
    return await freePorts(held, former);
  };
  const former = await choose();
  assert.deepEqual(await choose(former), former);
  const taker = createServer();
  await new Promise<void>((resolve) => taker.listen(former.rp, "127.0.0.1", resolve));
  try {
    assert.notDeepEqual(await choose(former), former);
  } finally {
    taker.close();
  }
});

test("ports that were chosen can be listened on, and are not chosen again until that is done", async () => {
  using held = new DisposableStack();
  const chosen = await Promise.all(Array.from({ length: 5 }, () => freePorts(held)));
  const all = chosen.flatMap((ports) => Object.values(ports));
  assert.equal(new Set(all).size, all.length, all.join(" "));
  for (const port of all) {
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
    await new Promise((resolve) => server.close(resolve));
  }
});
