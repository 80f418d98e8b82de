import type { Rows } from "../documents/rows.ts";

/** One limit of a subscription in a region: as usages list it. */
export interface LimitName {
  subscription: string;
  /** `Microsoft.Compute`. */
  provider: string;
  location: string;
  /** As the usage's `name.value` has it: `standardDSv3Family`. */
  name: string;
}

const keyOf = ({ subscription, provider, location, name }: LimitName): string =>
  ["limit", subscription, provider, location, name].join(" ").toLowerCase();

/** The limit that was set for a subscription; undefined when Azure's own stands. */
export function limitSet(rows: Rows, limit: LimitName): number | undefined {
  const kept = rows.value(keyOf(limit));
  return kept === undefined || kept === "" ? undefined : Number(kept);
}

/** Sets a subscription's limit, or gives Azure's own back with undefined. Inside a transaction. */
export function setLimit(rows: Rows, limit: LimitName, value: number | undefined): void {
  rows.setValue(keyOf(limit), value === undefined ? "" : String(value));
}
