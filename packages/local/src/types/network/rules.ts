import { find, isDoc, record, records, setAt, text, valueAt } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Removal, RemovalRule, Rule } from "../../resources/contract.ts";
import { partsOf } from "../../resources/lookup.ts";

/** Gives a resource its GUID once. */
export const resourceGuid: Rule = {
  name: "resourceGuid is given at creation and stays",
  evidence: "documented",
  apply: (change: Change) => {
    if (valueAt(change.doc, "properties.resourceGuid") === undefined)
      setAt(change.doc, "properties.resourceGuid", change.engine.random.uuid());
  },
};

/** Removal is refused while others name the resource or its parts. `message` is given the first and all of them. */
export const notInUse = (code: string, message: (id: string, users: readonly string[]) => string): RemovalRule => ({
  name: `a resource in use is not deleted (${code})`,
  evidence: "documented",
  apply: ({ engine, row, phase }: Removal) => {
    if (phase !== "asked") return;
    const users = engine.rows.linksTo(row.key).filter((link) => link.source !== row.key);
    if (users.length === 0) return;
    throw new Refusal(
      400,
      code,
      message(
        row.id,
        users.map((link) => link.holder),
      ),
    );
  },
});

/** A public address serves one configuration only. */
export const publicAddressesFree: Rule = {
  name: "a public address is held by one configuration at a time",
  evidence: "documented",
  apply: (change: Change) => {
    const { engine, type, doc, keptId } = change;
    for (const reference of type.references)
      if (reference.to === "microsoft.network/publicipaddresses")
        for (const found of find(doc, reference.at)) {
          const id = isDoc(found.value) ? text(found.value["id"]) : "";
          const other = engine.rows.linksTo(id.toLowerCase()).find((link) => link.source !== keptId.toLowerCase());
          if (other !== undefined)
            throw new Refusal(
              400,
              "PublicIPAddressInUse",
              `Resource ${text(found.element?.["id"]) || keptId} is referencing public IP address ${id} that is already allocated to resource ${other.holder}.`,
            );
        }
  },
};

/** What lists of numbers and ports have in common: a value out of its range is refused naming the member. */
export const within = (part: string, member: string, least: number, most: number): Rule => ({
  name: `${part}.${member} lies between ${least} and ${most}`,
  evidence: "documented",
  apply: (change: Change) => {
    for (const one of records(record(change.doc["properties"])[part])) {
      const value = record(one["properties"])[member];
      if (typeof value === "number" && (!Number.isInteger(value) || value < least || value > most))
        throw new Refusal(
          400,
          "InvalidParameterValue",
          `Invalid value ${value} for ${member} of ${text(one["id"])}. It must be a whole number between ${least} and ${most}.`,
        );
    }
  },
});

/** Members that must stand in each part. */
export const needs = (part: string, members: readonly string[]): Rule => ({
  name: `${part} need ${members.join(", ")}`,
  evidence: "documented",
  apply: (change: Change) => {
    const row = change.type.parts.find((one) => one.member === part);
    if (row === undefined) return;
    for (const [index, one] of partsOf(change.doc, row).entries())
      for (const member of members) {
        const value = record(one["properties"])[member];
        if (value === undefined || value === null || value === "")
          throw new Refusal(400, "InvalidRequestFormat", "Cannot parse the request.", {
            details: [
              {
                code: "MissingJsonProperty",
                message: `Required property '${member}' not found in JSON. Path 'properties.${part}[${index}].properties'.`,
              },
            ],
          });
      }
  },
});

/** Refuses members of Azure's that the emulated cloud does not carry out, by name. */
export const notEmulated = (paths: readonly string[]): Rule => ({
  name: `refused by name, since nothing would come of it: ${paths.join(", ")}`,
  evidence: "assumed",
  apply: (change: Change) => {
    for (const path of paths)
      for (const found of find(change.doc, path))
        if (!Array.isArray(found.value) || found.value.length > 0)
          throw new Refusal(
            400,
            "NotSupportedByEmulatedAzure",
            `The emulated Azure does not carry out '${found.where}' of ${change.type.type}; leave it out.`,
          );
  },
});
