// One writing process of bench/store.ts: says "ready", begins at "go", writes for the seconds named, then sends what it did.
import { once } from "node:events";
import { openSqliteStore } from "@aro/database";
import { systemClock } from "@aro/runtime";
import { BusyTimeoutStore } from "./peers/busy-timeout.ts";

const [engine, path = "", seconds = "3", lanes = "256"] = process.argv.slice(2);
const partition = `process-${process.pid}`;
const documentOf = (lane: number, round: number) => ({
  id: `document-${lane}`,
  key: `/subscriptions/${partition}/resourcegroups/group-${lane}`,
  round,
  properties: { state: "Succeeded", text: "x".repeat(600) },
});

/** Resolves with a function that writes one document. */
async function writer(): Promise<{ put: (lane: number, round: number) => Promise<void>; close: () => Promise<void> }> {
  if (engine === "peer") {
    const store = new BusyTimeoutStore(path);
    return {
      put: async (lane, round) => {
        // A turn between writes, as any server gives itself.
        await new Promise((resolve) => setImmediate(resolve));
        store.put(partition, documentOf(lane, round));
      },
      close: async () => store[Symbol.dispose](),
    };
  }
  const store = await openSqliteStore({ path, clock: systemClock });
  const container = await store.container({ name: "Bench", uniqueKeys: ["/key"], queries: [] });
  return {
    put: async (lane, round) => {
      const document = documentOf(lane, round);
      const outcome =
        round === 0 ? await container.create(partition, document) : await container.replace(partition, document, "any");
      if (outcome.outcome !== "written") throw new Error(outcome.outcome);
    },
    close: async () => await store[Symbol.asyncDispose](),
  };
}

const { put, close } = await writer();
process.send?.("ready");
await once(process, "message");
const start = performance.now();
const end = start + Number(seconds) * 1000;
let longestStallMilliseconds = 0;
let lastTurn = start;
let over = false;
const turn = () => {
  const now = performance.now();
  longestStallMilliseconds = Math.max(longestStallMilliseconds, now - lastTurn);
  lastTurn = now;
  if (!over) setImmediate(turn);
};
turn();
let writes = 0;
await Promise.all(
  Array.from({ length: Number(lanes) }, async (_, lane) => {
    for (let round = 0; performance.now() < end; round++) {
      await put(lane, round);
      writes++;
    }
  }),
);
const took = performance.now() - start;
over = true;
await close();
process.send?.({ perSecond: (writes * 1000) / took, longestStallMilliseconds });
process.disconnect?.();
