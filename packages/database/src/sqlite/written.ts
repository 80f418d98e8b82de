import type { JsonObject } from "@aro/api";
import type { BatchOutcome, Stored, WriteOutcome } from "../store.ts";
import { stored } from "./rows.ts";
import type { Result } from "./write.ts";

// What writes hand out is made when it is asked for, once: most writers never ask, and reading a cluster back costs as much as storing it.
// By classes and not by getters of literals, which V8 keeps in its old generation, each with all that it refers to (decision 23).

type ResultOfWrite = Extract<Result, { outcome: "written" }>;

/** What the write of one document came to; `text` is what it stored, undefined when it deleted. */
export function writeOutcome<Document extends JsonObject>(result: Result, text?: string): WriteOutcome<Document> {
  if (result.outcome === "done") throw new TypeError("the result is not that of a document");
  if (result.outcome === "written") return new WrittenDocument<Document>(result, text);
  const { index: _, ...refusal } = result;
  return refusal;
}

/** What a batch came to; `texts` are what its operations stored, undefined for a delete. */
export function batchOutcome(result: Result, texts: readonly (string | undefined)[]): BatchOutcome {
  if (result.outcome === "done") throw new TypeError("the result is not that of a batch");
  return result.outcome === "written" ? new WrittenBatch(result, texts) : result;
}

class WrittenDocument<Document extends JsonObject> {
  readonly outcome = "written";
  readonly #result: ResultOfWrite;
  readonly #text: string | undefined;
  #document: Stored<Document> | undefined = undefined;

  constructor(result: ResultOfWrite, text: string | undefined) {
    this.#result = result;
    this.#text = text;
  }

  get document(): Stored<Document> {
    const { removed, sequences, ts } = this.#result;
    this.#document ??=
      removed === undefined
        ? stored<Document>(this.#text ?? "", sequences[0] ?? 0, ts)
        : stored<Document>(removed.text, removed.sequence, removed.ts);
    return this.#document;
  }
}

class WrittenBatch {
  readonly outcome = "written";
  readonly #result: ResultOfWrite;
  readonly #texts: readonly (string | undefined)[];
  #documents: (Stored<JsonObject> | undefined)[] | undefined = undefined;

  constructor(result: ResultOfWrite, texts: readonly (string | undefined)[]) {
    this.#result = result;
    this.#texts = texts;
  }

  get documents(): (Stored<JsonObject> | undefined)[] {
    const { sequences, ts } = this.#result;
    this.#documents ??= this.#texts.map((text, index) =>
      text === undefined ? undefined : stored(text, sequences[index] ?? 0, ts),
    );
    return this.#documents;
  }
}
