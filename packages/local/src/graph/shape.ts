import { badRequest, GraphRefusal } from "./refusal.ts";

export type Doc = Record<string, unknown>;

/** What a member may be. `read` is told by the service only; `null` counts as absent everywhere. */
export type Kind =
  | "string"
  | "boolean"
  | "date"
  | "guid"
  | "number"
  | "read"
  | "strings"
  | { list: Shape }
  | { one: Shape }
  | "any";

/** The members of a type of Graph. */
export interface Shape {
  type: string;
  members: Readonly<Record<string, Kind>>;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a value is a GUID as text. */
export const isGuid = (value: unknown): value is string => typeof value === "string" && guid.test(value);

const isDoc = (value: unknown): value is Doc => typeof value === "object" && value !== null && !Array.isArray(value);

const checks: Readonly<Record<Extract<Kind, string>, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  date: (value) => typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)),
  guid: isGuid,
  read: () => false,
  strings: (value) => Array.isArray(value) && value.every((one) => typeof one === "string"),
  any: () => true,
};

/**
 * A body as a type has it: every member known, of its kind, and for the caller to say. OData's annotations are passed over,
 * and what only the service says is when a client sends back what it read.
 */
export function readShape(value: unknown, shape: Shape, path = ""): Doc {
  if (!isDoc(value)) throw invalid(path === "" ? "body" : path);
  const read: Doc = {};
  for (const [name, member] of Object.entries(value)) {
    if (name.startsWith("@odata.")) continue;
    const kind = shape.members[name];
    if (kind === undefined)
      throw new GraphRefusal(
        400,
        "BadRequest",
        `The property '${name}' does not exist on type 'microsoft.graph.${shape.type}'. Make sure to only use property names that are defined by the type.`,
      );
    read[name] = member === null ? null : readMember(member, kind, path === "" ? name : `${path}.${name}`);
  }
  return read;
}

function readMember(value: unknown, kind: Kind, path: string): unknown {
  if (typeof kind === "string") {
    if (kind === "read") throw badRequest(`Property '${path}' is read-only and cannot be set.`);
    if (!checks[kind](value)) throw invalid(path);
    return value;
  }
  if ("one" in kind) return readShape(value, kind.one, path);
  if (!Array.isArray(value)) throw invalid(path);
  return value.map((one) => readShape(one, kind.list, path));
}

const invalid = (path: string): GraphRefusal =>
  badRequest(`Invalid value specified for property '${path}' of resource.`);

/** Refuses a body that lacks one of these. */
export function need(body: Doc, names: readonly string[]): void {
  for (const name of names)
    if (body[name] === undefined || body[name] === null || body[name] === "")
      throw badRequest(`A value is required for property '${name}' of resource.`);
}

/** `before` changed by a PATCH: members of a complex type one by one, lists and values as a whole. */
export function patched(before: Doc, patch: Doc): Doc {
  const after: Doc = { ...before };
  for (const [name, value] of Object.entries(patch)) {
    const present = after[name];
    after[name] = isDoc(value) && isDoc(present) ? patched(present, value) : value;
  }
  return after;
}

/** `doc` with what `defaults` has and it has not. */
export const completed = (doc: Doc, defaults: Doc): Doc => {
  const whole: Doc = { ...defaults };
  for (const [name, value] of Object.entries(doc)) {
    const usual = defaults[name];
    whole[name] = isDoc(value) && isDoc(usual) ? completed(value, usual) : (value ?? usual ?? null);
  }
  return whole;
};
