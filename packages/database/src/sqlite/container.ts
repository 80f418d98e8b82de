import type { JsonObject } from "@aro/api";
import {
  checkId,
  checkPartition,
  DocumentTooLarge,
  documentText,
  largestDocumentBytes,
  mostBatchOperations,
} from "../limits.ts";
import type {
  BatchOperation,
  BatchOutcome,
  ChangePage,
  Container,
  ContainerDefinition,
  DeclaredQuery,
  Etag,
  Page,
  Stored,
  WriteOutcome,
} from "../store.ts";
import { type UniqueValuesCheck, uniqueValuesCheck } from "../unique-values.ts";
import { type Bound, type Where, whereOf } from "./compile.ts";
import { type Place, readContinuation, writeContinuation } from "./continuation.ts";
import type { Engine } from "./engine.ts";
import { tableName } from "./indexes.ts";
import { boundLimit } from "./paths.ts";
import { type Row, sequenceOf, stored } from "./rows.ts";
import { continuationName, type PageSelect, pageSelect } from "./select.ts";
import { Table } from "./table.ts";
import type { Incoming, Operation, Result } from "./write.ts";
import { batchOutcome, writeOutcome } from "./written.ts";

/** Documents of a page when the call names no size. */
const usualPageSize = 100;

type Parameters = Record<string, string | number | boolean>;

/** One container in a SQLite file. */
export class SqliteContainer implements Container {
  readonly definition: ContainerDefinition;
  /** What writes call its table. */
  readonly number: number;
  readonly #engine: Engine;
  readonly #name: string;
  readonly #table: Table;
  readonly #queries: ReadonlyMap<string, Selection>;
  readonly #checkUniqueValues: UniqueValuesCheck;

  constructor(definition: ContainerDefinition, engine: Engine) {
    this.definition = definition;
    this.#engine = engine;
    this.#name = `"${tableName(definition.name)}"`;
    this.#table = new Table(definition, engine.connection);
    this.#queries = new Map(definition.queries.map((query) => [query.name, selectionOf(definition, query)]));
    this.#checkUniqueValues = uniqueValuesCheck(definition);
    this.number = engine.open(definition);
  }

