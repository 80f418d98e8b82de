import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const blockBytes = 65_536;

/** The last `count` lines of a file that are not empty, oldest first; none when there is no such file. */
export function lastLines(path: string, count: number): string[] {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  try {
    let at = fstatSync(file).size;
    let text = Buffer.alloc(0);
    const lines = () =>
      text
        .toString("utf8")
        .split("\n")
        .filter((line) => line.trim() !== "");
    while (at > 0 && lines().length <= count) {
      const length = Math.min(blockBytes, at);
      const block = Buffer.alloc(length);
      at -= length;
      readSync(file, block, 0, length, at);
      text = Buffer.concat([block, text]);
    }
    return count === 0 ? [] : lines().slice(-count);
  } finally {
    closeSync(file);
  }
}
