import { randomUUID } from "node:crypto";
import { link, open, rename, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Writes `text` to `path` so that nobody but the owner can ever read it, and so that it is there whole or not at all: beside it first, then put in
 * place. `exists`: there is something at `path`, and it stays as it is unless `overwrite` is set. What a link points to is never written.
 */
export async function writeSecretFile(
  path: string,
  text: string,
  { overwrite }: { overwrite: boolean },
): Promise<"written" | "exists"> {
  const beside = join(dirname(path), `.${randomUUID()}.tmp`);
  const file = await open(beside, "wx", 0o600);
  try {
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    if (overwrite) {
      await rename(beside, path);
      return "written";
    }
    // Unlike a rename this fails when the name is taken, whoever took it in the meantime.
    await link(beside, path);
    await unlink(beside);
    return "written";
  } catch (error) {
    await unlink(beside);
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return "exists";
    throw error;
  }
}
