import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

/** Runs a program that logs as every process does; its standard error is the file given. */
async function run(program: string, file: string) {
  const source = join(import.meta.dirname, "standard-error.ts");
  const script = `import { standardError } from ${JSON.stringify(source)};\nconst log = standardError();\n${program}`;
  const child = spawn("sh", ["-c", `exec "$0" --input-type=module -e "$1" 2>${file}`, process.execPath, script], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let out = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  const status = await new Promise((resolve) => child.on("exit", resolve));
  return { out, status };
}

const skip = existsSync("/dev/full") ? false : "this system has no /dev/full";

test("a process whose log has no room goes on, and ends when it wants to", { skip, timeout: 20_000 }, async () => {
  const program = `
    for (let n = 0; n < 200; n++) { log.write("x".repeat(100_000) + "\\n"); await new Promise((r) => setImmediate(r)); }
    await new Promise((resolve) => setTimeout(resolve, 200));
    console.log("goes on");
    process.exit(0);`;
  assert.deepEqual(await run(program, "/dev/full"), { out: "goes on\n", status: 0 });
});

test("what was logged last is written before the process ends", { timeout: 20_000 }, async () => {
  const program = `for (let n = 0; n < 1000; n++) log.write("line " + n + "\\n"); process.exit(0);`;
  const { out, status } = await run(program, "&1");
  assert.equal(status, 0);
  assert.equal(out.split("\n").length, 1001);
  assert.ok(out.endsWith("line 999\n"));
});
