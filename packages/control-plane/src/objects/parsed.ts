import type { KubeObject } from "./object.ts";

/*
 * What is stored is text, and each state of an object is read by many: controllers, kubelets, admission, the registry itself. It is parsed once for
 * all of them. The same text is the same object for everybody in the process, so that nothing depends on who asked first.
 */

/** Characters of text that are remembered in one generation; what was not asked for through two of them is parsed anew. */
const generation = 4_000_000;

let young = new Map<string, KubeObject>();
let old = new Map<string, KubeObject>();
let size = 0;

/** The object that a text says. It is everybody's, and frozen through and through: who changes it makes a copy first. */
export function parsed(text: string): KubeObject {
  const known = young.get(text);
  if (known !== undefined) return known;
  const object = old.get(text) ?? frozen(JSON.parse(text) as KubeObject);
  keep(text, object);
  return object;
}

/**
 * Remembers what a text says for whoever made the text of it, so that nobody has to parse it. What is frozen in it already is shared with the
 * state that it was taken from.
 */
export function remember(text: string, object: KubeObject): void {
  if (!young.has(text)) keep(text, asParsed(object) as KubeObject);
}

function keep(text: string, object: KubeObject): void {
  if (size > generation) {
    old = young;
    young = new Map();
    size = 0;
  }
  young.set(text, object);
  size += text.length;
}

/** A JSON value that cannot be changed any more, nor anything in it. */
export function frozen<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) for (const one of value) frozen(one);
  else for (const name of Object.keys(value)) frozen((value as Record<string, unknown>)[name]);
  return Object.freeze(value);
}

const isNothing = (value: unknown): boolean =>
  value === undefined || typeof value === "function" || typeof value === "symbol";

/** What a value is once it has been JSON, frozen; undefined when it is nothing there. What is frozen already is taken for JSON. */
export function asParsed(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : null;
  if (typeof value !== "object" || value === null || Object.isFrozen(value))
    return isNothing(value) ? undefined : value;
  if (Array.isArray(value)) return Object.freeze(value.map((one) => asParsed(one) ?? null));
  if (typeof (value as { toJSON?: unknown }).toJSON === "function") return frozen(JSON.parse(JSON.stringify(value)));
  const made: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const member = asParsed((value as Record<string, unknown>)[name]);
    if (member === undefined) continue;
    // An assignment to `__proto__` would make no member.
    if (name === "__proto__") Object.defineProperty(made, name, { value: member, enumerable: true });
    else made[name] = member;
  }
  return Object.freeze(made);
}
