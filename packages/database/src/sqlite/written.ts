import type { JsonObject } from "@aro/api";
import type { BatchOutcome, Stored, WriteOutcome } from "../store.ts";
import { stored } from "./rows.ts";
import type { Result } from "./write.ts";

// What writes hand out is made when it is asked for, once: most writers never ask, and reading a cluster back costs as much as storing it.

/** What the write of one document came to; `text` is what it stored, undefined when it deleted. */
export function writeOutcome<Document extends JsonObject>(result: Result, text?: string): WriteOutcome<Document> {
  if (result.outcome === "done") throw new TypeError("the result is not that of a document");
  if (result.outcome !== "written") {
    const { index: _, ...refusal } = result;
    return refusal;
  }
  const { removed, sequences, ts } = result;
  let document: Stored<Document> | undefined;
  return {
    outcome: "written",
    get document() {
      document ??=
        removed === undefined
          ? stored<Document>(text ?? "", sequences[0] ?? 0, ts)
          : stored<Document>(removed.text, removed.sequence, removed.ts);
      return document;
    },
  };
}

/** What a batch came to; `texts` are what its operations stored, undefined for a delete. */
export function batchOutcome(result: Result, texts: readonly (string | undefined)[]): BatchOutcome {
  if (result.outcome === "done") throw new TypeError("the result is not that of a batch");
  if (result.outcome !== "written") return result;
  const { sequences, ts } = result;
  let documents: (Stored<JsonObject> | undefined)[] | undefined;
  return {
    outcome: "written",
    get documents() {
      documents ??= texts.map((text, index) =>
        text === undefined ? undefined : stored(text, sequences[index] ?? 0, ts),
      );
      return documents;
    },
  };
}
