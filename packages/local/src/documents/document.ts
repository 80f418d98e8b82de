/** JSON as it is kept and answered. */
export type Value = null | boolean | number | string | Value[] | Doc;
export interface Doc {
  [name: string]: Value;
}

/** Member of a kept body that no answer shows: what the emulated cloud itself must know of a resource. It outlives a PUT. */
export const unseen = "#";

export const isDoc = (value: unknown): value is Doc =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value as an object; an empty one when it is anything else. */
export const record = (value: Value | undefined): Doc => (isDoc(value) ? value : {});

/** The objects of a list; none when it is anything else. */
export const records = (value: Value | undefined): Doc[] => (Array.isArray(value) ? value.filter(isDoc) : []);

/** The value as text; empty when it is anything else. */
export const text = (value: Value | undefined): string => (typeof value === "string" ? value : "");

export const copy = <Kind extends Value>(value: Kind): Kind => structuredClone(value);

/** `a.b[].c`: members one after the other, `[]` standing for each element of a list. */
export type Path = string;

/** One place that a path leads to. */
export interface Found {
  value: Value;
  /** What holds the last member. */
  holder: Doc;
  /** The last member's name. */
  member: string;
  /** The innermost list element on the way, or undefined when the path crosses no list. */
  element: Doc | undefined;
  /** The place as Azure's messages write it: `properties.subnets[0].properties.x`. */
  where: string;
}

const compiled = new Map<Path, readonly { name: string; each: boolean }[]>();

const steps = (path: Path): readonly { name: string; each: boolean }[] => {
  const known = compiled.get(path);
  if (known) return known;
  const made = path
    .split(".")
    .map((part) => (part.endsWith("[]") ? { name: part.slice(0, -2), each: true } : { name: part, each: false }));
  compiled.set(path, made);
  return made;
};

/** Every place in `doc` that `path` leads to and that holds something. */
export function find(doc: Doc, path: Path): Found[] {
  const found: Found[] = [];
  const route = steps(path);
  const walk = (holder: Doc, at: number, element: Doc | undefined, where: string): void => {
    const step = route[at];
    if (step === undefined) return;
    const value = holder[step.name];
    if (value === undefined || value === null) return;
    const here = where === "" ? step.name : `${where}.${step.name}`;
    const last = at === route.length - 1;
    if (!step.each) {
      if (last) found.push({ value, holder, member: step.name, element, where: here });
      else if (isDoc(value)) walk(value, at + 1, element, here);
      return;
    }
    if (!Array.isArray(value)) return;
    value.forEach((item, index) => {
      const there = `${here}[${index}]`;
      if (last) found.push({ value: item, holder, member: step.name, element, where: there });
      else if (isDoc(item)) walk(item, at + 1, item, there);
    });
  };
  walk(doc, 0, undefined, "");
  return found;
}

/** The one value at a path without lists. */
export const valueAt = (doc: Doc, path: Path): Value | undefined => find(doc, path)[0]?.value;

/** Sets the value at a path without lists, making the objects on the way. */
export function setAt(doc: Doc, path: Path, value: Value): void {
  const names = path.split(".");
  const last = names.pop() ?? "";
  let holder = doc;
  for (const name of names) {
    const next = holder[name];
    if (isDoc(next)) holder = next;
    else {
      const made: Doc = {};
      holder[name] = made;
      holder = made;
    }
  }
  holder[last] = value;
}

/** Fills in defaults where nothing was given. */
export function fillDefaults(doc: Doc, defaults: Doc): void {
  for (const [name, value] of Object.entries(defaults)) {
    const given = doc[name];
    if (given === undefined || given === null) doc[name] = copy(value);
    else if (typeof given === "object" && !Array.isArray(given) && typeof value === "object" && value !== null)
      fillDefaults(given, value as Doc);
  }
}
