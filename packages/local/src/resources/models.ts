import { type Doc, isDoc, type Value } from "../documents/document.ts";
import type { Detail } from "../documents/refusal.ts";
import type { Lacking } from "./versions.ts";

/**
 * Members of models, as the generator writes them. A member's type is `[-|*]KIND[[]…]`: `-` read-only, `*` required;
 * KIND is string, number, boolean, date, any, `{KIND}` (a map), `#Set` (one of the set's values) or a model's name.
 */
export interface Models {
  readonly models: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly values: Readonly<Record<string, readonly string[]>>;
}

interface Member {
  name: string;
  readOnly: boolean;
  required: boolean;
  kind: Kind;
}
type Kind =
  | { is: "string" | "number" | "boolean" | "date" | "any" }
  | { is: "set"; set: string }
  | { is: "map" | "list"; of: Kind }
  | { is: "model"; model: string };

const kindOf = (text: string): Kind => {
  if (text.endsWith("[]")) return { is: "list", of: kindOf(text.slice(0, -2)) };
  if (text.startsWith("{")) return { is: "map", of: kindOf(text.slice(1, -1)) };
  if (text.startsWith("#")) return { is: "set", set: text.slice(1) };
  if (text === "string" || text === "number" || text === "boolean" || text === "date" || text === "any")
    return { is: text };
  return { is: "model", model: text };
};

/** What a body may carry beyond its model's members, because every provider takes it back from a client that read it. */
const envelope: readonly string[] = ["id", "name", "type", "etag", "systemData"];

/** Checks bodies against models. Findings are worded as Azure's own parser words them. */
export interface Checker {
  /**
   * `value` with the members' own casing, without read-only members and nulls; or what is wrong with it.
   * `required` is false for a PATCH, which may leave out anything (ARM-PAT-05).
   */
  check(
    model: string,
    value: Doc,
    required: boolean,
    lacking?: Lacking,
  ): { ok: true; value: Doc } | { ok: false; findings: Detail[] };
  /** `value` without the members that a version lacks, as that version answers it. */
  prune(model: string, value: Doc, lacking: Lacking): Doc;
  /**
   * Gives `value`, which a PUT brings, what `before` has and the PUT could not say: read-only members, and those that
   * its version lacks (ARM-PUT-07). Changes `value`.
   */
  keep(model: string, value: Doc, before: Doc, lacking: Lacking | undefined): void;
}

