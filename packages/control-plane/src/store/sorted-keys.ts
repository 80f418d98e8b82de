/** Keys in the order of their code units, as etcd keeps them; fast to look up and to page through. */
export class SortedKeys {
  readonly #keys: string[];

  /** `keys` must be in order. */
  constructor(keys: string[] = []) {
    this.#keys = keys;
  }

  /** Index of the first key that is not before `key`. */
  #at(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] as string) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  add(key: string): void {
    const at = this.#at(key);
    if (this.#keys[at] !== key) this.#keys.splice(at, 0, key);
  }

  delete(key: string): void {
    const at = this.#at(key);
    if (this.#keys[at] === key) this.#keys.splice(at, 1);
  }

  /** Keys with this prefix that come after `after`. Must not be changed while it is gone through. */
  *range(prefix: string, after = ""): IterableIterator<string> {
    const from = after > prefix ? after : prefix;
    for (let at = this.#at(from); at < this.#keys.length; at++) {
      const key = this.#keys[at] as string;
      if (!key.startsWith(prefix)) return;
      if (key !== after) yield key;
    }
  }

  /** How many keys have this prefix. */
  count(prefix: string): number {
    if (prefix === "") return this.#keys.length;
    return this.#at(`${prefix}\uffff`) - this.#at(prefix);
  }
}
