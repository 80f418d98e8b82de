import { fillDefaults, text } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import type { Change } from "./contract.ts";
import { partNamed, partsOf } from "./lookup.ts";

/** Gives every part its id and defaults; refuses parts without a name and two of one name. */
export function completeParts(change: Change): void {
  for (const part of change.type.parts) {
    const seen = new Set<string>();
    for (const [index, doc] of partsOf(change.doc, part).entries()) {
      const name = text(doc["name"]);
      if (name === "")
        throw new Refusal(400, "InvalidRequestFormat", "Cannot parse the request.", {
          details: [
            {
              code: "MissingJsonProperty",
              message: `Required property 'name' not found in JSON. Path 'properties.${part.member}[${index}]'.`,
            },
          ],
        });
      if (seen.has(name.toLowerCase()))
        throw new Refusal(
          400,
          "DuplicateResourceName",
          `Resource ${change.keptId}/${part.segment}/ has two child resources with the same name (${name}).`,
        );
      seen.add(name.toLowerCase());
      const before = change.before === undefined ? undefined : partNamed(change.before.body, part, name);
      doc["name"] = before === undefined ? name : text(before["name"]);
      doc["id"] = `${change.keptId}/${part.segment}/${text(doc["name"])}`;
      fillDefaults(doc, part.defaults ?? {});
    }
  }
}

/** Refuses a write that leaves out a part which another resource still names. */
export function refuseUsedParts(change: Change): void {
  const { before, engine } = change;
  if (before === undefined) return;
  for (const part of change.type.parts) {
    if (part.inUse === undefined) continue;
    for (const old of partsOf(before.body, part)) {
      const name = text(old["name"]);
      if (partNamed(change.doc, part, name) !== undefined) continue;
      const id = text(old["id"]);
      const user = engine.rows.linksTo(id.toLowerCase()).find((link) => link.source !== before.key);
      if (user !== undefined) throw new Refusal(400, part.inUse.code, part.inUse.message(name, id, user.holder));
    }
  }
}
