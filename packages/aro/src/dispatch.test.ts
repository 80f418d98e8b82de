import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { logLevels } from "@aro/telemetry";
import { commands } from "./commands.ts";
import { dispatch, levels } from "./dispatch.ts";
import type { Edge } from "./edge.ts";
import { paperEdge } from "./testing/edge.ts";

test("an unknown command, or none, prints usage on stderr and exits 2 (spec 02 §11.1)", async () => {
  for (const words of [["bla"], [], ["rpp", "--help"]]) {
    const edge = paperEdge();
    assert.equal(await dispatch(words, edge), 2);
    assert.equal(edge.out(), "");
    assert.match(edge.err(), /Usage: \.\/aro /);
  }
});

test("help names every command and loads none", async () => {
  const edge = paperEdge();
  const table = commands.map((row) => ({ ...row, load: () => assert.fail(`${row.name} was loaded`) }));
  assert.equal(await dispatch(["--help"], edge, table), 0);
  for (const { name } of commands) assert.match(edge.out(), new RegExp(`^  ${name} `, "m"));
});

test("--version says which version it is, and loads no command", async () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8")) as {
    version: string;
  };
  const table = commands.map((row) => ({ ...row, load: () => assert.fail(`${row.name} was loaded`) }));
  for (const word of ["--version", "version"]) {
    const edge = paperEdge();
    assert.equal(await dispatch([word], edge, table), 0);
    assert.equal(edge.out(), `aro ${version}\n`);
  }
});

test("commands are found ignoring case, and are given the words behind them (spec 02 §11.1)", async () => {
  const calls: [readonly string[], Edge][] = [];
  const table = [
    {
      name: "rp",
      summary: "",
      load: async () => async (words: readonly string[], edge: Edge) => {
        calls.push([words, edge]);
        return 7;
      },
    },
  ];
  assert.equal(await dispatch(["RP", "--role", "backend"], paperEdge(), table), 7);
  assert.equal(await dispatch(["-loglevel", "debug", "rp"], paperEdge(), table), 7);
  assert.equal(await dispatch(["--loglevel=warn", "rp", "x"], paperEdge(), table), 7);
  assert.equal(await dispatch(["rp", "-loglevel", "ERROR", "--role", "frontend"], paperEdge(), table), 7);
  assert.deepEqual(
    calls.map(([words, edge]) => [words, edge.environment["ARO_LOG_LEVEL"]]),
    [
      [["--role", "backend"], undefined],
      [[], "debug"],
      [["x"], "warn"],
      [["--role", "frontend"], "error"],
    ],
  );
});

test("every command can be loaded, and its help exits 0 with usage on stdout", async () => {
  for (const { name } of commands) {
    const edge = paperEdge();
    assert.equal(await dispatch([name, "--help"], edge), 0, name);
    assert.match(edge.out(), /Usage: \.\/aro /, name);
  }
});

test("main: the exit status is the command's, and a reader that goes away is no fault", () => {
  const main = join(import.meta.dirname, "main.ts");
  const run = (...words: string[]) => spawnSync(process.execPath, [main, ...words], { encoding: "utf8" });
  assert.equal(run("--help").status, 0);
  assert.equal(run("nonsense").status, 2);
  const piped = spawnSync("sh", ["-c", `"${process.execPath}" "${main}" --help | true`], { encoding: "utf8" });
  assert.equal(piped.stderr, "");
});

test("a level that is none, or missing, is refused with those that there are, and no command runs", async () => {
  assert.deepEqual([...levels], [...logLevels]);
  const table = commands.map((row) => ({ ...row, load: () => assert.fail(`${row.name} was loaded`) }));
  const cases: [string[], RegExp][] = [
    [["-loglevel", "bogus", "rp"], /^aro: -loglevel: "bogus" is not one of debug, info, warn, error\n$/],
    [["rp", "--loglevel", "bogus"], /"bogus"/],
    [["local", "-loglevel=", "status"], /"" is not one/],
    [["rp", "-loglevel"], /a level is missing, one of debug/],
  ];
  for (const [words, message] of cases) {
    const edge = paperEdge();
    assert.equal(await dispatch(words, edge, table), 2, words.join(" "));
    assert.match(edge.err(), message);
    assert.equal(edge.out(), "");
  }
});
