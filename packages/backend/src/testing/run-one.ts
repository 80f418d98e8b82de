/** One operation, run by one backend on a store in memory. */
import type { TestContext as Test } from "node:test";
import { type OperationDocument, type OperationKind, userSettable } from "@aro/api";
import type { BatchOperation, Database } from "@aro/database";
import { createBackend } from "../backend.ts";
import type { BackendDeps } from "../deps.ts";
import {
  accept,
  ended,
  look,
  openWorld,
  register,
  sampleCluster,
  storeIdle,
  type TestContext,
  type TestStep,
  testDeps,
} from "./world.ts";

/** A store in memory with one registered subscription. */
export async function memoryWorld(t: Test): Promise<Database> {
  const database = await openWorld(":memory:");
  t.after(() => database.store[Symbol.asyncDispose]());
  await register(database);
  return database;
}

/** Runs one operation with these steps to its end. */
export async function runOne(
  t: Test,
  steps: readonly TestStep[],
  options: { kind?: OperationKind; deps?: Partial<BackendDeps<TestContext>>; before?: boolean } = {},
) {
  const database = await memoryWorld(t);
  const { kind = "Creating" } = options;
  const cluster = sampleCluster("c1", kind);
  if (kind !== "Creating") await storeIdle(database, sampleCluster("c1", "Succeeded"));
  const before = options.before ? { before: userSettable({ ...cluster.openShiftCluster, tags: { team: "old" } }) } : {};
  const accepted = await accept(database, { kind, cluster, ...before });
  const seen = await look(database, accepted);
  const batches = recordBatches(database);
  await using backend = createBackend(testDeps(database, { [kind]: () => steps }, options.deps));
  backend.start();
  await ended(database, accepted);
  await backend.drain();
  return { database, accepted, batches, seen, ...(await look(database, accepted)) };
}

/** Every batch that is written from now on. */
function recordBatches(database: Database): (readonly BatchOperation[])[] {
  const batches: (readonly BatchOperation[])[] = [];
  const { container } = database.clusters;
  const batch = container.batch.bind(container);
  container.batch = (partition, operations) => {
    batches.push(operations);
    return batch(partition, operations);
  };
  return batches;
}

/** Whether a write ends an operation. */
export const isEnd = (write: BatchOperation) =>
  "replace" in write &&
  write.replace["kind"] === "operation" &&
  (write.replace as unknown as OperationDocument).asyncOperation.endTime !== undefined;
