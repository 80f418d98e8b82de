import { countBy } from "../../documents/count-by.ts";
import type { Doc } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Engine, ViewRow } from "../../resources/contract.ts";
import { limitSet } from "../../resources/limits.ts";
import { normalLocation } from "../../resources/put.ts";
import { diskUsage } from "./disk-tiers.ts";
import { type Size, sizeNamed, sizes } from "./sizes.ts";
import { machineVersions } from "./versions.ts";

const provider = "Microsoft.Compute";

/** What can be used up, in the order in which it is listed. */
interface Countable {
  /** `name.value`. */
  name: string;
  /** `name.localizedValue`, and how refusals call it. */
  shown: string;
  limit: number;
}

// Limits are those of a subscription that has been given plenty, so that only tests which set one run into it.
const plenty = 100_000;
const familyShown = (family: string): string =>
  family.startsWith("Standard ")
    ? `${family} vCPUs`
    : `Standard ${family.replace(/^standard/, "").replace(/Family$/, "")} Family vCPUs`;

const fixed: readonly Countable[] = [
  { name: "availabilitySets", shown: "Availability Sets", limit: 2_500 },
  { name: "cores", shown: "Total Regional vCPUs", limit: plenty },
  { name: "virtualMachines", shown: "Virtual Machines", limit: 25_000 },
  { name: "virtualMachineScaleSets", shown: "Virtual Machine Scale Sets", limit: 2_500 },
  { name: "lowPriorityCores", shown: "Total Regional Low-priority vCPUs", limit: plenty },
];

const families: readonly Countable[] = [...new Set(sizes.map((size) => size.family))].map((family) => ({
  name: family,
  shown: familyShown(family),
  limit: plenty,
}));

const disks: readonly Countable[] = Object.values(diskUsage).map((name) => ({
  name,
  shown: name.replace("DiskCount", " Disk Count").replace(/([a-z])([A-Z])/g, "$1 $2"),
  limit: 50_000,
}));

const countables: readonly Countable[] = [...fixed, ...families, ...disks];

const machineType = "microsoft.compute/virtualmachines";
const diskType = "microsoft.compute/disks";
const setType = "microsoft.compute/availabilitysets";

/** What a machine uses: name → amount. It counts whether it runs or is deallocated. */
export function usedByMachine(size: Size | undefined, priority: string): ReadonlyMap<string, number> {
  const cores = size?.cores ?? 0;
  const family: [string, number][] =
    priority === "Spot"
      ? [["lowPriorityCores", cores]]
      : [
          ["cores", cores],
          [size?.family ?? "", cores],
        ];
  return new Map([["virtualMachines", 1], ...family]);
}

/** What disks of a SKU use. */
export const usedByDisks = (sku: string, count = 1): ReadonlyMap<string, number> => {
  const name = diskUsage[sku];
  return new Map(name === undefined ? [] : [[name, count]]);
};

/** What an availability set uses. */
export const usedByAvailabilitySet: ReadonlyMap<string, number> = new Map([["availabilitySets", 1]]);

function usedIn(engine: Engine, subscription: string, location: string): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  const count = (type: string, places: readonly [string, string?]) =>
    countBy(engine.rows, { subscription, type, location }, places);
  const add = (amounts: ReadonlyMap<string, number>, times: number) => {
    for (const [name, amount] of amounts) used.set(name, (used.get(name) ?? 0) + amount * times);
  };
  for (const { first, second, count: times } of count(machineType, [
    "properties.hardwareProfile.vmSize",
    "properties.priority",
  ]))
    add(usedByMachine(sizeNamed(first), second), times);
  for (const { first, count: times } of count(diskType, ["sku.name"])) add(usedByDisks(first), times);
  for (const { count: times } of count(setType, ["sku.name"])) add(usedByAvailabilitySet, times);
  return used;
}

const limitOf = (engine: Engine, subscription: string, location: string, { name, limit }: Countable): number =>
  limitSet(engine.rows, { subscription, provider, location, name }) ?? limit;

/** How refusals call what has been used up: families by their own name, everything else as it is listed. */
const refusedName = ({ name, shown }: Countable): string => {
  if (name === "cores") return "Total Regional Cores";
  if (name === "lowPriorityCores") return "LowPriorityCores";
  return families.some((one) => one.name === name) ? `${name} Cores` : shown;
};

/** Refuses what would use more than a subscription may have in a region. `more` is what comes on top of what is used. */
export function refuseBeyondQuota(
  engine: Engine,
  where: { subscription: string; location: string },
  more: ReadonlyMap<string, number>,
): void {
  const { subscription, location } = where;
  let used: ReadonlyMap<string, number> | undefined;
  for (const countable of countables) {
    const wanted = more.get(countable.name) ?? 0;
    if (wanted <= 0) continue;
    const limit = limitOf(engine, subscription, location, countable);
    used ??= usedIn(engine, subscription, location);
    const current = used.get(countable.name) ?? 0;
    if (current + wanted <= limit) continue;
    throw new Refusal(
      409,
      "OperationNotAllowed",
      `Operation could not be completed as it results in exceeding approved ${refusedName(countable)} quota. Additional details - Deployment Model: Resource Manager, Location: ${location}, Current Limit: ${limit}, Current Usage: ${current}, Additional Required: ${wanted}, (Minimum) New Limit Required: ${current + wanted}. Setup Alerts when Quota reaches threshold. Learn more at https://aka.ms/quotamonitoringalerting . Submit a request for Quota increase at https://aka.ms/ProdportalCRP/#blade/Microsoft_Azure_Capacity/UsageAndQuota.ReactView by specifying parameters listed in the ‘Details’ section for deployment to succeed. Please read more about quota limits at https://docs.microsoft.com/en-us/azure/azure-supportability/regional-quota-requests`,
    );
  }
}

/** What a subscription uses in a region, and how much it may. */
export const usages: ViewRow = {
  type: "Microsoft.Compute/locations/usages",
  ends: "type",
  verb: "GET",
  apiVersions: machineVersions,
  paged: true,
  what: "usages follow what there is, deallocated machines included; limits can be set for tests",
  evidence: "documented",
  answer: ({ engine, id }) => {
    const location = normalLocation(id.names[0] ?? "");
    const used = usedIn(engine, id.subscription, location);
    return countables.map(
      (countable): Doc => ({
        unit: "Count",
        currentValue: used.get(countable.name) ?? 0,
        limit: limitOf(engine, id.subscription, location, countable),
        name: { value: countable.name, localizedValue: countable.shown },
      }),
    );
  },
};
