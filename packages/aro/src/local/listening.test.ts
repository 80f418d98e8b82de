import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import { tableText } from "@aro/cli";
import { systemClock } from "@aro/runtime";
import { listening } from "./listening.ts";
import { freePorts } from "./ports.ts";
import { endpointColumns } from "./status.ts";

test("status tells of ARM, the proxy and the service where each is and whether it takes connections", async () => {
  using held = new DisposableStack();
  const ports = await freePorts(held);
  const servers = [ports.proxy, ports.rp].map((port) => createServer().listen(port, "127.0.0.1"));
  held.defer(() => {
    for (const server of servers) server.close();
  });
  // The service's process does not run: whoever listens on its port is another program.
  const found = await listening({ ports }, (process) => process === "emulator", systemClock);
  assert.deepEqual(
    found.map(({ port, listens, process }) => [port, listens, process]),
    [
      [ports.arm, false, "emulator"],
      [ports.proxy, true, "emulator"],
      [ports.rp, false, "rp"],
    ],
  );
  assert.equal(found[1]?.address, `http://localhost:${ports.proxy}`);
  const [, , , proxy = ""] = tableText(endpointColumns, found).split("\n");
  assert.match(proxy, new RegExp(`^proxy to emulated names +http://localhost:${ports.proxy} +emulator +yes$`));
});
