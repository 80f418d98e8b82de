import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { writeSecretFile } from "./secret-file.ts";

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "secret-file-"));
  try {
    await run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a secret file is its owner's alone, and nothing else is left beside it", () =>
  inFolder(async (folder) => {
    const path = join(folder, "kubeconfig");
    assert.equal(await writeSecretFile(path, "one", { overwrite: false }), "written");
    assert.equal(readFileSync(path, "utf8"), "one");
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(folder), ["kubeconfig"]);
  }));

test("a file that is there stays as it is, unless it is to be overwritten; then its mode changes too", () =>
  inFolder(async (folder) => {
    const path = join(folder, "kubeconfig");
    writeFileSync(path, "former", { mode: 0o644 });
    assert.equal(await writeSecretFile(path, "one", { overwrite: false }), "exists");
    assert.equal(readFileSync(path, "utf8"), "former");
    assert.equal(await writeSecretFile(path, "two", { overwrite: true }), "written");
    assert.equal(readFileSync(path, "utf8"), "two");
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(folder), ["kubeconfig"]);
  }));

test("a link is not followed: what it points to stays as it is", () =>
  inFolder(async (folder) => {
    const [path, other] = [join(folder, "kubeconfig"), join(folder, "other")];
    symlinkSync(other, path);
    assert.equal(await writeSecretFile(path, "one", { overwrite: false }), "exists");
    writeFileSync(other, "somebody's");
    assert.equal(await writeSecretFile(path, "one", { overwrite: true }), "written");
    assert.deepEqual([readFileSync(path, "utf8"), readFileSync(other, "utf8")], ["one", "somebody's"]);
  }));

test("a folder that is not there is the system's error", () =>
  inFolder(async (folder) => {
    await assert.rejects(writeSecretFile(join(folder, "no", "kubeconfig"), "one", { overwrite: false }), {
      code: "ENOENT",
    });
  }));
