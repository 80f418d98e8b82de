import { fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock, systemClock } from "@aro/runtime";
import { OtherProcess, type StoreWorld, storeConformance } from "../conformance/index.ts";
import type { Store } from "../store.ts";
import { openSqliteStore } from "./open.ts";

/** A file of its own, a clock that stands until told, a handle a call, real processes. */
async function begin(writesIn: "thread" | "eventLoop"): Promise<StoreWorld> {
  const folder = await mkdtemp(join(tmpdir(), "store-"));
  const path = join(folder, "store.db");
  const clock = manualClock(Math.floor(systemClock.now()));
  const handles: Store[] = [];
  const processes: OtherProcess[] = [];
  return {
    passesAtOnce: true,
    open: async () => {
      const store = await openSqliteStore({ path, clock, writesIn });
      handles.push(store);
      return store;
    },
    pass: (seconds) => clock.advance(seconds * 1000),
    startProcess: async () => {
      const other = await OtherProcess.of(fork(join(import.meta.dirname, "other-process.ts"), [path, writesIn]));
      processes.push(other);
      return other;
    },
    [Symbol.asyncDispose]: async () => {
      for (const other of processes) await other.kill();
      for (const store of handles) await store[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

storeConformance("SQLite", () => begin("thread"));
storeConformance("SQLite in the event loop", () => begin("eventLoop"));
