import type { Durable } from "./durable.ts";

/** Single values of the durable state: ids chosen once, the time scale. */
export interface SettingsStore {
  read(name: string): string | undefined;
  write(name: string, value: string): void;
  /** The value of `name`; the first call decides it. */
  once(name: string, make: () => string): string;
}

export function openSettings(durable: Durable): SettingsStore {
  durable.database.exec("CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT");
  const get = durable.database.prepare("SELECT value FROM setting WHERE name = ?");
  const put = durable.database.prepare(
    "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  );
  const read = (name: string) => (get.get(name) as { value: string } | undefined)?.value;
  return {
    read,
    write: (name, value) => void put.run(name, value),
    once: (name, make) => {
      const present = read(name);
      if (present !== undefined) return present;
      const value = make();
      put.run(name, value);
      return value;
    },
  };
}
