import type { JsonObject } from "@aro/api";
import type { BatchOutcome, Stored, WriteOutcome } from "../store.ts";
import { stored } from "./rows.ts";

// What writes hand out is made when it is asked for, once: most writers never ask, and reading a cluster back costs as much as storing it.

/** The outcome of a write that succeeded. */
export type Written = WriteOutcome & { outcome: "written" };

/** What a write that stored `text` came to. */
export function written(text: string, sequence: number | bigint, ts: number | bigint): Written {
  let document: Stored<JsonObject> | undefined;
  return {
    outcome: "written",
    get document() {
      document ??= stored(text, sequence, ts);
      return document;
    },
  };
}

/** What a batch of these writes came to; undefined stands for a delete. */
export function batchWritten(all: readonly (Written | undefined)[]): BatchOutcome {
  let documents: (Stored<JsonObject> | undefined)[] | undefined;
  return {
    outcome: "written",
    get documents() {
      documents ??= all.map((one) => one?.document);
      return documents;
    },
  };
}
