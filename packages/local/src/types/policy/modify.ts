import { copy, type Doc, isDoc, record, records, text } from "../../documents/document.ts";
import type { Engine } from "../../resources/contract.ts";
import type { Subject } from "../../resources/subject.ts";
import { policiesMet } from "./applied.ts";
import { fieldOf, tagName } from "./fields.ts";

const memberOf = (doc: Doc, name: string): string =>
  Object.keys(doc).find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;

/** Members of every resource; what an alias names besides stands below properties. */
const envelope = ["sku", "kind", "identity", "plan", "zones", "tags", "managedby"];

/** The object that a field stands in, made where it is missing, and the member's name; undefined for a field that is not to be modified. */
function placeOf(subject: Subject, body: Doc, field: string): { holder: Doc; member: string } | undefined {
  const into = (holder: Doc, name: string): Doc => {
    const member = memberOf(holder, name);
    const found = holder[member];
    if (isDoc(found)) return found;
    const made: Doc = {};
    holder[member] = made;
    return made;
  };
  const tag = tagName(field);
  if (tag !== undefined) {
    const tags = into(body, "tags");
    return { holder: tags, member: memberOf(tags, tag) };
  }
  const prefix = `${subject.type.toLowerCase()}/`;
  if (!field.toLowerCase().startsWith(prefix)) return undefined;
  const path = field.slice(prefix.length).split(".");
  const last = path.pop() ?? "";
  const first = (path[0] ?? last).toLowerCase();
  let holder = envelope.includes(first) ? body : into(body, "properties");
  for (const name of path) holder = into(holder, name);
  return { holder, member: memberOf(holder, last) };
}

/** A resource's body with what policies change about it; undefined when they change nothing. */
export function modified(engine: Engine, subject: Subject): Doc | undefined {
  const policies = policiesMet(engine, subject, "modify");
  if (policies.length === 0) return undefined;
  const body = copy(subject.body);
  for (const { consequence } of policies)
    for (const one of records(record(consequence["details"])["operations"])) {
      const field = text(one["field"]);
      const operation = text(one["operation"]).toLowerCase();
      const [now] = fieldOf({ ...subject, body }, field).values;
      if (operation === "add" && now !== undefined) continue;
      if (operation === "remove" && now === undefined) continue;
      const place = placeOf(subject, body, field);
      if (place === undefined) continue;
      if (operation === "remove") delete place.holder[place.member];
      else place.holder[place.member] = copy(one["value"] ?? null);
    }
  return body;
}
