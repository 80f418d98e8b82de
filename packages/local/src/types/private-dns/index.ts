import type { TypeRow } from "../../resources/contract.ts";
import { privateSets } from "./base.ts";
import { links } from "./links.ts";
import { privateRecordSets } from "./record-sets.ts";
import { privateZones } from "./zones.ts";

/** Private DNS: zones, their links to networks, and a type for each kind of record set. */
export const privateDnsTypes = (): readonly TypeRow[] => [
  privateZones,
  links,
  ...privateSets.kinds.map(privateRecordSets),
];
