import type { Json, JsonObject } from "@aro/api";
import type { BatchOperation, BatchOutcome, Condition, ContainerDefinition, DeclaredQuery, Operand } from "../store.ts";
import type { Thing } from "./world.ts";

interface Kept {
  partition: string;
  document: Thing;
  version: number;
  ts: number;
}

/** What a container is, said as simply as possible: the oracle of the properties. ETags are version numbers, printed. */
export class Model {
  now = 0;
  readonly #definition: ContainerDefinition;
  #kept: Kept[] = [];
  #version = 0;

  constructor(definition: ContainerDefinition) {
    this.#definition = definition;
  }

  /** All or nothing; ETags are versions as {@link versionOf} gives them. */
  batch(partition: string, operations: readonly BatchOperation[]): BatchOutcome["outcome"] | `${string} at ${number}` {
    const before = this.#live();
    this.#kept = [...before];
    for (const [index, operation] of operations.entries()) {
      const refused = this.#apply(partition, operation);
      if (refused === undefined) continue;
      this.#kept = before;
      return `${refused} at ${index}`;
    }
    return "written";
  }

  versionOf(partition: string, id: string): string | undefined {
    const kept = this.#live().find((one) => one.partition === partition && one.document.id === id);
    return kept === undefined ? undefined : String(kept.version);
  }

  query(query: DeclaredQuery, parameters: Record<string, string | number | boolean>, partition?: string): Thing[] {
    const operand = (value: Operand) =>
      typeof value !== "object" ? value : "storeNow" in value ? this.now : (parameters[value.parameter] as string);
    const found = this.#live().filter(
      (one) =>
        (partition === undefined || one.partition === partition) &&
        query.where.every((condition) => holds(one, condition, operand, this.now)),
    );
    const rank = (one: Kept) => (query.orderBy === undefined ? undefined : valueAt(one, query.orderBy));
    return found
      .toSorted(
        (a, b) =>
          compare(rank(a), rank(b)) || compare(a.document.id, b.document.id) || compare(a.partition, b.partition),
      )
      .map(({ document }) => document);
  }

  changes(): Thing[] {
    return this.#live()
      .toSorted((a, b) => a.version - b.version)
      .map(({ document }) => document);
  }

  #live(): Kept[] {
    const { defaultTtlSeconds } = this.#definition;
    return this.#kept.filter(({ document, ts }) => {
      if (defaultTtlSeconds === undefined) return true;
      const ttl = (document["ttl"] as number | undefined) ?? defaultTtlSeconds;
      return ttl === -1 || this.now < ts + ttl;
    });
  }

  #apply(partition: string, operation: BatchOperation): string | undefined {
    const document = "create" in operation ? operation.create : "replace" in operation ? operation.replace : undefined;
    const id = document?.id ?? (operation as { delete: string }).delete;
    const at = this.#kept.findIndex((one) => one.partition === partition && one.document.id === id);
    if ("create" in operation) {
      if (at >= 0) return "conflict /id";
    } else {
      const current = this.#kept[at];
      if (current === undefined) return "notFound";
      if (operation.ifMatch !== "any" && String(current.version) !== operation.ifMatch) return "preconditionFailed";
    }
    for (const path of document === undefined ? [] : this.#definition.uniqueKeys) {
      const key = JSON.stringify(memberOf(document as Json, path) ?? null);
      const holder = this.#kept.some(
        (one, index) =>
          index !== at && one.partition === partition && JSON.stringify(valueAt(one, path) ?? null) === key,
      );
      if (holder) return `conflict ${path}`;
    }
    if (at >= 0) this.#kept.splice(at, 1);
    this.#version++;
    if (document !== undefined) this.#kept.push({ partition, document, version: this.#version, ts: this.now });
    return undefined;
  }
}

const memberOf = (json: Json | undefined, path: string): Json | undefined =>
  path
    .split("/")
    .slice(1)
    .reduce<Json | undefined>(
      (at, member) =>
        at !== null && typeof at === "object" && !Array.isArray(at) ? (at as JsonObject)[member] : undefined,
      json,
    );

const valueAt = (one: Kept, path: string): Json | undefined =>
  path === "/_ts" ? one.ts : memberOf(one.document, path);

function holds(
  one: Kept,
  condition: Condition,
  operand: (value: Operand) => string | number | boolean,
  now: number,
): boolean {
  if ("secondsSinceWriteExceed" in condition) {
    const seconds = valueAt(one, condition.secondsSinceWriteExceed);
    return now > one.ts + (typeof seconds === "number" ? seconds : 0);
  }
  const value = valueAt(one, condition.path);
  const same = (other: unknown) => typeof value === typeof other;
  if ("in" in condition) return typeof value === "string" && condition.in.includes(value);
  if ("equals" in condition) return value === operand(condition.equals);
  if ("notEquals" in condition) return same(operand(condition.notEquals)) && value !== operand(condition.notEquals);
  if ("startsWith" in condition)
    return typeof value === "string" && value.startsWith(operand(condition.startsWith) as string);
  const limit = operand("atMost" in condition ? condition.atMost : condition.atLeast);
  const asked = value === undefined && typeof limit === "number" ? condition.absentAs : value;
  if (asked === undefined || typeof asked !== typeof limit) return false;
  return "atMost" in condition ? compare(asked, limit) <= 0 : compare(asked, limit) >= 0;
}

/** Absent, then numbers, then texts by code point. */
export function compare(a: Json | undefined, b: Json | undefined): number {
  const rank = (value: Json | undefined) => (typeof value === "string" ? 2 : typeof value === "number" ? 1 : 0);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return 0;
}
