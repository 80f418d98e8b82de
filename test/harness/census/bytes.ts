import { DatabaseSync } from "node:sqlite";
import { systemClock } from "@aro/runtime";
import type { Instance } from "../instance.ts";

/**
 * Every row of every table of store and cloud, as text: equal exactly when nobody wrote anything in between. Of a whole instance, or what
 * names one subscription.
 */
export function bytesOf(instance: Instance, subscriptionId?: string): Map<string, string> {
  const rows = new Map<string, string>();
  for (const [file, path] of [
    ["store", instance.store],
    ["cloud", instance.cloud],
  ] as const) {
    using database = new DatabaseSync(path, { readOnly: true, timeout: 10_000 });
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
    for (const { name } of tables) {
      const all = database.prepare(`SELECT * FROM "${name}"`).all();
      for (const [index, row] of all
        .map((one) => JSON.stringify(one))
        .filter((row) => subscriptionId === undefined || row.includes(subscriptionId))
        .sort()
        .entries())
        rows.set(`${file} ${name} ${index}`, row);
    }
  }
  return rows;
}

/** What was written between two looks; empty when nothing was. That the store forgets what has expired is nobody's writing. */
export function written(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const former = new Set([...before].map(([key, row]) => `${key.replace(/ \d+$/, "")} ${row}`));
  const present = new Set([...after].map(([key, row]) => `${key.replace(/ \d+$/, "")} ${row}`));
  const nowSeconds = systemClock.now() / 1000;
  const hasExpired = (row: string) =>
    Number(/"expires":(\d+)/.exec(row)?.[1] ?? Number.POSITIVE_INFINITY) <= nowSeconds;
  return [
    ...[...former].filter((row) => !present.has(row) && !hasExpired(row)).map((row) => `gone: ${row.slice(0, 400)}`),
    ...[...present].filter((row) => !former.has(row)).map((row) => `new: ${row.slice(0, 400)}`),
  ];
}
