import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** The JSON of a file; undefined when there is no such file, or nothing in it that is JSON and not null. */
export function readJson<Value>(path: string): Value | undefined {
  try {
    return (JSON.parse(readFileSync(path, "utf8")) as Value | null) ?? undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Writes a file whole or not at all, so that no reader sees half of it and no kill leaves half of it. Only its owner can read it. */
export function writeJson(path: string, value: unknown): void {
  const beside = `${path}.${process.pid}.new`;
  try {
    writeFileSync(beside, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
