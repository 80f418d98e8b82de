import type { Doc } from "../objects/object.ts";

/**
 * A set of an object's fields as managedFields writes it: a tree whose steps are `f:NAME` for a member, `k:{…}` for an element of a list by its
 * keys, `v:VALUE` for a member of a set. A node may itself be in the set (`.`).
 */
export class FieldSet {
  own = false;
  readonly children = new Map<string, FieldSet>();

  static of(fields: Doc | undefined): FieldSet {
    const made = new FieldSet();
    for (const [step, below] of Object.entries(fields ?? {}))
      if (step === ".") made.own = true;
      else made.children.set(step, FieldSet.of(below as Doc));
    // A leaf is written without its dot.
    if (made.children.size === 0) made.own = true;
    return made;
  }

  static empty(): FieldSet {
    return new FieldSet();
  }

  get isEmpty(): boolean {
    return !this.own && this.children.size === 0;
  }

  child(step: string): FieldSet {
    let found = this.children.get(step);
    if (found === undefined) {
      found = new FieldSet();
      this.children.set(step, found);
    }
    return found;
  }

  insert([step, ...rest]: readonly string[]): void {
    if (step === undefined) this.own = true;
    else this.child(step).insert(rest);
  }

  has([step, ...rest]: readonly string[]): boolean {
    return step === undefined ? this.own : this.children.get(step)?.has(rest) === true;
  }

  /** All paths in the set. */
  *paths(prefix: readonly string[] = []): IterableIterator<readonly string[]> {
    if (this.own) yield prefix;
    for (const [step, below] of this.children) yield* below.paths([...prefix, step]);
  }

  /** What is in this one and not in the other. */
  without(other: FieldSet | undefined): FieldSet {
    const made = new FieldSet();
    made.own = this.own && other?.own !== true;
    for (const [step, below] of this.children) {
      const left = below.without(other?.children.get(step));
      if (!left.isEmpty) made.children.set(step, left);
    }
    return made;
  }

  with(other: FieldSet): FieldSet {
    const made = new FieldSet();
    made.own = this.own || other.own;
    for (const step of new Set([...this.children.keys(), ...other.children.keys()])) {
      const [one, two] = [this.children.get(step), other.children.get(step)];
      made.children.set(step, one === undefined ? (two as FieldSet) : two === undefined ? one : one.with(two));
    }
    return made;
  }

  both(other: FieldSet): FieldSet {
    const made = new FieldSet();
    made.own = this.own && other.own;
    for (const [step, below] of this.children) {
      const match = other.children.get(step);
      const shared = match === undefined ? undefined : below.both(match);
      if (shared !== undefined && !shared.isEmpty) made.children.set(step, shared);
    }
    return made;
  }

  /** As FieldsV1, its members in order. */
  toFields(): Doc {
    const made: Doc = {};
    if (this.own && this.children.size > 0) made["."] = {};
    for (const step of [...this.children.keys()].sort()) made[step] = (this.children.get(step) as FieldSet).toFields();
    return made;
  }
}

/** A path as people read it: `.spec.containers[name="a"].image`. */
export function shownPath(path: readonly string[]): string {
  return path
    .map((step) => {
      const rest = step.slice(2);
      if (step.startsWith("f:")) return `.${rest}`;
      if (step.startsWith("v:")) return `[=${rest}]`;
      const keys = Object.entries(JSON.parse(rest) as Record<string, unknown>);
      return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(",")}]`;
    })
    .join("");
}
