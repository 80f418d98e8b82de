import { open, rm } from "node:fs/promises";
import { join } from "node:path";

const seconds = 2;

/** Writes a second that a disk takes when `group` of them, of `bytes` each, are appended to a file and flushed together: the least any log does. */
export async function flushedPerSecond(folder: string, group: number, bytes: number): Promise<number> {
  const path = join(folder, "disk");
  const file = await open(path, "w");
  try {
    const piece = Buffer.alloc(group * bytes, "x");
    const start = performance.now();
    let writes = 0;
    for (; performance.now() - start < seconds * 1000; writes += group) {
      await file.write(piece);
      await file.datasync();
    }
    return (writes * 1000) / (performance.now() - start);
  } finally {
    await file.close();
    await rm(path);
  }
}
