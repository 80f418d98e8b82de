import { readFileSync } from "node:fs";

/** Ends processes of the service by name. */
export interface Processes {
  /** SIGKILL; false when no process of that name is known or alive. */
  kill(name: string): boolean;
}

/** Process ids by name out of the supervisor's `processes.json`: `{"rp": {"pid": 1}}`, or a list of `{name, pid}` under `processes` or by itself. */
export function readProcesses(text: string): ReadonlyMap<string, number> {
  const value: unknown = JSON.parse(text);
  const inner =
    typeof value === "object" && value !== null && "processes" in value
      ? (value as { processes: unknown }).processes
      : value;
  const rows: [string, unknown][] = Array.isArray(inner)
    ? inner.map((row: { name?: string; pid?: unknown }) => [row.name ?? "", row.pid])
    : Object.entries((inner ?? {}) as Record<string, { pid?: unknown } | number>).map(([name, row]) => [
        name,
        typeof row === "number" ? row : row.pid,
      ]);
  return new Map(rows.filter((row): row is [string, number] => Number.isInteger(row[1]) && (row[1] as number) > 1));
}

/**
 * The processes that the supervisor's `file` names, read anew each time since they come and go; `self` is this one. `own`: process ids of those
 * that this one runs, by name; all of a name die together.
 */
export function supervisedProcesses(
  file: string,
  self: { name: string; pid: number },
  own: ReadonlyMap<string, ReadonlySet<number>> = new Map(),
): Processes {
  return {
    kill: (name) => {
      const ours = own.get(name);
      if (ours !== undefined && ours.size > 0) {
        for (const pid of ours) process.kill(pid, "SIGKILL");
        return true;
      }
      let pid = name === self.name ? self.pid : undefined;
      try {
        pid ??= readProcesses(readFileSync(file, "utf8")).get(name);
        if (pid === undefined) return false;
        process.kill(pid, "SIGKILL");
        return true;
      } catch {
        return false;
      }
    },
  };
}
