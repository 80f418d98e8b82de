import type { ContainerDefinition } from "../store.ts";
import type { Connection } from "./connection.ts";
import { isConstraint } from "./faults.ts";
import type { Transaction } from "./group.ts";
import { competing, tableName } from "./indexes.ts";
import { boundLimit, uniqueColumns } from "./paths.ts";
import { rowidOf } from "./placement.ts";
import { expiryOf, type Row } from "./rows.ts";
import type { Incoming, Operation, Refusal, Removed } from "./write.ts";

/** The writes and point reads of one container's table. Writes run inside a transaction of ours. */
export class Table {
  readonly definition: ContainerDefinition;
  readonly #connection: Connection;
  readonly #sql: {
    insert: string;
    update: string;
    remove: string;
    read: string;
    readUnless: string;
    exists: string;
    purge: string;
    purgeSome: string;
  };

  constructor(definition: ContainerDefinition, connection: Connection) {
    this.definition = definition;
    this.#connection = connection;
    const table = `"${tableName(definition.name)}"`;
    const one = "partition=? AND id=?";
    this.#sql = {
      insert: `INSERT INTO ${table}(rowid,seq,ts,expires,body,partition,id) VALUES (?,?,?,?,?,?,?)`,
      update: `UPDATE ${table} SET seq=?,ts=?,expires=?,body=? WHERE ${one} AND seq=?`,
      remove: `DELETE FROM ${table} WHERE ${one} AND seq=?`,
      read: `SELECT seq,ts,body FROM ${table} WHERE ${one} AND (expires IS NULL OR expires>?)`,
      readUnless: `SELECT seq,ts,CASE WHEN seq=? THEN NULL ELSE body END AS body FROM ${table} WHERE ${one} AND (expires IS NULL OR expires>?)`,
      exists: `SELECT 1 FROM ${table} WHERE ${one}`,
      purge: `DELETE FROM ${table} WHERE partition=? AND expires<=?`,
      purgeSome: `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE expires<=? ${boundLimit})`,
    };
  }

  /** The live row at `now`. */
  find(partition: string, id: string, now: number): Row | undefined {
    return this.#connection.prepare(this.#sql.read).get(partition, id, now) as Row | undefined;
  }

  /** As {@link find}, with null for a body: the row is the one with this commit sequence number. */
  findUnless(
    partition: string,
    id: string,
    now: number,
    sequence: number,
  ): (Omit<Row, "body"> & { body: string | null }) | undefined {
    return this.#connection.prepare(this.#sql.readUnless).get(sequence, partition, id, now) as ReturnType<
      Table["findUnless"]
    >;
  }

  /** Runs one operation: the commit sequence number it was written under, the document it removed, or why it could not be. */
  apply(transaction: Transaction, partition: string, operation: Operation): number | Removed | Refusal {
    if ("create" in operation) return this.#create(transaction, partition, operation.create);
    if ("replace" in operation) return this.#replace(transaction, partition, operation.replace, operation.ifMatch);
    return this.#delete(transaction, partition, operation.delete, operation.ifMatch);
  }

  #create(transaction: Transaction, partition: string, incoming: Incoming): number | Refusal {
    const sequence = transaction.nextSequence();
    return this.#store(transaction, partition, incoming, sequence, false, () => {
      this.#connection
        .prepare(this.#sql.insert)
        .run(
          rowidOf(sequence, incoming.text),
          sequence,
          ...this.#columns(transaction, incoming),
          partition,
          incoming.id,
        );
    });
  }

  #replace(transaction: Transaction, partition: string, incoming: Incoming, ifMatch: number | "any"): number | Refusal {
    const current = this.#matching(transaction, partition, incoming.id, ifMatch);
    if (typeof current === "string") return { outcome: current };
    const sequence = transaction.nextSequence();
    return this.#store(transaction, partition, incoming, sequence, true, () => {
      this.#connection
        .prepare(this.#sql.update)
        .run(sequence, ...this.#columns(transaction, incoming), partition, incoming.id, current.seq);
    });
  }

  #delete(transaction: Transaction, partition: string, id: string, ifMatch: number | "any"): Removed | Refusal {
    const current = this.#matching(transaction, partition, id, ifMatch);
    if (typeof current === "string") return { outcome: current };
    this.#connection.prepare(this.#sql.remove).run(partition, id, current.seq);
    transaction.touch(this.definition.name);
    return { text: current.body, sequence: Number(current.seq), ts: Number(current.ts) };
  }

  /** Removes at most `most` expired documents and says how many. */
  purge(transaction: Transaction, most: number): number {
    return Number(this.#connection.prepare(this.#sql.purgeSome).run(transaction.now, most).changes);
  }

  #columns(transaction: Transaction, incoming: Incoming): [number, number | null, string] {
    return [transaction.now, expiryOf(this.definition, incoming.ttl, transaction.now), incoming.text];
  }

  #matching(transaction: Transaction, partition: string, id: string, ifMatch: number | "any") {
    const current = this.find(partition, id, transaction.now);
    if (current === undefined) return "notFound" as const;
    if (ifMatch !== "any" && Number(current.seq) !== ifMatch) return "preconditionFailed" as const;
    return current;
  }

  /** Runs the statement; documents that have expired but still lie there are out of its way. */
  #store(
    transaction: Transaction,
    partition: string,
    incoming: Incoming,
    sequence: number,
    replaces: boolean,
    statement: () => void,
  ): number | Refusal {
    try {
      statement();
    } catch (error) {
      if (!isConstraint(error)) throw error;
      this.#connection.prepare(this.#sql.purge).run(partition, transaction.now);
      try {
        statement();
      } catch (again) {
        if (!isConstraint(again)) throw again;
        return { outcome: "conflict", path: this.#collision(partition, incoming, replaces) };
      }
    }
    transaction.touch(this.definition.name);
    return sequence;
  }

  /** Which path the refused document shares with another one: the id first, then the unique paths in their order. */
  #collision(partition: string, incoming: Incoming, replaces: boolean): string {
    if (!replaces && this.#connection.prepare(this.#sql.exists).get(partition, incoming.id) !== undefined) return "/id";
    const table = `"${tableName(this.definition.name)}"`;
    const competitors = competing(this.definition);
    const among = competitors === undefined ? "" : ` AND ${competitors}`;
    const taken = this.definition.uniqueKeys.find((path) => {
      const columns = uniqueColumns(path);
      const sql = `WITH incoming(id,body) AS (VALUES (?,?)) SELECT 1 FROM ${table} WHERE partition=?${among} AND id<>? AND (${columns})=(SELECT ${columns} FROM incoming)`;
      return this.#connection.prepare(sql).get(incoming.id, incoming.text, partition, incoming.id) !== undefined;
    });
    if (taken === undefined) throw new Error(`document ${incoming.id} was refused, and no unique path of it is taken`);
    return taken;
  }
}
