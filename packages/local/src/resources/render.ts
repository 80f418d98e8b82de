import { type Doc, isDoc, record, text, unseen, type Value } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import { parseId } from "../documents/resource-id.ts";
import type { Row } from "../documents/rows.ts";
import type { Engine, TypeRow } from "./contract.ts";
import { locate, partsOf } from "./lookup.ts";
import type { PartRow } from "./type-facts.ts";

/** The type row of whoever holds a link. */
const typeOf = (engine: Engine, key: string): TypeRow | undefined => {
  const parsed = parseId(key);
  return parsed === undefined ? undefined : engine.table.row(parsed.typeKey);
};

/** Back references by the lower-case id they stand at: member → who names it. */
function backReferences(engine: Engine, row: Row): Map<string, Doc> {
  const found = new Map<string, Doc>();
  for (const link of engine.rows.linksTo(row.key)) {
    const back = typeOf(engine, link.source)?.references[link.reference]?.back;
    if (back === undefined) continue;
    const at = found.get(link.target) ?? {};
    found.set(link.target, at);
    const entry: Doc = { id: back.names === "holder" ? link.holder : link.holder.slice(0, link.source.length) };
    if (back.single) at[back.member] = entry;
    else {
      const list = at[back.member];
      if (!Array.isArray(list)) at[back.member] = [entry];
      else if (!list.some((one) => isDoc(one) && text(one["id"]).toLowerCase() === text(entry["id"]).toLowerCase()))
        list.push(entry);
    }
  }
  return found;
}

const renderPart = (type: TypeRow, row: Row, part: PartRow, doc: Doc, back: Map<string, Doc>): Doc => {
  const { name, id, properties, ...rest } = doc;
  return {
    name: name ?? "",
    id: id ?? "",
    etag: row.etag,
    type: `${type.type}/${part.segment}`,
    ...rest,
    properties: { provisioningState: row.state, ...record(properties), ...back.get(text(id).toLowerCase()) },
  };
};

/** A resource as GET answers it, in the version asked for or else the newest. */
export function renderResource(engine: Engine, row: Row, type: TypeRow, apiVersion?: string): Doc {
  const back = backReferences(engine, row);
  const { properties, [unseen]: _, ...rest } = row.body;
  const inner: Doc = { ...record(properties) };
  for (const part of type.parts)
    if (Array.isArray(inner[part.member]))
      inner[part.member] = partsOf(row.body, part).map((doc) => renderPart(type, row, part, doc, back));
  Object.assign(inner, back.get(row.key));
  const body: Doc = { name: row.name, id: row.id };
  if (type.etag) body["etag"] = row.etag;
  body["type"] = type.type;
  Object.assign(body, rest);
  body["properties"] = type.stateless ? inner : { provisioningState: row.state, ...inner };
  const lacking = apiVersion === undefined ? undefined : type.lacking?.(apiVersion);
  return lacking === undefined ? body : type.checker.prune(type.model, body, lacking);
}

/** A part as GET answers it, in the version asked for or else the newest. */
export function renderPartOf(
  engine: Engine,
  row: Row,
  type: TypeRow,
  part: PartRow,
  doc: Doc,
  apiVersion?: string,
): Doc {
  const body = renderPart(type, row, part, doc, backReferences(engine, row));
  const lacking = apiVersion === undefined ? undefined : type.lacking?.(apiVersion);
  return lacking === undefined ? body : type.checker.prune(part.model, body, lacking);
}

/** Replaces `{id}` by what stands there, along `a/b` paths below properties, as `$expand` asks; or adds what is computed. */
export function expand(
  engine: Engine,
  body: Doc,
  wanted: string,
  type: Pick<TypeRow, "type" | "expands" | "computes">,
  row?: Row,
): void {
  for (const path of wanted.split(",").map((one) => one.trim())) {
    const names = path.split("/");
    const computed = Object.entries(type.computes ?? {}).find(([name]) => name.toLowerCase() === path.toLowerCase());
    if (computed !== undefined && row !== undefined) {
      const [name, compute] = computed;
      const value = compute(engine, row);
      if (value !== undefined) body["properties"] = { ...record(body["properties"]), [name]: value };
      continue;
    }
    const known = type.expands.some((one) => one.toLowerCase() === path.toLowerCase());
    if (!known)
      throw new Refusal(
        400,
        "InvalidExpandQueryOptionValue",
        `Failed to parse the $expand query option. Could not find a property named '${path}' on type '${type.type}'.`,
      );
    widen(engine, body, names);
  }
}

function widen(engine: Engine, body: Doc, names: readonly string[]): void {
  const [first, ...more] = names;
  const properties = record(body["properties"]);
  const member = Object.keys(properties).find((name) => name.toLowerCase() === first?.toLowerCase());
  if (member === undefined) return;
  const value = properties[member];
  const one = (item: Value): Value => {
    if (!isDoc(item)) return item;
    if (more.length > 0) {
      widen(engine, item, more);
      return item;
    }
    const found = locate(engine, text(item["id"]));
    if (found === undefined) return item;
    return found.part === undefined
      ? renderResource(engine, found.row, found.type)
      : renderPartOf(engine, found.row, found.type, found.part.row, found.part.doc);
  };
  if (value !== undefined) properties[member] = Array.isArray(value) ? value.map(one) : one(value);
}
