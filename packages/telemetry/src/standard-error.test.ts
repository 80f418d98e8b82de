import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
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

const countsWrites = `
  import fs from "node:fs";
  const { write } = fs;
  let writes = 0;
  fs.write = (...words) => { writes++; return write(...words); };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const whenWritten = async () => { for (let tries = 0; fs.fstatSync(2).size < logged && tries < 500; tries++) await new Promise((r) => setTimeout(r, 10)); };
  let logged = 0;
  const say = (line) => { logged += line.length; log.write(line); };`;

test("the lines of one turn of the event loop are one write", { timeout: 20_000 }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "standard-error-"));
  t.after(() => rm(folder, { recursive: true }));
  const program = `${countsWrites}
    for (let n = 0; n < 1000; n++) say("line " + n + "x".repeat(100) + "\\n");
    await whenWritten();
    console.log(writes, fs.fstatSync(2).size - logged);`;
  assert.deepEqual(await run(program, join(folder, "log")), { out: "1 0\n", status: 0 });
});

test("lines that come while others are written follow them, though no other line comes", {
  timeout: 20_000,
}, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "standard-error-"));
  t.after(() => rm(folder, { recursive: true }));
  const program = `${countsWrites}
    for (let n = 0; n < 50; n++) { say("line " + n + "x".repeat(100_000) + "\\n"); await turn(); }
    await whenWritten();
    console.log(writes <= 50, fs.fstatSync(2).size - logged);`;
  assert.deepEqual(await run(program, join(folder, "log")), { out: "true 0\n", status: 0 });
});
