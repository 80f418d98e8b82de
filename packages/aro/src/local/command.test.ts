import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { systemClock } from "@aro/runtime";
import { paperEdge } from "../testing/edge.ts";
import { local } from "./command.ts";

let folder = "";
before(() => {
  folder = mkdtempSync(join(tmpdir(), "aro-command-"));
});
after(() => rmSync(folder, { recursive: true }));

const run = async (...words: string[]) => {
  const edge = paperEdge({ root: folder, cwd: folder });
  return { status: await local(words, edge), out: edge.out(), err: edge.err() };
};

test("commands that need the instance say how to start it, in one line, and exit 1", async () => {
  for (const words of [["env"], ["fault", "list"], ["fault", "clear"], ["fault", "add", "--reset"]]) {
    const { status, out, err } = await run(...words);
    assert.equal(status, 1, words.join(" "));
    assert.equal(out, "");
    assert.equal(err, "aro: the instance of .aro is not up; start it with: ./aro local up\n");
  }
});

test("down and reset of what is not there change nothing and exit 0", async () => {
  assert.deepEqual(await run("down"), { status: 0, out: ".aro was not up; nothing was changed\n", err: "" });
  assert.deepEqual(await run("reset"), { status: 0, out: "there is nothing in .aro\n", err: "" });
});

test("status of what is not up shows every process as stopped, also as JSON", async () => {
  const table = await run("status");
  assert.equal(table.status, 0);
  assert.match(
    table.out,
    /^down {2}\.aro\n\nProcess .*\n-.*\nsupervisor .*stopped\nemulator .*stopped\nrp .*stopped\n$/,
  );
  const { up, processes, clusters } = JSON.parse((await run("status", "--json")).out);
  assert.deepEqual([up, processes.length, clusters], [false, 3, []]);
});

test("logs shows the last lines of each process, led by its name, or of one alone", async () => {
  mkdirSync(join(folder, ".aro/logs"), { recursive: true });
  writeFileSync(join(folder, ".aro/logs/rp.log"), "one\ntwo\nthree\n");
  writeFileSync(join(folder, ".aro/logs/emulator.log"), "uno\n");
  assert.equal((await run("logs", "-n", "2")).out, "emulator  uno\nrp        two\nrp        three\n");
  assert.equal((await run("logs", "rp")).out, "one\ntwo\nthree\n");
  const unknown = await run("logs", "monitor");
  assert.equal(unknown.status, 2);
  assert.equal(unknown.err, 'aro: there is no process "monitor"; there are emulator, rp\n');
});

test("logs -f prints whole lines as they come, and starts anew when the file was moved aside", async () => {
  const path = join(folder, ".aro/logs/rp.log");
  writeFileSync(path, "");
  const stop = new AbortController();
  const edge = paperEdge({ root: folder, cwd: folder, signal: stop.signal });
  const following = local(["logs", "-f", "rp"], edge);
  const until = async (text: string) => {
    for (let tries = 0; tries < 200 && edge.out() !== text; tries++) await systemClock.sleep(10);
    assert.equal(edge.out(), text);
  };
  await systemClock.sleep(50);
  appendFileSync(path, "first\nhalf ");
  await until("first\n");
  appendFileSync(path, "a line\n");
  await until("first\nhalf a line\n");
  writeFileSync(path, "anew\n");
  await until("first\nhalf a line\nanew\n");
  stop.abort();
  assert.equal(await following, 0);
});

test("a command line that cannot be understood exits 2 with one line", async () => {
  const cases = [
    ["bla"],
    ["up", "--port", "x"],
    ["up", "--port", "70000"],
    ["logs", "-n", "-3"],
    ["fault", "bla"],
    ["fault", "add"],
    ["status", "extra"],
  ];
  for (const words of cases) {
    const { status, out, err } = await run(...words);
    if (words[0] === "fault" && words[1] === "add") assert.equal(status, 2, err);
    assert.equal(status, 2, words.join(" "));
    assert.equal(out, "");
    assert.match(err, /^aro: [^\n]+\n$/, words.join(" "));
  }
});

test("supervise is not shown in help", async () => {
  assert.doesNotMatch((await run("--help")).out, /supervise/);
});

test("an interrupted command says so, where to look, and exits 130", async () => {
  const root = mkdtempSync(join(tmpdir(), "aro-interrupted-"));
  const edge = paperEdge({ root, cwd: root, signal: AbortSignal.abort(new Error("SIGINT")) });
  assert.equal(await local(["up", "--port", "0"], edge), 130);
  assert.equal(edge.err(), "aro: interrupted; how things stand: ./aro local status\n");
  const other = paperEdge({ root, cwd: root, signal: AbortSignal.abort(new Error("SIGINT")) });
  await local(["up", "--port", "0", "--state", "other"], other);
  assert.equal(other.err(), "aro: interrupted; how things stand: ./aro local status --state other\n");
  rmSync(root, { recursive: true });
});
