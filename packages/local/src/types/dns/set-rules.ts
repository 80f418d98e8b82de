import { type Doc, isDoc, record, records, text, type Value } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Row } from "../../documents/rows.ts";
import type { Change, Engine, Removal, RemovalRule, Rule } from "../../resources/contract.ts";
import { mostRecords, type RecordKind } from "./kinds.ts";

/** How a service keeps its record sets: public and private zones differ in little. */
export interface SetForm {
  /** Type of the zone, lower case. */
  zoneType: string;
  kinds: readonly RecordKind[];
  memberOf(kind: RecordKind): string;
  /** `TTL` or `ttl`. */
  ttl: string;
  /** Member of the zone's properties that counts its sets. */
  count: string;
}

const bad = (message: string): Refusal => new Refusal(400, "BadRequest", message);

const zoneKeyOf = (key: string): string => key.split("/").slice(0, -2).join("/");

/** Changes one number of a zone. */
export function addTo(engine: Engine, zoneKey: string, member: string, by: number): void {
  const zone = engine.rows.get(zoneKey);
  if (zone === undefined) return;
  const properties = record(zone.body["properties"]);
  const now = Number(properties[member] ?? 0) + by;
  engine.rows.put({ ...zone, body: { ...zone.body, properties: { ...properties, [member]: now } } });
}

/** The name that a set stands for: `www.example.com.`. */
const fullName = (set: string, zone: string): string => (set === "@" ? `${zone}.` : `${set}.${zone}.`);

/** A set's own records are given and well formed, and no other kind's. */
export const wellFormed = (form: SetForm, kind: RecordKind): Rule => ({
  name: `a ${kind.kind} set holds at most ${mostRecords} well-formed ${kind.kind} records, each once, a TTL from 1 to 2147483647, and nothing of another kind`,
  evidence: "documented",
  apply: ({ doc, id }: Change) => {
    const properties = record(doc["properties"]);
    const ttl = properties[form.ttl];
    if (typeof ttl !== "number" || !Number.isInteger(ttl) || ttl < 1 || ttl > 2_147_483_647)
      throw bad(
        `The TTL '${String(ttl ?? "")}' of record set '${id.name}' must be a whole number from 1 to 2147483647.`,
      );
    for (const other of form.kinds) {
      const given = properties[form.memberOf(other)];
      const empty = given === undefined || (Array.isArray(given) && given.length === 0);
      if (other.kind !== kind.kind && !empty)
        throw bad(`The record set '${id.name}' is of type '${kind.kind}'; it cannot have ${form.memberOf(other)}.`);
      if (other.kind !== kind.kind) delete properties[form.memberOf(other)];
    }
    const member = form.memberOf(kind);
    const value: Value | undefined = properties[member];
    const all = kind.single ? (isDoc(value) ? [value] : []) : records(value);
    if (!kind.single) properties[member] = all;
    if (all.length > mostRecords)
      throw bad(`The record set '${id.name}' has ${all.length} records; ${mostRecords} are the most it may have.`);
    const seen = new Set<string>();
    for (const one of all) {
      const reason = kind.wrong(one);
      if (reason !== undefined) throw bad(`The record set '${id.name}' has a record that is not valid: ${reason}.`);
      const mark = JSON.stringify(one).toLowerCase();
      if (seen.has(mark)) throw bad(`The record set '${id.name}' has the record ${JSON.stringify(one)} twice.`);
      seen.add(mark);
    }
    doc["properties"] = properties;
  },
});

/** Where a set of a kind may stand. */
export const placed = (form: SetForm, kind: RecordKind): Rule => ({
  name:
    kind.kind === "SOA"
      ? "a zone has one SOA set, at @"
      : kind.kind === "CNAME"
        ? "a CNAME set stands neither at @ nor beside sets of other kinds"
        : "no set stands beside a CNAME set",
  evidence: "documented",
  apply: ({ engine, id, before }: Change) => {
    const zone = zoneKeyOf(id.key);
    const name = id.name.toLowerCase();
    if (kind.kind === "SOA" && name !== "@") throw bad(`A record set of type 'SOA' is named '@', not '${id.name}'.`);
    if (kind.kind === "CNAME" && name === "@")
      throw bad("A record set of type 'CNAME' cannot be created at the apex of a zone, '@'.");
    if (kind.kind === "NS" && name.startsWith("*"))
      throw bad(`A record set of type 'NS' cannot have a wildcard name, '${id.name}'.`);
    if (before !== undefined) return;
    const beside = form.kinds.find(
      (other) =>
        other.kind !== kind.kind &&
        (kind.kind === "CNAME" || other.kind === "CNAME") &&
        engine.rows.has(`${zone}/${other.kind.toLowerCase()}/${name}`),
    );
    if (beside !== undefined)
      throw new Refusal(
        409,
        "Conflict",
        `The record set '${id.name}' of type '${kind.kind}' cannot be created because one of type '${beside.kind}' with the same name exists, and a CNAME record set stands alone.`,
      );
  },
});

/** What Azure fills in. */
export const complete = (privately: boolean): Rule => ({
  name: "a set tells its full name",
  evidence: "documented",
  apply: ({ doc, id }: Change) => {
    const properties = record(doc["properties"]);
    properties["fqdn"] = fullName(id.name, text(id.names[0]));
    if (privately) properties["isAutoRegistered"] ??= false;
  },
});

/** A zone counts its sets. */
export const counted = (form: SetForm): { effect: Rule; removal: RemovalRule } => ({
  effect: {
    name: "a zone counts its record sets",
    evidence: "documented",
    apply: ({ engine, id, before }: Change) => {
      if (before === undefined) addTo(engine, zoneKeyOf(id.key), form.count, 1);
    },
  },
  removal: {
    name: "a zone counts the record sets that are left",
    evidence: "documented",
    apply: ({ engine, row, phase }: Removal) => {
      if (phase === "done") addTo(engine, zoneKeyOf(row.key), form.count, -1);
    },
  },
});

/** The sets that came with the zone stay as long as it does. */
export const stays = (kind: RecordKind): RemovalRule => ({
  name: `the ${kind.kind} set at @ is not removed`,
  evidence: "documented",
  apply: ({ row, phase }: Removal) => {
    if (phase === "asked" && row.name === "@")
      throw bad(`The record set of type '${kind.kind}' with name '@' cannot be deleted.`);
  },
});

/** A set that comes with its zone. */
export function ownSet(change: Change, type: string, properties: Doc, etag: string): Row {
  const id = `${change.keptId}/${type.split("/").at(-1)}/@`;
  return {
    key: id.toLowerCase(),
    id,
    type: type.toLowerCase(),
    name: "@",
    owner: change.keptId.toLowerCase(),
    group: change.id.group,
    subscription: change.id.subscription,
    location: "",
    etag,
    state: "Succeeded",
    body: { properties: { ...properties, fqdn: fullName("@", change.id.name) } },
    createdAt: change.now,
    changedAt: change.now,
  };
}

/** Whether a list with `$recordsetnamesuffix` shows a set. */
export const endsWith = (row: Row, suffix: string | undefined): boolean =>
  suffix === undefined || row.name.toLowerCase().endsWith(suffix.toLowerCase());

/** All sets of a zone. */
export const setsOf = (engine: Engine, zoneKey: string, form: SetForm): Row[] =>
  form.kinds
    .flatMap((kind) => engine.rows.inside(zoneKey, `${form.zoneType}/${kind.kind.toLowerCase()}`, "", 100_000))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
