import type { TypeRow } from "../../resources/contract.ts";
import { recordKinds } from "./kinds.ts";
import { recordSets } from "./record-sets.ts";
import { zones } from "./zones.ts";

export { createRecordLookup, type FoundRecords, type RecordLookup } from "./lookup.ts";

/** Public DNS: zones, and a type for each kind of record set. */
export const dnsTypes = (): readonly TypeRow[] => [zones, ...recordKinds.map(recordSets)];
