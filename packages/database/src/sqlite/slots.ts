/**
 * What is under way, each under a number that no other has meanwhile; numbers are given out again. An array that grows to the most there ever were at once,
 * and not a Map: one whose entries come and go is copied again and again, and V8 keeps each copy, with all that was in it, until it collects its old generation
 * (decision 23).
 */
export class Slots<Value extends object> {
  readonly #values: (Value | undefined)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#values.length - this.#free.length;
  }

  /** The number under which `value` is kept. */
  add(value: Value): number {
    const number = this.#free.pop() ?? this.#values.length;
    this.#values[number] = value;
    return number;
  }

  /** Gives out what is kept under `number`, and keeps it no longer; undefined when nothing is. */
  take(number: number): Value | undefined {
    const value = this.#values[number];
    if (value === undefined) return undefined;
    this.#values[number] = undefined;
    this.#free.push(number);
    return value;
  }

  /** Gives out all, and keeps nothing. */
  takeAll(): Value[] {
    this.#free.length = 0;
    return this.#values.splice(0).filter((value) => value !== undefined);
  }
}
