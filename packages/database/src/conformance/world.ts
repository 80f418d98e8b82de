import assert from "node:assert/strict";
import type { JsonObject } from "@aro/api";
import type { Container, ContainerDefinition, Store, Stored, WriteOutcome } from "../store.ts";
import type { OtherProcess } from "./other-process.ts";

/** One database, empty at the beginning, as the suite needs it; disposing removes it and closes every handle. */
export interface StoreWorld extends AsyncDisposable {
  /** A handle on the database; each call gives another one, as another process would have. */
  open(): Promise<Store>;
  /** Lets this much store time pass. */
  pass(seconds: number): Promise<void>;
  /** Whether `pass` takes no time: then properties may use it freely. */
  passesAtOnce: boolean;
  /** A real second process with the database open. */
  startProcess(): Promise<OtherProcess>;
}

/** Makes worlds; called once a test. */
export type BeginWorld = () => Promise<StoreWorld>;

/** A document as tests write it. */
export type Thing = JsonObject & { id: string };

/** What a write stored; fails the test when it came to anything else. */
export function written<Document extends JsonObject>(outcome: WriteOutcome<Document>): Stored<Document> {
  assert.equal(outcome.outcome, "written", JSON.stringify(outcome));
  return (outcome as Extract<WriteOutcome<Document>, { outcome: "written" }>).document;
}

/** A container without unique keys whose documents vanish only when they carry `ttl`. */
export const plain = {
  name: "Plain",
  uniqueKeys: [],
  defaultTtlSeconds: -1,
  queries: [],
} as const satisfies ContainerDefinition;

/** A container of a fresh handle. */
export async function opened(world: StoreWorld, definition: ContainerDefinition): Promise<Container> {
  return await (await world.open()).container(definition);
}

/** All documents of a query, page by page. */
export async function everything(
  container: Container,
  query: string,
  options: { parameters?: Record<string, string | number | boolean>; partition?: string; pageSize?: number } = {},
): Promise<Stored<Thing>[]> {
  const documents: Stored<Thing>[] = [];
  let continuation: string | undefined;
  do {
    const page = await container.query<Thing>(query, {
      ...options,
      ...(continuation === undefined ? {} : { continuation }),
    });
    documents.push(...page.documents);
    continuation = page.continuation;
  } while (continuation !== undefined);
  return documents;
}

/** Everything the feed gives from `continuation` to where it ends for now. */
export async function drained(
  container: Container,
  continuation?: string,
  pageSize = 7,
): Promise<{ documents: Stored<Thing>[]; continuation: string }> {
  const documents: Stored<Thing>[] = [];
  for (let from = continuation; ; ) {
    const page = await container.changes<Thing>({ pageSize, ...(from === undefined ? {} : { continuation: from }) });
    if (page.documents.length === 0) return { documents, continuation: page.continuation };
    documents.push(...page.documents);
    from = page.continuation;
  }
}

/** Without the store's stamps. */
export const bare = (document: Stored<Thing>): Thing => {
  const { _etag: _, _ts: __, ...rest } = document;
  return rest as Thing;
};
