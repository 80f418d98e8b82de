import { type Doc, isDoc, type Value } from "../documents/document.ts";
import type { Detail } from "../documents/refusal.ts";
import type { Kind, Member, Members, Models } from "./models.ts";
import type { Lacking } from "./versions.ts";

/** What a body is held against. */
interface Against {
  values: Models["values"];
  members: Members;
  /** Whether what is required must be there. */
  required: boolean;
  lacking: Lacking | undefined;
}

/** A body on its way through its models, and what was found wrong so far. */
interface Reading extends Against {
  findings: Detail[];
}

/** What a body may carry beyond its model's members, because every provider takes it back from a client that read it. */
const envelope: readonly string[] = ["id", "name", "type", "etag", "systemData"];

/** A body with the members' own casing, without read-only members and nulls; and everything that is wrong with it. */
export function checkedBody(against: Against, model: string, body: Doc): { value: Doc; findings: Detail[] } {
  const reading: Reading = { ...against, findings: [] };
  return { value: readModel(reading, model, body, ""), findings: reading.findings };
}

const found = ({ findings }: Reading, message: string): void => void findings.push({ code: "InvalidJson", message });

function wrong(reading: Reading, value: Value, type: string, path: string): Value {
  const shown = typeof value === "string" ? `"${value}"` : JSON.stringify(value);
  found(reading, `Error converting value ${shown} to type '${type}'. Path '${path}'.`);
  return null;
}

function readValue(reading: Reading, kind: Kind, value: Value, path: string): Value {
  const refused = (type: string): Value => wrong(reading, value, type, path);
  switch (kind.is) {
    case "any":
      return value;
    case "string":
    case "date":
      return typeof value === "string" ? value : refused("System.String");
    case "number":
      if (typeof value === "number" && Number.isFinite(value)) return value;
      if (typeof value === "string" && /^-?\d+$/.test(value)) return Number(value);
      return refused("System.Int32");
    case "boolean":
      if (typeof value === "boolean") return value;
      if (typeof value === "string" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
      return refused("System.Boolean");
    case "set": {
      const values = reading.values[kind.set] ?? [];
      if (typeof value !== "string") return refused(kind.set);
      return values.find((known) => known.toLowerCase() === value.toLowerCase()) ?? refused(kind.set);
    }
    case "list":
      if (!Array.isArray(value)) return refused("System.Collections.Generic.List`1");
      return value.map((item, index) => readValue(reading, kind.of, item, `${path}[${index}]`));
    case "map": {
      if (!isDoc(value)) return refused("System.Collections.Generic.Dictionary`2");
      const made: Doc = {};
      // A null takes an entry away where entries are objects, such as user-assigned identities.
      for (const [name, item] of Object.entries(value))
        made[name] =
          item === null && kind.of.is === "model" ? null : readValue(reading, kind.of, item, `${path}.${name}`);
      return made;
    }
    case "model":
      return isDoc(value) ? readModel(reading, kind.model, value, path) : refused(kind.model);
  }
}

function readModel(reading: Reading, model: string, value: Doc, path: string): Doc {
  const made: Doc = {};
  const members = reading.members(model);
  const seen = new Set<string>();
  for (const [given, item] of Object.entries(value)) {
    const here = path === "" ? given : `${path}.${given}`;
    const member = members.get(given.toLowerCase());
    if (member === undefined || reading.lacking?.get(model)?.has(member.name)) {
      if (path === "" && envelope.includes(given)) continue;
      found(reading, `Could not find member '${given}' on object of type '${model}'. Path '${here}'.`);
      continue;
    }
    if (seen.has(member.name)) {
      found(reading, `Member '${member.name}' is given twice. Path '${here}'.`);
      continue;
    }
    seen.add(member.name);
    if (!member.readOnly) readMember(reading, member, item, here, made);
  }
  if (reading.required)
    for (const { name, required, readOnly } of members.values())
      if (required && !readOnly && !seen.has(name))
        found(reading, `Required property '${name}' not found in JSON. Path '${path}'.`);
  return made;
}

/** A null takes a member away that may be absent. */
function readMember(reading: Reading, member: Member, item: Value, path: string, made: Doc): void {
  if (item !== null) made[member.name] = readValue(reading, member.kind, item, path);
  else if (member.required)
    found(reading, `Required property '${member.name}' expects a value but got null. Path '${path}'.`);
  else made[member.name] = null;
}
