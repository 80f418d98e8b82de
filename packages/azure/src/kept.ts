/** Things that are made when they are first asked for, by name; what could not be made is made anew. */
export class Kept {
  readonly #made = new Map<string, Promise<unknown>>();

  once<Value>(name: string, make: () => Promise<Value>): Promise<Value> {
    const found = this.#made.get(name) as Promise<Value> | undefined;
    if (found !== undefined) return found;
    const made = make();
    this.#made.set(name, made);
    made.catch(() => this.#made.delete(name));
    return made;
  }

  clear(): void {
    this.#made.clear();
  }
}
