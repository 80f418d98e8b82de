import type { Doc } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Rule } from "../../resources/contract.ts";
import { offerOf, zonesOf } from "./offers.ts";
import type { Size } from "./sizes.ts";

/** The zones that a document names. */
export const zonesNamed = (doc: Doc | undefined): readonly string[] =>
  Array.isArray(doc?.["zones"]) ? doc["zones"].filter((zone): zone is string => typeof zone === "string") : [];

/** A resource lies in one zone of its region or in none, and stays there. */
export const oneZone: Rule = {
  name: "a resource lies in one zone that its region has, or in none, and stays there",
  evidence: "documented",
  apply: ({ doc, before, keptId, type, location }: Change) => {
    if (doc["zones"] === undefined && before?.body["zones"] !== undefined) doc["zones"] = [...zonesNamed(before.body)];
    const zones = zonesNamed(doc);
    const known = zonesOf(location);
    if (zones.length > 1)
      throw new Refusal(
        400,
        "InvalidZone",
        `The zone(s) '${zones.join(",")}' for resource '${keptId.split("/providers/")[1]}' is not supported: a resource lies in one zone. The supported zones for location '${location}' are '${known.join(",")}'`,
      );
    const [zone] = zones;
    if (zone !== undefined && known.length === 0)
      throw new Refusal(
        400,
        "AvailabilityZonesNotSupported",
        `The resource type '${type.type.split("/")[1]}' does not support availability zones at location '${location}'.`,
      );
    if (zone !== undefined && !known.includes(zone))
      throw new Refusal(
        400,
        "InvalidAvailabilityZone",
        `The zone(s) '${zone}' for resource '${keptId.split("/providers/")[1]}' is not supported. The supported zones for location '${location}' are '${known.join(",")}'`,
      );
    if (before === undefined || zonesNamed(before.body).join() === zones.join()) return;
    throw new Refusal(
      400,
      "ResourceAvailabilityZonesCannotBeModified",
      `Resource ${keptId} has an existing availability zone constraint ${zonesNamed(before.body).join(", ")} and the request has availability zone constraint ${zones.join(", ")}, which do not match. Zones cannot be added/updated/removed once the resource is created. The resource cannot be updated from regional to zonal or vice-versa.`,
    );
  },
};

/** Refuses a size that the region, the zone or the subscription does not have. */
export function refuseUnoffered(size: Size, location: string, zones: readonly string[]): void {
  const offer = offerOf(size, location);
  const restricted = offer?.restrictions.some(
    (one) => one.type === "Location" || (one.zones.length > 0 && zones.some((zone) => one.zones.includes(zone))),
  );
  if (offer !== undefined && !restricted) return;
  const where = zones.length === 0 ? `location '${location}'` : `location '${location}', zone '${zones.join(",")}'`;
  throw new Refusal(
    409,
    "SkuNotAvailable",
    `The requested VM size for resource 'Following SKUs have failed for Capacity Restrictions: ${size.name}' is currently not available in ${where}. Please try another size or deploy to a different location or different zone. See https://aka.ms/azureskunotavailable for details.`,
  );
}
