import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writePrivately } from "../../pki/identity-files.ts";
import { type ClusterFaults, noFaults } from "../faults/cluster-faults.ts";

/** How far a cluster has come: its ignition is on disk, all manifests were told to its API server, its bootstrap machine may go. */
export type Phase = "fetched" | "told" | "complete";

/** What is known of a cluster beside its own objects. */
export interface ClusterRecord {
  /** Name of its folder. */
  id: string;
  infraId: string;
  domain: string;
  /** Key of the resource group with its machines. */
  group: string;
  subscription: string;
  location: string;
  /** The machine that it began with. */
  bootstrap: { key: string; vmId: string };
  phase: Phase;
}

/** Records of clusters, one folder each. */
export interface ClusterRecords {
  all(): readonly ClusterRecord[];
  /** Where a cluster keeps its files. */
  path(id: string, file: string): string;
  /** Writes a record, its folder first. What it says holds from then on, whatever dies. */
  write(record: ClusterRecord): void;
  /** Keeps the ignition that a cluster is made of. */
  writeIgnition(id: string, text: string): void;
  ignition(id: string): string;
  /** What is wrong with a cluster because somebody wants it so. */
  faults(id: string): ClusterFaults;
  writeFaults(id: string, faults: ClusterFaults): void;
  remove(id: string): void;
}

/** Folder name of a cluster: its infra id, and what tells it from another of that id in another group. */
export const clusterId = (infraId: string, group: string): string =>
  `${infraId}-${createHash("sha256").update(group).digest("hex").slice(0, 8)}`;

export function openRecords(folder: string): ClusterRecords {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = (id: string, file: string) => join(folder, id, file);
  return {
    path,
    all: () =>
      readdirSync(folder, { withFileTypes: true }).flatMap((entry): ClusterRecord[] => {
        if (!entry.isDirectory()) return [];
        try {
          return [JSON.parse(readFileSync(path(entry.name, "record.json"), "utf8")) as ClusterRecord];
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
          // Died between the ignition and the record: the machine fetches it again.
          rmSync(join(folder, entry.name), { recursive: true, force: true });
          return [];
        }
      }),
    write: (record) => writePrivately(path(record.id, "record.json"), JSON.stringify(record)),
    writeIgnition: (id, text) => writePrivately(path(id, "bootstrap.ign"), text),
    ignition: (id) => readFileSync(path(id, "bootstrap.ign"), "utf8"),
    faults: (id) => {
      try {
        return { ...noFaults, ...(JSON.parse(readFileSync(path(id, "faults.json"), "utf8")) as ClusterFaults) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return noFaults;
        throw error;
      }
    },
    writeFaults: (id, faults) => writePrivately(path(id, "faults.json"), JSON.stringify(faults)),
    remove: (id) => rmSync(join(folder, id), { recursive: true, force: true }),
  };
}
