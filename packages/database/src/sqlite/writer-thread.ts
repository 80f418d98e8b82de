// The thread that writes one database: started by `ThreadWriter`, spoken to in `writer-messages.ts`.
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { systemRandom as random, systemClock as waits } from "@aro/runtime";
import { Connection } from "./connection.ts";
import { type PlainError, plainError, plainFields } from "./crossing.ts";
import { LoopWriter } from "./loop-writer.ts";
import { type PackedResults, packResult, unpackWrites } from "./packed.ts";
import { whileBusyOf } from "./while-busy.ts";
import type { FromWriter, ToWriter, WriterSettings } from "./writer-messages.ts";

/** Between tries for a lock that another process keeps for about one transaction. */
const pauseMilliseconds = 0.1;

/** Serves until it is told to close. */
async function serve(port: MessagePort, { path, busyLimitMilliseconds }: WriterSettings): Promise<void> {
  const post = (message: FromWriter) => port.postMessage(message);
  const lines = (log: "warn" | "error") => (event: string, fields?: Readonly<Record<string, unknown>>) =>
    post({ log, event, fields: plainFields(fields) });
  const whileBusy = whileBusyOf(path, { waits, random, busyLimitMilliseconds });
  const connection = await whileBusy(() => new Connection(path));

  // What one transaction came to leaves in one message.
  let results: PackedResults = [];
  let failures: [number, PlainError][] = [];
  let touched: ReadonlySet<string> = new Set();
  let isLeaving = false;
  const leave = () => {
    if (isLeaving) return;
    isLeaving = true;
    queueMicrotask(() => {
      post({ results, failures, touched });
      isLeaving = false;
      results = [];
      failures = [];
      touched = new Set();
    });
  };

  const never = new Int32Array(new SharedArrayBuffer(4));
  let now = 0;
  const writer = new LoopWriter({
    connection,
    clock: { now: () => now },
    waits,
    random,
    pause: () => void Atomics.wait(never, 0, 0, pauseMilliseconds),
    log: { warn: lines("warn"), error: lines("error") },
    busyLimitMilliseconds,
    onCommit: (containers) => {
      touched = containers;
    },
    onOthers: () => post({ othersCommitted: true }),
  });
  port.on("message", (message: ToWriter) => {
    if ("writes" in message) {
      now = message.now;
      unpackWrites(message.writes, (number, write) => {
        writer.write(write).then(
          (result) => {
            packResult(results, number, result);
            leave();
          },
          (error: unknown) => {
            failures.push([number, plainError(error)]);
            leave();
          },
        );
      });
    } else if ("open" in message) writer.open(message.open);
    else if ("watchOthers" in message) {
      writer.watchOthers(message.watchOthers);
      if (message.watchOthers) post({ watching: true });
    } else
      void writer.close(() => {
        connection.close();
        port.close();
      });
  });
}

if (parentPort !== null) {
  const port = parentPort;
  await serve(port, workerData as WriterSettings).catch((error: unknown) => {
    port.postMessage({ unable: plainError(error) } satisfies FromWriter);
    port.close();
  });
}
