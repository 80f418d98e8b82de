import type { KubeObject } from "../../objects/object.ts";
import { nameAndAge } from "../columns.ts";
import type { Column, Columns } from "../kind.ts";
import type { Cells } from "./cell.ts";
import { certificateCells } from "./certificates.ts";
import { coreCells } from "./core.ts";
import { otherCells } from "./others.ts";
import { workloadCells } from "./workloads.ts";

/** Name, type, format, priority; as tools/record-columns.ts wrote them down. */
export type Recorded = readonly [name: string, type: Column["type"], format: string, priority: number];

/** Resources that are kept as another's, and shown as it is. */
const shownAs: Readonly<Record<string, string>> = { "events.k8s.io/events": "/events" };

const table: ReadonlyMap<string, Cells> = new Map(
  Object.entries({ ...certificateCells, ...coreCells, ...workloadCells, ...otherCells }),
);

/** The columns of a built-in resource, and how its objects are told in them. `toStored`: into the version whose members cells are made of. */
export function columnsOf(
  resource: string,
  recorded: readonly Recorded[] | undefined,
  toStored: (object: KubeObject) => KubeObject = (object) => object,
): Columns {
  const cells = table.get(shownAs[resource] ?? resource);
  if (cells === undefined || recorded === undefined) return nameAndAge;
  return {
    columns: recorded.map(([name, type, format, priority]) => ({ name, type, format, priority })),
    cells: (object, now) => cells(toStored(object), now),
  };
}
