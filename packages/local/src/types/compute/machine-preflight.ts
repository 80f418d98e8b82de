import { type Doc, record, text, valueAt } from "../../documents/document.ts";
import { type Detail, Refusal } from "../../documents/refusal.ts";
import type { Engine, Planned } from "../../resources/contract.ts";
import { normalLocation } from "../../resources/put.ts";
import { type Size, sizeNamed } from "./sizes.ts";
import { refuseBeyondQuota, usedByMachine } from "./usages.ts";
import { refuseUnoffered, zonesNamed } from "./zones.ts";

const sizeOf = (body: Doc): Size | undefined => sizeNamed(text(valueAt(body, "properties.hardwareProfile.vmSize")));
const priorityOf = (body: Doc): string => text(record(body["properties"])["priority"]);

/** What a refusal says, as preflight says it. */
function detailOf(check: () => void, code?: string): readonly Detail[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ ...error.toDetail(), ...(code === undefined ? {} : { code }) }];
  }
}

/** What Microsoft.Compute thinks of the machines of a template: sizes that can be had, and all of them within the quota. */
export function preflightMachines(engine: Engine, planned: readonly Planned[]): readonly Detail[] {
  const wanted = new Map<string, Map<string, number>>();
  const details: Detail[] = [];
  for (const { id, body } of planned) {
    const size = sizeOf(body);
    const location = normalLocation(text(body["location"]));
    // What only a run of the template will tell cannot be looked at before.
    if (size === undefined || location.startsWith("[")) continue;
    const kept = engine.rows.get(id.key);
    if (kept === undefined) details.push(...detailOf(() => refuseUnoffered(size, location, zonesNamed(body))));
    const sum = wanted.get(location) ?? new Map<string, number>();
    wanted.set(location, sum);
    const add = (amounts: ReadonlyMap<string, number>, sign: 1 | -1) => {
      for (const [name, amount] of amounts) sum.set(name, (sum.get(name) ?? 0) + sign * amount);
    };
    add(usedByMachine(size, priorityOf(body)), 1);
    if (kept !== undefined) add(usedByMachine(sizeOf(kept.body), priorityOf(kept.body)), -1);
  }
  const subscription = planned[0]?.id.subscription ?? "";
  for (const [location, sum] of wanted)
    details.push(...detailOf(() => refuseBeyondQuota(engine, { subscription, location }, sum), "QuotaExceeded"));
  return details;
}
