import { type Doc, isDoc, record, records, text, unseen, valueAt } from "../../documents/document.ts";
import type { Rows } from "../../documents/rows.ts";
import type { Change, Rule } from "../../resources/contract.ts";
import { zonesNamed } from "./zones.ts";

/** How the host fails to make a machine, after it has taken the call. */
export const allocationCodes = [
  "AllocationFailed",
  "ZonalAllocationFailed",
  "OverconstrainedAllocationRequest",
  "OSProvisioningTimedOut",
] as const;
export type AllocationCode = (typeof allocationCodes)[number];

/** Machines that are not to be had; whatever is left out matches everything. */
export interface Shortage {
  code: AllocationCode;
  location?: string;
  /** `Standard_D8s_v3`. */
  size?: string;
  zone?: string;
  /** How many machines it hits; all when absent. */
  times?: number;
}

const key = "machine-shortages";

/** The shortages there are. */
function shortagesOf(rows: Rows): readonly Shortage[] {
  const kept: unknown = JSON.parse(rows.value(key) ?? "[]");
  return records(Array.isArray(kept) ? (kept as Doc[]) : []) as unknown as Shortage[];
}

/** Replaces the shortages there are. Inside a transaction. */
export const setShortages = (rows: Rows, shortages: readonly Shortage[]): void =>
  rows.setValue(key, JSON.stringify(shortages));

const guidance = "Read more about improving likelihood of allocation success at http://aka.ms/allocation-guidance";

const words = (code: AllocationCode, name: string): string => {
  switch (code) {
    case "AllocationFailed":
      return `Allocation failed. We do not have sufficient capacity for the requested VM size in this region. ${guidance}`;
    case "ZonalAllocationFailed":
      return `Allocation failed. We do not have sufficient capacity for the requested VM size in this zone. ${guidance}`;
    case "OverconstrainedAllocationRequest":
      return `Allocation failed. VM(s) with the following constraints cannot be allocated, because the condition is too restrictive. Please remove some constraints and try again. Constraints applied are: - VM Size. ${guidance}`;
    case "OSProvisioningTimedOut":
      return `OS Provisioning for VM '${name}' did not finish in the allotted time. The VM may still finish provisioning successfully. Please check provisioning state later. For details on how to check current provisioning state of Windows VMs, refer to https://aka.ms/WindowsVMLifecycle and Linux VMs, refer to https://aka.ms/LinuxVMLifecycle.`;
  }
};

/** A machine that is not to be had is taken, and fails when its time has come. */
export const allocation: Rule = {
  name: "a shortage that was set for tests lets machines fail after they were taken (ZonalAllocationFailed and the like)",
  evidence: "documented",
  apply: (change: Change) => {
    const { engine, doc, before, id, location } = change;
    if (before !== undefined && before.state !== "Failed") return;
    const size = text(valueAt(doc, "properties.hardwareProfile.vmSize")).toLowerCase();
    const all = shortagesOf(engine.rows);
    const hit = all.find(
      (one) =>
        (one.location === undefined || one.location === location) &&
        (one.size === undefined || one.size.toLowerCase() === size) &&
        (one.zone === undefined || zonesNamed(doc).includes(one.zone)) &&
        one.times !== 0,
    );
    const { failedWith: _, ...hidden } = record(doc[unseen]);
    doc[unseen] = hidden;
    if (hit === undefined) return;
    doc[unseen] = { ...hidden, failedWith: hit.code };
    change.failure = { code: hit.code, message: words(hit.code, id.name) };
    if (hit.times !== undefined)
      setShortages(
        engine.rows,
        all.map((one) => (one === hit ? { ...one, times: (hit.times ?? 1) - 1 } : one)),
      );
  },
};

/** Whether a value of the control API is a shortage. */
export const isShortage = (value: unknown): value is Shortage => {
  if (!isDoc(value)) return false;
  const { code, times, ...rest } = value;
  return (
    (allocationCodes as readonly unknown[]).includes(code) &&
    (times === undefined || (Number.isInteger(times) && (times as number) > 0)) &&
    Object.entries(rest).every(([name, one]) => ["location", "size", "zone"].includes(name) && typeof one === "string")
  );
};
