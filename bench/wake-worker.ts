// The serving side of bench/wake.ts: a backend with one step, or the floor. As a process: MODE PATH, says "ready", reports by messages.
import type { WorkDocument } from "@aro/api";
import { createBackend } from "@aro/backend";
import type { Database } from "@aro/database";
import { systemClock } from "@aro/runtime";
import { act, openWorld, testDeps } from "../packages/backend/src/testing/world.ts";

export interface Report {
  operationId: string;
  /** Milliseconds on the machine's monotonic clock, which processes share. */
  at: number;
}
export type Told = (report: Report) => void;

const now = () => Number(process.hrtime.bigint()) / 1e6;

/** Begins to serve; the function that is returned ends it. */
export async function serve(mode: "backend" | "floor", database: Database, told: Told): Promise<() => Promise<void>> {
  const begin = (operationId: string) => told({ operationId, at: now() });
  if (mode === "floor") return floor(database, begin);
  const step = act("first", ({ run }) => begin(run.operationId));
  const backend = createBackend(testDeps(database, { Creating: () => [step] }));
  backend.start();
  return () => backend.stop();
}

/** Told of a write, it finds what is queued and makes two commits for each. */
function floor(database: Database, begin: (operationId: string) => void): () => Promise<void> {
  const { container } = database.clusters;
  const seen = new Set<string>();
  const serveOne = async (work: WorkDocument) => {
    const first = await container.replace(work.partitionKey, { ...work, state: "leased" as const }, "any");
    if (first.outcome !== "written") throw new Error(first.outcome);
    await container.replace(work.partitionKey, { ...first.document, writes: 1 }, "any");
    begin(work.operationId);
  };
  const look = async () => {
    for (const work of (await container.query<WorkDocument>("work-queued", {})).documents) {
      if (seen.has(work.id)) continue;
      seen.add(work.id);
      void serveOne(work);
    }
  };
  const listening = container.onWrite(() => void look());
  return async () => listening[Symbol.dispose]();
}

if (process.send !== undefined && import.meta.main) {
  const [mode, path = ""] = process.argv.slice(2);
  const database = await openWorld(path);
  const close = await serve(mode as "backend", database, (report) => process.send?.(report));
  process.send("ready");
  const { promise: told, resolve: tell } = Promise.withResolvers<void>();
  process.once("SIGTERM", tell);
  // A signal's listener alone does not keep a process alive.
  await Promise.race([told, systemClock.sleep(1_000_000)]);
  await close();
  await database.store[Symbol.asyncDispose]();
  process.exit(0);
}
