import type { Incoming, Operation, Result, Write } from "./write.ts";

// How writes and results cross to another thread: as one list of numbers and texts. Objects take the names of their members along, each one again.

/** Writes, each after its number. */
export type PackedWrites = Packed<Write>;
/** Results, each after the number of its write. */
export type PackedResults = Packed<Result>;

/** A number that names, then either the rare thing as it is, or the members of the usual one. */
type Packed<Rare extends object> = (number | string | undefined | Rare)[];

const create = 0;
const replace = 1;
const remove = 2;
/** Stands for "any"; commit sequence numbers are none below −1. */
const anyVersion = -2;

/** Adds `write`, under `number`, to `packed`. */
export function packWrite(packed: PackedWrites, number: number, write: Write): void {
  if (!("operations" in write)) {
    packed.push(number, write);
    return;
  }
  packed.push(number, write.table, write.partition, write.operations.length);
  for (const operation of write.operations)
    if ("create" in operation) packIncoming(packed, create, operation.create);
    else if ("replace" in operation) {
      packIncoming(packed, replace, operation.replace);
      packed.push(packedVersion(operation.ifMatch));
    } else packed.push(remove, operation.delete, packedVersion(operation.ifMatch));
}

const packIncoming = (packed: PackedWrites, kind: number, { id, ttl, text }: Incoming) =>
  packed.push(kind, id, ttl, text);

const packedVersion = (ifMatch: number | "any"): number => (ifMatch === "any" ? anyVersion : ifMatch);

/** Calls `each` with every write and its number. */
export const unpackWrites = (packed: PackedWrites, each: (number: number, write: Write) => void): void =>
  unpack(packed, each, (items): Write => {
    const table = items.number();
    const partition = items.text();
    return { table, partition, operations: items.list(() => unpackOperation(items)) };
  });

function unpackOperation(items: Items<Write>): Operation {
  const kind = items.number();
  if (kind === remove) return { delete: items.text(), ifMatch: unpackVersion(items) };
  const incoming: Incoming = { id: items.text(), ttl: items.optionalNumber(), text: items.text() };
  return kind === create ? { create: incoming } : { replace: incoming, ifMatch: unpackVersion(items) };
}

function unpackVersion(items: Items<Write>): number | "any" {
  const version = items.number();
  return version === anyVersion ? "any" : version;
}

/** Adds `result`, under `number`, to `packed`. */
export function packResult(packed: PackedResults, number: number, result: Result): void {
  if (result.outcome === "written" && result.removed === undefined)
    packed.push(number, result.ts, result.sequences.length, ...result.sequences);
  else packed.push(number, result);
}

/** Calls `each` with every result and the number of its write. */
export const unpackResults = (packed: PackedResults, each: (number: number, result: Result) => void): void =>
  unpack(packed, each, (items): Result => {
    const ts = items.number();
    return { outcome: "written", ts, sequences: items.list(() => items.number()) };
  });

function unpack<One extends object>(
  packed: Packed<One>,
  each: (number: number, one: One) => void,
  usual: (items: Items<One>) => One,
): void {
  const items = new Items(packed);
  while (items.areLeft) {
    const number = items.number();
    each(number, items.rare() ?? usual(items));
  }
}

/** A walk along what was packed. */
class Items<Rare extends object> {
  readonly #packed: Packed<Rare>;
  #at = 0;

  constructor(packed: Packed<Rare>) {
    this.#packed = packed;
  }

  get areLeft(): boolean {
    return this.#at < this.#packed.length;
  }

  /** What is next, when it is no number or text. */
  rare(): Rare | undefined {
    const next = this.#packed[this.#at];
    if (typeof next !== "object") return undefined;
    this.#at++;
    return next;
  }

  number(): number {
    return this.#packed[this.#at++] as number;
  }

  optionalNumber(): number | undefined {
    return this.#packed[this.#at++] as number | undefined;
  }

  text(): string {
    return this.#packed[this.#at++] as string;
  }

  /** As many as the next number says. */
  list<Item>(item: () => Item): Item[] {
    return Array.from({ length: this.number() }, item);
  }
}
