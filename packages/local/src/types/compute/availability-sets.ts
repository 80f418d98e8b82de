import { fillDefaults, record, text } from "../../documents/document.ts";
import type { Change, Removal, RemovalRule, Rule, TypeRow } from "../../resources/contract.ts";
import { notEmulated } from "../network/rules.ts";
import { invalidParameter, machineRow, notAllowed, unchangeable } from "./base.ts";
import { sizesOfOne } from "./size-lists.ts";
import { refuseBeyondQuota, usedByAvailabilitySet } from "./usages.ts";

const domains: Rule = {
  name: "an availability set has 1 to 3 fault domains and 1 to 20 update domains, and is Classic or Aligned",
  evidence: "documented",
  apply: ({ engine, doc, before, id, location }: Change) => {
    const properties = record(doc["properties"]);
    doc["properties"] = properties;
    const old = record(before?.body["properties"]);
    fillDefaults(doc, { sku: { name: text(record(before?.body["sku"])["name"]) || "Classic" } });
    fillDefaults(properties, {
      platformFaultDomainCount: old["platformFaultDomainCount"] ?? 2,
      platformUpdateDomainCount: old["platformUpdateDomainCount"] ?? 5,
    });
    delete properties["virtualMachines"];
    const name = text(record(doc["sku"])["name"]);
    if (name !== "Classic" && name !== "Aligned")
      throw invalidParameter(
        "sku.name",
        `The value '${name}' of parameter 'sku.name' is invalid. It is Classic or Aligned.`,
      );
    for (const [member, most] of [
      ["platformFaultDomainCount", 3],
      ["platformUpdateDomainCount", 20],
    ] as const) {
      const value = properties[member];
      if (before !== undefined && value !== old[member]) throw unchangeable(member);
      if (typeof value !== "number" || value < 1 || value > most)
        throw invalidParameter(member, `The value of parameter '${member}' must be between 1 and ${most}.`);
    }
    if (before === undefined)
      refuseBeyondQuota(engine, { subscription: id.subscription, location }, usedByAvailabilitySet);
  },
};

const empty: RemovalRule = {
  name: "an availability set with machines is not deleted",
  evidence: "documented",
  apply: ({ engine, row, phase }: Removal) => {
    if (phase === "asked" && engine.rows.linksTo(row.key).length > 0)
      throw notAllowed(
        `Availability Set '${row.name}' cannot be deleted. Before deleting an Availability Set please ensure that it does not contain any VM.`,
      );
  },
};

/** Availability sets. */
export const availabilitySets: TypeRow = machineRow({
  type: "Microsoft.Compute/availabilitySets",
  model: "AvailabilitySet",
  patchModel: "AvailabilitySetUpdate",
  label: "AvailabilitySet",
  manner: "direct",
  putStatus: 200,
  stateless: true,
  listQuery: ["$expand"],
  rules: [notEmulated(["properties.proximityPlacementGroup"]), domains],
  removal: [empty],
  actions: [sizesOfOne],
});