  async create<Document extends JsonObject & { id: string }>(
    partition: string,
    document: Document,
  ): Promise<WriteOutcome<Document>> {
    const incoming = this.#taken(partition, document);
    return writeOutcome<Document>(await this.#write(partition, [{ create: incoming }]), incoming.text);
  }

  read<Document extends JsonObject>(partition: string, id: string): Promise<Stored<Document> | undefined> {
    return this.#engine.read((now) => {
      const row = this.#table.find(partition, id, now);
      return row === undefined ? undefined : stored<Document>(row.body, row.seq, row.ts);
    });
  }

  readIfChanged<Document extends JsonObject>(
    partition: string,
    id: string,
    known: Etag,
  ): Promise<Stored<Document> | "unchanged" | undefined> {
    return this.#engine.read((now) => {
      const row = this.#table.findUnless(partition, id, now, sequenceOf(known));
      if (row === undefined) return undefined;
      return row.body === null ? "unchanged" : stored<Document>(row.body, row.seq, row.ts);
    });
  }

  async replace<Document extends JsonObject & { id: string }>(
    partition: string,
    document: Document,
    ifMatch: Etag | "any",
  ): Promise<WriteOutcome<Document>> {
    const incoming = this.#taken(partition, document);
    const result = await this.#write(partition, [{ replace: incoming, ifMatch: sequenceNamed(ifMatch) }]);
    return writeOutcome<Document>(result, incoming.text);
  }

  async delete(partition: string, id: string, ifMatch: Etag | "any"): Promise<WriteOutcome> {
    checkPartition(partition);
    checkId(id);
    return writeOutcome(await this.#write(partition, [{ delete: id, ifMatch: sequenceNamed(ifMatch) }]));
  }

  async batch(
    partition: string,
    operations: readonly BatchOperation[],
    { documents = true }: { documents?: boolean } = {},
  ): Promise<BatchOutcome> {
    const { texts, result } = this.#begin(partition, operations, documents);
    return batchOutcome(await result, texts);
  }

  /** Hands the writes over. What they store is held from here on by who writes it, and by who wants to see it. */
  #begin(
    partition: string,
    operations: readonly BatchOperation[],
    keepsTexts: boolean,
  ): { texts: (string | undefined)[]; result: Promise<Result> } {
    if (operations.length > mostBatchOperations)
      throw new RangeError(`a batch has at most ${mostBatchOperations} operations; this one has ${operations.length}`);
    const texts: (string | undefined)[] = [];
    const taking = (document: JsonObject & { id: string }): Incoming => {
      const incoming = this.#taken(partition, document);
      texts.push(incoming.text);
      return incoming;
    };
    const prepared = operations.map((operation): Operation => {
      if ("create" in operation) return { create: taking(operation.create) };
      const ifMatch = sequenceNamed(operation.ifMatch);
      if ("replace" in operation) return { replace: taking(operation.replace), ifMatch };
      checkPartition(partition);
      checkId(operation.delete);
      texts.push(undefined);
      return { delete: operation.delete, ifMatch };
    });
    if (operations.length === 0)
      return { texts, result: Promise.resolve({ outcome: "written", ts: 0, sequences: [] }) };
    const bytes = texts.reduce((sum, text = "") => sum + Buffer.byteLength(text), 0);
    if (bytes > largestDocumentBytes) throw new DocumentTooLarge(`the batch of ${operations.length} operations`, bytes);
    return { texts: keepsTexts ? texts : [], result: this.#write(partition, prepared) };
  }

  query<Document extends JsonObject>(
    name: string,
    options: { parameters?: Parameters; partition?: string; pageSize?: number; continuation?: string },
  ): Promise<Page<Document>> {
    return this.#engine.read((now) => {
      const { isWalked, page: select } = this.#declared(name);
      const size = checkedPageSize(options.pageSize);
      const { sql, values } = select({ ...options, now });
      const rows = this.#engine.connection.prepare(sql).all(...values, size + 1) as unknown as QueryRow[];
      const page: Page<Document> = {
        documents: rows.slice(0, size).map((row) => stored<Document>(row.body, row.seq, row.ts)),
      };
      const last = rows[size - 1];
      if (rows.length > size && last !== undefined) {
        const place: Place = [...(isWalked ? [last.walked] : []), last.id, last.partition];
        page.continuation = writeContinuation(continuationName(this.definition, name), place);
      }
      return page;
    });
  }

  count(name: string, options: { parameters?: Parameters; partition?: string }): Promise<number> {
    return this.#engine.read((now) => {
      const { parameters = {}, partition } = options;
      const { where, values } = this.#declared(name).where({ parameters, partition, now });
      const sql = `SELECT count(*) AS found FROM ${this.#name} WHERE ${where}`;
      return Number((this.#engine.connection.prepare(sql).get(...values) as { found: bigint }).found);
    });
  }

  changes<Document extends JsonObject>(options: {
    continuation?: string;
    pageSize?: number;
  }): Promise<ChangePage<Document>> {
    return this.#engine.read((now) => {
      const of = continuationName(this.definition, "changes");
      const [after = 0n] = options.continuation === undefined ? [] : readContinuation(of, options.continuation, 1);
      const sql = `SELECT seq,ts,body FROM ${this.#name} WHERE seq>? AND (expires IS NULL OR expires>?) ORDER BY seq ${boundLimit}`;
      const rows = this.#engine.connection
        .prepare(sql)
        .all(after, now, checkedPageSize(options.pageSize)) as unknown as Row[];
      return {
        documents: rows.map((row) => stored<Document>(row.body, row.seq, row.ts)),
        continuation: writeContinuation(of, [rows.at(-1)?.seq ?? after]),
      };
    });
  }

  onWrite(listener: () => void): Disposable {
    return this.#engine.watch.listen(this.definition.name, listener);
  }

  /** What of `document` is stored. */
  #taken(partition: string, document: JsonObject & { id: string }): Incoming {
    checkPartition(partition);
    const text = documentText(document);
    this.#checkUniqueValues(document);
    return { id: document.id, ttl: document["ttl"] as number | undefined, text };
  }

  #write(partition: string, operations: readonly Operation[]): Promise<Result> {
    return this.#engine.write({ table: this.number, partition, operations });
  }

  #declared(name: string): Selection {
    const query = this.#queries.get(name);
    if (query === undefined) throw new TypeError(`container ${this.definition.name} declares no query ${name}`);
    return query;
  }
}

/** The statements of one declared query. */
interface Selection {
  /** Whether it has an order of its own. */
  isWalked: boolean;
  page: PageSelect;
  where: Where;
}

const selectionOf = (definition: ContainerDefinition, query: DeclaredQuery): Selection => ({
  isWalked: query.orderBy !== undefined,
  page: pageSelect(definition, query),
  where: whereOf(query),
});

interface QueryRow extends Row {
  id: string;
  partition: string;
  walked: Bound;
}

const sequenceNamed = (ifMatch: Etag | "any"): number | "any" => (ifMatch === "any" ? "any" : sequenceOf(ifMatch));

function checkedPageSize(pageSize = usualPageSize): number {
  if (!Number.isSafeInteger(pageSize) || pageSize < 1)
    throw new RangeError(`page size ${pageSize} is not a whole number from 1`);
  return pageSize;
}
