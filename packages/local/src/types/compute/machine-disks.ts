import { type Doc, record, records, text, unseen, valueAt } from "../../documents/document.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { Row } from "../../documents/rows.ts";
import type { Change, Engine, Removal, RemovalRule, Rule } from "../../resources/contract.ts";
import { freshEtag } from "../../resources/etags.ts";
import { noConditions } from "../../resources/preconditions.ts";
import { applyPut } from "../../resources/put.ts";
import { carryOutRemoval } from "../../resources/remove.ts";
import { diskType } from "./base.ts";
import { disks } from "./disks.ts";
import { powerOf } from "./power.ts";
import { diskVersions } from "./versions.ts";

/** The disks that a machine's document names, that of the system first. */
export const disksNamed = (body: Doc): Doc[] => {
  const profile = record(valueAt(body, "properties.storageProfile"));
  return [profile["osDisk"], ...records(profile["dataDisks"])].map((disk) => record(disk ?? null));
};

const idOf = (disk: Doc): string => text(record(disk["managedDisk"])["id"]);

const put = (engine: Engine, row: Row, body: Doc): void => engine.rows.put({ ...row, body, etag: freshEtag(engine) });

const inState = (body: Doc, state: string): Doc => ({
  ...body,
  properties: { ...record(body["properties"]), diskState: state },
});

const hold = (engine: Engine, row: Row, machine: string, state: string): void =>
  put(engine, row, { ...inState(row.body, state), managedBy: machine });

function release(engine: Engine, row: Row): void {
  const { managedBy: _, ...rest } = row.body;
  put(engine, row, inState(rest, "Unattached"));
}

/** The disks that a machine holds now. */
const held = (engine: Engine, machine: string): Row[] =>
  engine.rows
    .linksFrom(machine)
    .map((link) => engine.rows.get(link.target))
    .filter((row) => row?.type === diskType && text(row.body["managedBy"]).toLowerCase() === machine) as Row[];

/** What a machine's disks say of themselves while it is running, or is deallocated. */
export function setDiskStates(engine: Engine, machine: string, state: "Attached" | "Reserved"): void {
  for (const row of held(engine, machine)) put(engine, row, inState(row.body, state));
}

function make(change: Change, disk: Doc, data: Doc): void {
  const { engine, actor, doc, location } = change;
  const id = parseId(idOf(disk));
  if (id === undefined) throw new Error(`no resource id: ${idOf(disk)}`);
  const parameters = record(disk["managedDisk"]);
  const set = text(record(parameters["diskEncryptionSet"])["id"]);
  const sku = text(parameters["storageAccountType"]);
  const fromImage = Object.keys(data).length > 0;
  const body: Doc = {
    location,
    sku: { name: sku },
    ...(doc["zones"] === undefined || sku.endsWith("_ZRS") ? {} : { zones: structuredClone(doc["zones"]) }),
    properties: {
      ...(disk["osType"] === undefined ? {} : { osType: disk["osType"] }),
      ...(fromImage ? { hyperVGeneration: record(doc[unseen])["generation"] ?? "V1" } : {}),
      creationData: fromImage ? { createOption: "FromImage", ...data } : { createOption: "Empty" },
      diskSizeGB: disk["diskSizeGB"] ?? null,
      ...(set === "" ? {} : { encryption: { diskEncryptionSetId: set } }),
    },
  };
  const [apiVersion = ""] = diskVersions;
  const request = {
    actor,
    type: disks,
    id,
    apiVersion,
    body,
    conditions: noConditions,
    deployment: false,
    atOnce: true,
  };
  const { row } = applyPut(engine, request, undefined, actor);
  hold(engine, row, change.keptId, "Attached");
}

/** Makes the disks that a machine is to have, holds those it takes, and lets go of those it had. */
export const holdDisks: Rule = {
  name: "the disks of a machine are made with it; they say who holds them (managedBy), and are let go when they are detached",
  evidence: "seen",
  apply: (change: Change) => {
    const { engine, doc, id, before } = change;
    const plans = record(record(doc[unseen])["plans"]);
    const wanted = disksNamed(doc);
    const state = before !== undefined && powerOf(before.body) === "deallocated" ? "Reserved" : "Attached";
    for (const disk of wanted) {
      const row = engine.rows.get(idOf(disk).toLowerCase());
      if (row === undefined) make(change, disk, record(plans[idOf(disk).toLowerCase()]));
      else if (text(row.body["managedBy"]).toLowerCase() !== id.key) hold(engine, row, change.keptId, state);
    }
    if (before === undefined) return;
    const keys = wanted.map((disk) => idOf(disk).toLowerCase());
    for (const disk of disksNamed(before.body)) {
      const key = idOf(disk).toLowerCase();
      const row = keys.includes(key) ? undefined : engine.rows.get(key);
      if (row !== undefined && text(row.body["managedBy"]).toLowerCase() === id.key) release(engine, row);
    }
  },
};

/** What becomes of a machine's disks when it is deleted. */
export const disksGo: RemovalRule = {
  name: "a machine that is deleted lets go of its disks, or takes them with it where their deleteOption says so",
  evidence: "documented",
  apply: ({ engine, row, phase }: Removal) => {
    if (phase !== "done") return;
    for (const disk of disksNamed(row.body)) {
      const own = engine.rows.get(idOf(disk).toLowerCase());
      if (own === undefined || text(own.body["managedBy"]).toLowerCase() !== row.key) continue;
      if (disk["deleteOption"] === "Delete") carryOutRemoval(engine, own);
      else release(engine, own);
    }
  },
};
