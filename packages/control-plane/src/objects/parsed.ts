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
  if (size > generation) {
    old = young;
    young = new Map();
    size = 0;
  }
  young.set(text, object);
  size += text.length;
  return object;
}

/** A JSON value that cannot be changed any more, nor anything in it. */
export function frozen<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) for (const one of value) frozen(one);
  else for (const name of Object.keys(value)) frozen((value as Record<string, unknown>)[name]);
  return Object.freeze(value);
}
