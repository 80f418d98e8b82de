import { type Doc, record, records } from "../documents/document.ts";
import { parseId } from "../documents/resource-id.ts";
import type { Row } from "../documents/rows.ts";
import type { Engine, TypeRow } from "./contract.ts";
import type { PartRow } from "./type-facts.ts";

/** A resource, or a part of one, that an id leads to. */
export interface Located {
  row: Row;
  type: TypeRow;
  part?: { row: PartRow; doc: Doc };
}

/** The parts of a document that one row of the table describes. */
export const partsOf = (doc: Doc, part: PartRow): Doc[] => records(record(doc["properties"])[part.member]);

/** The part of that name, compared ignoring case. */
export const partNamed = (doc: Doc, part: PartRow, name: string): Doc | undefined =>
  partsOf(doc, part).find((one) => String(one["name"]).toLowerCase() === name.toLowerCase());

/** What stands at an id, resource or part; undefined when nothing does. */
export function locate(engine: Engine, id: string): Located | undefined {
  const key = id.toLowerCase();
  const row = engine.rows.get(key);
  if (row !== undefined) {
    const type = engine.table.row(row.type);
    return type === undefined ? undefined : { row, type };
  }
  const parsed = parseId(id);
  if (parsed === undefined || parsed.names.length < 2) return undefined;
  const owner = engine.rows.get(key.split("/").slice(0, -2).join("/"));
  const type = owner === undefined ? undefined : engine.table.row(owner.type);
  if (owner === undefined || type === undefined) return undefined;
  const segment = parsed.types.at(-1)?.toLowerCase();
  const part = type.parts.find((one) => one.segment.toLowerCase() === segment);
  const doc = part === undefined ? undefined : partNamed(owner.body, part, parsed.name);
  return part === undefined || doc === undefined ? undefined : { row: owner, type, part: { row: part, doc } };
}
