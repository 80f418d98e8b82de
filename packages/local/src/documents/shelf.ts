import type { Row, Rows } from "./rows.ts";

/** Under which texts a fact is found besides its key. */
export type FindBy<Fact> = (fact: Fact, key: string) => readonly string[];

/** Facts of the rows of one type, taken apart once and found by what they say; rows that were written are read anew when somebody asks. */
export class Shelf<Fact, Name extends string = never> {
  readonly #type: string;
  readonly #rows: Rows;
  readonly #read: (row: Row) => Fact;
  readonly #facts = new Map<string, Fact>();
  readonly #indexes: readonly { of: FindBy<Fact>; found: Map<string, Map<string, Fact>> }[];
  readonly #names: readonly string[];
  /** What was written since it was read, and in which transaction. */
  readonly #stale = new Map<string, number | undefined>();

  constructor(rows: Rows, type: string, read: (row: Row) => Fact, indexes: Readonly<Record<Name, FindBy<Fact>>>) {
    this.#rows = rows;
    this.#type = `/providers/${type}/`;
    this.#read = read;
    this.#names = Object.keys(indexes);
    this.#indexes = Object.values<FindBy<Fact>>(indexes).map((of) => ({ of, found: new Map() }));
    for (const { key } of rows.ofType(type)) this.#stale.set(key, undefined);
  }

  /** Takes note that a row was written; false when it is of another type. */
  written(key: string): boolean {
    const at = key.indexOf(this.#type);
    if (at < 0 || key.includes("/", at + this.#type.length)) return false;
    this.#stale.set(key, this.#rows.transactionNumber);
    return true;
  }

  get(key: string): Fact | undefined {
    return this.#fresh().get(key);
  }

  all(): Iterable<Fact> {
    return this.#fresh().values();
  }

  /** Those that are found under a text. */
  by(name: Name, text: string): readonly Fact[] {
    this.#fresh();
    return [...(this.#indexes[this.#names.indexOf(name)]?.found.get(text)?.values() ?? [])];
  }

  /** Keys of those that are found under a text. */
  keysBy(name: Name, text: string): readonly string[] {
    this.#fresh();
    return [...(this.#indexes[this.#names.indexOf(name)]?.found.get(text)?.keys() ?? [])];
  }

  #fresh(): ReadonlyMap<string, Fact> {
    if (this.#stale.size === 0) return this.#facts;
    const open = this.#rows.transactionNumber;
    for (const [key, written] of this.#stale) {
      const row = this.#rows.get(key);
      const before = this.#facts.get(key);
      if (before !== undefined) this.#forget(key, before);
      if (row === undefined) this.#facts.delete(key);
      else this.#keep(key, this.#read(row));
      // What is read inside of the transaction that wrote it may yet be undone, and is read again after it.
      if (written === undefined || written !== open) this.#stale.delete(key);
    }
    return this.#facts;
  }

  #keep(key: string, fact: Fact): void {
    this.#facts.set(key, fact);
    for (const { of, found } of this.#indexes)
      for (const text of of(fact, key)) {
        const held = found.get(text) ?? new Map<string, Fact>();
        found.set(text, held.set(key, fact));
      }
  }

  #forget(key: string, fact: Fact): void {
    for (const { of, found } of this.#indexes)
      for (const text of of(fact, key)) {
        const held = found.get(text);
        held?.delete(key);
        if (held?.size === 0) found.delete(text);
      }
  }
}
