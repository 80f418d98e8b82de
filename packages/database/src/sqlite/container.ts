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
import { checkUniqueValues } from "../unique-values.ts";
import { type Bound, compileWhere } from "./compile.ts";
import { type Place, readContinuation, writeContinuation } from "./continuation.ts";
import type { Engine } from "./engine.ts";
import { Undo } from "./group.ts";
import { tableName } from "./indexes.ts";
import { boundLimit } from "./paths.ts";
import { type Row, sequenceOf, stored } from "./rows.ts";
import { continuationName, selectPage } from "./select.ts";
import { type Incoming, Table } from "./table.ts";
import { batchWritten, type Written } from "./written.ts";

/** Documents of a page when the call names no size. */
const usualPageSize = 100;

type Parameters = Record<string, string | number | boolean>;

/** One container in a SQLite file. */
export class SqliteContainer implements Container {
  readonly definition: ContainerDefinition;
  readonly table: Table;
  readonly #engine: Engine;
  readonly #name: string;

  constructor(definition: ContainerDefinition, engine: Engine) {
    this.definition = definition;
    this.#engine = engine;
    this.#name = `"${tableName(definition.name)}"`;
    this.table = new Table(definition, engine.connection);
  }

  async create<Document extends JsonObject & { id: string }>(
    partition: string,
    document: Document,
  ): Promise<WriteOutcome<Document>> {
    const incoming = taken(this.definition, partition, document);
    const outcome = await this.#engine.write((transaction) => this.table.create(transaction, partition, incoming));
    return outcome as WriteOutcome<Document>;
  }

  read<Document extends JsonObject>(partition: string, id: string): Promise<Stored<Document> | undefined> {
    return this.#engine.read((now) => {
      const row = this.table.find(partition, id, now);
      return row === undefined ? undefined : stored<Document>(row.body, row.seq, row.ts);
    });
  }

  readIfChanged<Document extends JsonObject>(
    partition: string,
    id: string,
    known: Etag,
  ): Promise<Stored<Document> | "unchanged" | undefined> {
    return this.#engine.read((now) => {
      const row = this.table.findUnless(partition, id, now, sequenceOf(known));
      if (row === undefined) return undefined;
      return row.body === null ? "unchanged" : stored<Document>(row.body, row.seq, row.ts);
    });
  }

  async replace<Document extends JsonObject & { id: string }>(
    partition: string,
    document: Document,
    ifMatch: Etag | "any",
  ): Promise<WriteOutcome<Document>> {
    const incoming = taken(this.definition, partition, document);
    const outcome = await this.#engine.write((transaction) =>
      this.table.replace(transaction, partition, incoming, ifMatch),
    );
    return outcome as WriteOutcome<Document>;
  }

  async delete(partition: string, id: string, ifMatch: Etag | "any"): Promise<WriteOutcome> {
    checkPartition(partition);
    checkId(id);
    return await this.#engine.write((transaction) => this.table.delete(transaction, partition, id, ifMatch));
  }

  async batch(partition: string, operations: readonly BatchOperation[]): Promise<BatchOutcome> {
    if (operations.length > mostBatchOperations)
      throw new RangeError(`a batch has at most ${mostBatchOperations} operations; this one has ${operations.length}`);
    const prepared = operations.map((operation) => {
      if ("create" in operation) return { create: taken(this.definition, partition, operation.create) };
      if ("replace" in operation)
        return { replace: taken(this.definition, partition, operation.replace), ifMatch: operation.ifMatch };
      checkPartition(partition);
      checkId(operation.delete);
      return { delete: operation.delete, ifMatch: operation.ifMatch };
    });
    const bytes = prepared.reduce(
      (sum, one) => sum + Buffer.byteLength(one.create?.text ?? one.replace?.text ?? ""),
      0,
    );
    if (bytes > largestDocumentBytes) throw new DocumentTooLarge(`the batch of ${operations.length} operations`, bytes);
    return await this.#engine.write<BatchOutcome>(
      (transaction) => {
        const all: (Written | undefined)[] = [];
        for (const [index, one] of prepared.entries()) {
          const outcome =
            one.create !== undefined
              ? this.table.create(transaction, partition, one.create)
              : one.replace !== undefined
                ? this.table.replace(transaction, partition, one.replace, one.ifMatch)
                : this.table.delete(transaction, partition, one.delete, one.ifMatch);
          if (outcome.outcome === "written") all.push(one.delete === undefined ? outcome : undefined);
          // The first one has nothing before it to undo.
          else if (index === 0) return { ...outcome, index };
          else throw new Undo<BatchOutcome>({ ...outcome, index });
        }
        return batchWritten(all);
      },
      { atomic: true },
    );
  }

  query<Document extends JsonObject>(
    name: string,
    options: { parameters?: Parameters; partition?: string; pageSize?: number; continuation?: string },
  ): Promise<Page<Document>> {
    return this.#engine.read((now) => {
      const query = this.#declared(name);
      const size = checkedPageSize(options.pageSize);
      const { sql, values } = selectPage(this.definition, query, { ...options, now });
      const rows = this.#engine.connection.prepare(sql).all(...values, size + 1) as unknown as QueryRow[];
      const page: Page<Document> = {
        documents: rows.slice(0, size).map((row) => stored<Document>(row.body, row.seq, row.ts)),
      };
      const last = rows[size - 1];
      if (rows.length > size && last !== undefined) {
        const place: Place = [...(query.orderBy === undefined ? [] : [last.walked]), last.id, last.partition];
        page.continuation = writeContinuation(continuationName(this.definition, name), place);
      }
      return page;
    });
  }

  count(name: string, options: { parameters?: Parameters; partition?: string }): Promise<number> {
    return this.#engine.read((now) => {
      const { parameters = {}, partition } = options;
      const { where, values } = compileWhere(this.#declared(name), { parameters, partition, now });
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

  #declared(name: string): DeclaredQuery {
    const query = this.definition.queries.find((declared) => declared.name === name);
    if (query === undefined) throw new TypeError(`container ${this.definition.name} declares no query ${name}`);
    return query;
  }
}

interface QueryRow extends Row {
  id: string;
  partition: string;
  walked: Bound;
}

function taken(definition: ContainerDefinition, partition: string, document: JsonObject & { id: string }): Incoming {
  checkPartition(partition);
  const text = documentText(document);
  checkUniqueValues(definition, document);
  return { id: document.id, ttl: document["ttl"], text };
}

function checkedPageSize(pageSize = usualPageSize): number {
  if (!Number.isSafeInteger(pageSize) || pageSize < 1)
    throw new RangeError(`page size ${pageSize} is not a whole number from 1`);
  return pageSize;
}
