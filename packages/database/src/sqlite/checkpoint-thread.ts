// The thread that carries the log of one database over into it: started by `Checkpointer`, which says when.
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { Connection } from "./connection.ts";
import { type PlainError, plainError } from "./crossing.ts";

/** What the thread is started with. */
export interface CheckpointSettings {
  path: string;
}

export type ToCheckpointThread = "checkpoint" | "close";

/** A checkpoint has ended; what was not carried over, because somebody reads what it would overwrite, the next one does. */
export interface FromCheckpointThread {
  failure?: PlainError;
}

function serve(port: MessagePort, { path }: CheckpointSettings): void {
  let connection: Connection | undefined;
  const checkpoint = (): FromCheckpointThread => {
    try {
      connection ??= new Connection(path);
      // Waits for nobody, and nobody waits for it: readers and the one that writes go on.
      connection.prepare("PRAGMA wal_checkpoint(PASSIVE)").get();
      return {};
    } catch (error) {
      return { failure: plainError(error) };
    }
  };
  port.on("message", (message: ToCheckpointThread) => {
    if (message === "checkpoint") port.postMessage(checkpoint());
    else {
      connection?.close();
      port.close();
    }
  });
}

if (parentPort !== null) serve(parentPort, workerData as CheckpointSettings);