/** A checker over some SDK's models. `envelopeAllowed`: whether id, name, type and etag are passed over at the top. */
export function createChecker(models: Models): Checker {
  const parsed = new Map<string, Map<string, Member>>();
  const membersOf = (model: string): Map<string, Member> => {
    const known = parsed.get(model);
    if (known) return known;
    const made = new Map<string, Member>();
    for (const [name, text] of Object.entries(models.models[model] ?? {})) {
      const readOnly = text.startsWith("-");
      const required = text.startsWith("*");
      made.set(name.toLowerCase(), { name, readOnly, required, kind: kindOf(text.replace(/^[-*]/, "")) });
    }
    parsed.set(model, made);
    return made;
  };

  const run = (
    model: string,
    body: Doc,
    required: boolean,
    lacking: Lacking | undefined,
  ): { value: Doc; findings: Detail[] } => {
    const findings: Detail[] = [];
    const wrong = (value: Value, type: string, path: string): Value => {
      const shown = typeof value === "string" ? `"${value}"` : JSON.stringify(value);
      findings.push({
        code: "InvalidJson",
        message: `Error converting value ${shown} to type '${type}'. Path '${path}'.`,
      });
      return null;
    };
    const one = (kind: Kind, value: Value, path: string): Value => {
      switch (kind.is) {
        case "any":
          return value;
        case "string":
        case "date":
          if (typeof value === "string") return value;
          return typeof value === "number" || typeof value === "boolean"
            ? wrong(value, "System.String", path)
            : wrong(value, "System.String", path);
        case "number":
          if (typeof value === "number" && Number.isFinite(value)) return value;
          if (typeof value === "string" && /^-?\d+$/.test(value)) return Number(value);
          return wrong(value, "System.Int32", path);
        case "boolean":
          if (typeof value === "boolean") return value;
          if (typeof value === "string" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
          return wrong(value, "System.Boolean", path);
        case "set": {
          const values = models.values[kind.set] ?? [];
          if (typeof value !== "string") return wrong(value, kind.set, path);
          return values.find((known) => known.toLowerCase() === value.toLowerCase()) ?? wrong(value, kind.set, path);
        }
        case "list":
          if (!Array.isArray(value)) return wrong(value, "System.Collections.Generic.List`1", path);
          return value.map((item, index) => one(kind.of, item, `${path}[${index}]`));
        case "map": {
          if (!isDoc(value)) return wrong(value, "System.Collections.Generic.Dictionary`2", path);
          const made: Doc = {};
          // A null takes an entry away where entries are objects, such as user-assigned identities.
          for (const [name, item] of Object.entries(value))
            made[name] = item === null && kind.of.is === "model" ? null : one(kind.of, item, `${path}.${name}`);
          return made;
        }
        case "model":
          return isDoc(value) ? object(kind.model, value, path) : wrong(value, kind.model, path);
      }
    };
    const object = (name: string, value: Doc, path: string): Doc => {
      const made: Doc = {};
      const members = membersOf(name);
      const seen = new Set<string>();
      for (const [given, item] of Object.entries(value)) {
        const here = path === "" ? given : `${path}.${given}`;
        const member = members.get(given.toLowerCase());
        if (member === undefined || lacking?.get(name)?.has(member.name)) {
          if (path === "" && envelope.includes(given)) continue;
          findings.push({
            code: "InvalidJson",
            message: `Could not find member '${given}' on object of type '${name}'. Path '${here}'.`,
          });
          continue;
        }
        if (seen.has(member.name)) {
          findings.push({ code: "InvalidJson", message: `Member '${member.name}' is given twice. Path '${here}'.` });
          continue;
        }
        seen.add(member.name);
        if (member.readOnly) continue;
        if (item === null) {
          if (member.required)
            findings.push({
              code: "InvalidJson",
              message: `Required property '${member.name}' expects a value but got null. Path '${here}'.`,
            });
          else made[member.name] = null;
          continue;
        }
        made[member.name] = one(member.kind, item, here);
      }
      if (required)
        for (const member of members.values())
          if (member.required && !member.readOnly && !seen.has(member.name))
            findings.push({
              code: "InvalidJson",
              message: `Required property '${member.name}' not found in JSON. Path '${path}'.`,
            });
      return made;
    };
    return { value: object(model, body, ""), findings };
  };

  /** Goes over the members of `value` that are models themselves, lists and maps of models included. */
  const inner = (
    model: string,
    value: Doc,
    visit: (model: string, item: Doc, put: (made: Doc) => void) => void,
  ): void => {
    for (const [name, item] of Object.entries(value)) {
      let kind = membersOf(model).get(name.toLowerCase())?.kind;
      if (kind?.is === "list" && Array.isArray(item) && kind.of.is === "model") {
        const of = kind.of.model;
        for (const [index, one] of item.entries())
          if (isDoc(one))
            visit(of, one, (made) => {
              item[index] = made;
            });
      } else {
        while (kind?.is === "list") kind = kind.of;
        if (kind?.is === "model" && isDoc(item))
          visit(kind.model, item, (made) => {
            value[name] = made;
          });
      }
    }
  };

  const prune = (model: string, value: Doc, lacking: Lacking): Doc => {
    const gone = lacking.get(model);
    const made: Doc = {};
    for (const [name, item] of Object.entries(value))
      if (!gone?.has(name)) made[name] = Array.isArray(item) ? [...item] : item;
    inner(model, made, (of, item, put) => put(prune(of, item, lacking)));
    return made;
  };

  const keep = (model: string, value: Doc, before: Doc, lacking: Lacking | undefined): void => {
    const newer = lacking?.get(model);
    for (const { name, readOnly } of membersOf(model).values()) {
      const old = before[name];
      if ((readOnly || newer?.has(name)) && old !== undefined && value[name] === undefined)
        value[name] = structuredClone(old);
    }
    for (const [name, item] of Object.entries(value)) {
      const kind = membersOf(model).get(name.toLowerCase())?.kind;
      const old = before[name];
      if (kind?.is === "model" && isDoc(item) && isDoc(old)) keep(kind.model, item, old, lacking);
      if (kind?.is !== "list" || kind.of.is !== "model" || !Array.isArray(item) || !Array.isArray(old)) continue;
      for (const one of item) {
        const same = old.find((other) => isDoc(other) && isDoc(one) && isNamed(other, one));
        if (isDoc(one) && isDoc(same)) keep(kind.of.model, one, same, lacking);
      }
    }
  };

  return {
    check: (model, value, required, lacking) => {
      const result = run(model, value, required, lacking);
      return result.findings.length === 0
        ? { ok: true, value: result.value }
        : { ok: false, findings: result.findings };
    },
    prune,
    keep,
  };
}

const isNamed = (one: Doc, other: Doc): boolean =>
  typeof one["name"] === "string" && String(other["name"]).toLowerCase() === one["name"].toLowerCase();
