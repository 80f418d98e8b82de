import { join } from "node:path";
import { Rows } from "../../packages/local/src/documents/rows.ts";
import { openDurable } from "../../packages/local/src/state/durable.ts";

/**
 * Copies a resource into the state of an emulated Azure that is not running, `count` times, as if each had been made by its PUT: making them
 * over the network would measure PUTs.
 */
export function copyResource(folder: string, id: string, count: number): void {
  using durable = openDurable(join(folder, "state/cloud.sqlite"));
  const rows = new Rows(durable);
  const row = rows.get(id.toLowerCase());
  if (row === undefined) throw new Error(`there is no ${id}`);
  const parent = id.slice(0, id.lastIndexOf("/"));
  durable.transaction(() => {
    for (let index = 0; index < count; index++) {
      const name = `${row.name}-${String(index).padStart(6, "0")}`;
      rows.put({ ...row, name, id: `${parent}/${name}`, key: `${parent}/${name}`.toLowerCase() });
    }
  });
}
