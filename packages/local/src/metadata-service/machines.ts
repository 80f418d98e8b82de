import type { Durable } from "../state/durable.ts";

/** A managed identity that a machine may act as. */
export interface AssignedIdentity {
  clientId: string;
  /** Whether it is the machine's own (system-assigned): the one that is taken when none is named. */
  system?: true;
}

/** A machine that asks the metadata service: what it is told about itself, and as whom it may act. */
export interface Machine {
  name: string;
  subscriptionId: string;
  resourceGroup: string;
  location: string;
  vmId: string;
  vmSize: string;
  zone: string;
  tags: Readonly<Record<string, string>>;
  identities: readonly AssignedIdentity[];
}

/** The machine that asks at the plain address; others ask below `/machines/NAME`. */
export const usualMachine = "service";

/** Address of a machine's resource in ARM. */
export const machineId = ({ subscriptionId, resourceGroup, name }: Machine): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/virtualMachines/${name}`;

/** The machines that the metadata service knows. */
export interface Machines {
  find(name: string): Machine | undefined;
  list(): Machine[];
  put(machine: Machine): void;
  remove(name: string): boolean;
}

/** Opens the machines in the emulator's durable state. */
export function openMachines({ database }: Durable): Machines {
  database.exec(
    "CREATE TABLE IF NOT EXISTS metadata_machine (name TEXT PRIMARY KEY COLLATE NOCASE, machine TEXT NOT NULL) STRICT",
  );
  const get = database.prepare("SELECT machine FROM metadata_machine WHERE name = ?");
  const all = database.prepare("SELECT machine FROM metadata_machine ORDER BY name");
  const put = database.prepare(
    "INSERT INTO metadata_machine VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET machine = excluded.machine",
  );
  const remove = database.prepare("DELETE FROM metadata_machine WHERE name = ?");
  const read = (row: Record<string, unknown>) => JSON.parse(String(row["machine"])) as Machine;
  return {
    find: (name) => {
      const row = get.get(name);
      return row === undefined ? undefined : read(row);
    },
    list: () => all.all().map(read),
    put: (machine) => void put.run(machine.name, JSON.stringify(machine)),
    remove: (name) => remove.run(name).changes > 0,
  };
}
