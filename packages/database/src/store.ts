import type { JsonObject } from "@aro/api";

declare const etag: unique symbol;

/** Version of one stored document; changes with every write of it. */
export type Etag = string & { readonly [etag]: "Etag" };

/**
 * What the store adds to a document. A document that was read may be written as it is: its stamps are left out, the store's own count.
 */
export interface StoreStamps {
  _etag: Etag;
  /** Store time of the last write, whole seconds since the Unix epoch. */
  _ts: number;
}

/** A document as it was read. */
export type Stored<Document extends JsonObject> = Document & StoreStamps;

/** One container: partitioned documents with ids unique in their partition. */
export interface ContainerDefinition {
  name: string;
  /** Unique in a partition, like Cosmos: an absent path counts as null, so two absent ones collide. JSON paths such as `/key`. */
  uniqueKeys: readonly string[];
  /**
   * The `kind` whose documents compete for unique values; absent: all do. A document of another kind carries `<kind>:<id>` in each unique
   * path, and none carries a value of that form with the id of another: both are refused otherwise. So engines need not index what cannot collide.
   */
  uniqueAmong?: string;
  /** Seconds since the last write after which documents vanish; −1: only those that carry `ttl`; undefined: none, whatever they carry. */
  defaultTtlSeconds?: number;
  /** The declared queries; only the paths they use are indexed. */
  queries: readonly DeclaredQuery[];
}

/** A query as data, compiled for each engine. */
export interface DeclaredQuery {
  name: string;
  where: readonly Condition[];
  /** Ascending: absent first, then numbers, then texts by code point; values of other kinds stand where the engine puts them. Ties and absence of an order are settled by id, then partition. `/id` and `/_ts` may be named too. */
  orderBy?: string;
  /** Only ever run in one partition: a call that names none is refused, and engines index accordingly. */
  scope?: "partition";
}

/**
 * One conjunct. `path` is a JSON path such as `/openShiftCluster/properties/provisioningState`; `/id` and `/_ts` are the document's own.
 * A value is compared with its own kind only (text, number, boolean), as in Cosmos DB: an absent member, null, or a value of another
 * kind satisfies no condition, `notEquals` neither. `absentAs` stands for an absent member, not for null.
 */
export type Condition =
  | { path: string; equals: Operand }
  | { path: string; notEquals: Operand }
  | { path: string; in: readonly string[] }
  | { path: string; startsWith: Operand }
  | { path: string; atMost: Operand; absentAs?: number }
  | { path: string; atLeast: Operand; absentAs?: number }
  /** Store now is later than `_ts` plus the seconds at `path` (absent counts as 0): how a lease expires. */
  | { secondsSinceWriteExceed: string };

/** A constant, a parameter given at the call, or the store's own now in whole seconds. */
export type Operand = string | number | boolean | { parameter: string } | { storeNow: true };

/** A page of results; no continuation means there is no more. */
export interface Page<Document extends JsonObject = JsonObject> {
  documents: Stored<Document>[];
  continuation?: string;
}

/** A page of the change feed: newest versions only, deletes never appear. The continuation is always good for a later call. */
export interface ChangePage<Document extends JsonObject = JsonObject> {
  documents: Stored<Document>[];
  continuation: string;
}

/** What a write came to. Conflict names the unique path that another document of the partition holds, `/id` for the id itself. */
export type WriteOutcome<Document extends JsonObject = JsonObject> =
  | { outcome: "written"; document: Stored<Document> }
  | { outcome: "notFound" }
  | { outcome: "preconditionFailed" }
  | { outcome: "conflict"; path: string };

/** One write of a batch. Every replace and delete names the version it was made for; `"any"` only where the spec says last writer wins. */
export type BatchOperation =
  | { create: JsonObject & { id: string } }
  | { replace: JsonObject & { id: string }; ifMatch: Etag | "any" }
  | { delete: string; ifMatch: Etag | "any" };

/** All writes of a batch happened, or none: then `index` is the one that could not. */
export type BatchOutcome =
  | { outcome: "written"; documents: (Stored<JsonObject> | undefined)[] }
  | { outcome: "notFound" | "preconditionFailed"; index: number }
  | { outcome: "conflict"; index: number; path: string };

/**
 * Documents of one container: JSON of at most 2 MB, whose numbers keep all their digits (`parseExactly`). What is written is taken at
 * the moment of the call, and what is handed out belongs to the caller. Every call may reject with {@link StoreUnavailable} when the engine cannot answer for now;
 * a rejected write may have happened.
 */
export interface Container {
  readonly definition: ContainerDefinition;
  create<Document extends JsonObject & { id: string }>(
    partition: string,
    document: Document,
  ): Promise<WriteOutcome<Document>>;
  read<Document extends JsonObject>(partition: string, id: string): Promise<Stored<Document> | undefined>;
  /** As `read`, for a caller who still holds the version `known`: `unchanged`, without the document, when that is the present one. */
  readIfChanged<Document extends JsonObject>(
    partition: string,
    id: string,
    known: Etag,
  ): Promise<Stored<Document> | "unchanged" | undefined>;
  replace<Document extends JsonObject & { id: string }>(
    partition: string,
    document: Document,
    ifMatch: Etag | "any",
  ): Promise<WriteOutcome<Document>>;
  delete(partition: string, id: string, ifMatch: Etag | "any"): Promise<WriteOutcome>;
  /**
   * Atomic in one partition; at most 100 operations, as in Cosmos. With `documents: false`, for a caller who does not ask for them, the outcome's documents are
   * an empty list, and what was written need not be held until then.
   */
  batch(
    partition: string,
    operations: readonly BatchOperation[],
    options?: { documents?: boolean },
  ): Promise<BatchOutcome>;
  /** Runs a query of the definition; without `partition`, over all of them. */
  query<Document extends JsonObject>(
    name: string,
    options: {
      parameters?: Record<string, string | number | boolean>;
      partition?: string;
      pageSize?: number;
      continuation?: string;
    },
  ): Promise<Page<Document>>;
  /** How many documents the query would return. */
  count(
    name: string,
    options: { parameters?: Record<string, string | number | boolean>; partition?: string },
  ): Promise<number>;
  /** Changes since `continuation` (absent: from the beginning), oldest first. */
  changes<Document extends JsonObject>(options: {
    continuation?: string;
    pageSize?: number;
  }): Promise<ChangePage<Document>>;
  /** Calls back soon after anything in the container may have been written, by this process or another; a hint, never a promise. */
  onWrite(listener: () => void): Disposable;
}

/** A database: its containers and its clock. Disposing waits for the writes that were asked for; calls after it reject with {@link StoreUnavailable}. */
export interface Store extends AsyncDisposable {
  /** Opens a container, creating it when it does not exist. */
  container(definition: ContainerDefinition): Promise<Container>;
  /** Store time, whole seconds since the Unix epoch: the only clock by which leases expire. */
  now(): Promise<number>;
}

/** The engine cannot answer for now; the caller may try again. Throttling that outlasted its retries ends here too. */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "StoreUnavailable";
  }
}
