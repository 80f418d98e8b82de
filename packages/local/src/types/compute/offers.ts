import { locationTable } from "../../facts/locations.ts";
import { type Size, sizes } from "./sizes.ts";

type Region = keyof typeof locationTable;

/** Why a subscription cannot have a size that a region has. */
export interface Restriction {
  type: "Location" | "Zone";
  reason: "NotAvailableForSubscription" | "QuotaId";
  /** The zones of one that holds for zones. */
  zones: readonly string[];
}

/** Families that only some regions have. */
const regionsOf: Readonly<Record<string, readonly Region[]>> = {
  "Standard NCASv3_T4 Family": ["eastus", "westeurope", "australiaeast"],
  "Standard NCSv3 Family": ["eastus", "northeurope"],
  standardMSFamily: ["eastus", "westeurope", "australiaeast"],
  standardLsv4Family: ["eastus", "westeurope"],
  standardDPSv5Family: ["eastus", "westeurope"],
};

/** What this subscription may not have where the region has it, so that clients see what that looks like. */
const restrictions: readonly ({ family: string; region: Region } & Restriction)[] = [
  {
    family: "Standard NCSv3 Family",
    region: "northeurope",
    type: "Location",
    reason: "NotAvailableForSubscription",
    zones: [],
  },
  {
    family: "standardMSFamily",
    region: "westeurope",
    type: "Zone",
    reason: "NotAvailableForSubscription",
    zones: ["3"],
  },
];

/** A size in a region. */
export interface Offer {
  size: Size;
  region: string;
  zones: readonly string[];
  restrictions: readonly Restriction[];
}

const regionNamed = (region: string): Region | undefined =>
  Object.hasOwn(locationTable, region) ? (region as Region) : undefined;

/** The zones of a region; none where it has none, or is not known. */
export const zonesOf = (region: string): readonly string[] => {
  const known = regionNamed(region);
  return known === undefined ? [] : locationTable[known].zones;
};

/** A size where a region has it. Regions that the emulated Azure has no table for have every size, without zones. */
export function offerOf(size: Size, region: string): Offer | undefined {
  const known = regionNamed(region);
  const only = regionsOf[size.family];
  if (only !== undefined && (known === undefined || !only.includes(known))) return undefined;
  return {
    size,
    region,
    zones: zonesOf(region),
    restrictions: restrictions.filter((one) => one.family === size.family && one.region === region),
  };
}

/** Everything that a region has. */
export const offersIn = (region: string): readonly Offer[] =>
  sizes.map((size) => offerOf(size, region)).filter((offer) => offer !== undefined);

/** The regions that there are. */
export const regions: readonly string[] = Object.keys(locationTable);
