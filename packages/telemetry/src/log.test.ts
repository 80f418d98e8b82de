import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { createLog, type LogLevel } from "./log.ts";

function world(level: LogLevel = "info") {
  const lines: string[] = [];
  const log = createLog({ service: "rp", level, destination: { write: (line) => void lines.push(line) } });
  return { log, lines, read: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test("a line is one JSON object: level, time, service, what the log is bound to, the fields, the event", () => {
  const { log, lines } = world();
  log
    .with({ component: "frontend" })
    .with({ request_id: "r1" })
    .info("request.answered", { status: 200, left: undefined });
  log.warn("plain");
  assert.match(
    lines.join(""),
    /^\{"level":"info","time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","service":"rp","component":"frontend","request_id":"r1","status":200,"event":"request\.answered"\}\n\{"level":"warn","time":"[^"]+","service":"rp","event":"plain"\}\n$/,
  );
});

test("what is below the level is not written", () => {
  const { log, read } = world("warn");
  const bound = log.with({ a: 1 });
  for (const one of [log, bound]) {
    one.debug("x");
    one.info("x");
    one.warn("kept");
    one.error("kept");
  }
  assert.deepEqual(
    read().map(({ level, event }) => [level, event]),
    [
      ["warn", "kept"],
      ["error", "kept"],
      ["warn", "kept"],
      ["error", "kept"],
    ],
  );
});

test("an error prints with its stack and its cause", () => {
  const { log, read } = world();
  log.error("failed", { error: new TypeError("outer", { cause: new Error("inner") }), err: "a text" });
  const [line] = read();
  const shown = line?.["error"] as Record<string, unknown>;
  assert.deepEqual([shown["type"], shown["message"]], ["TypeError", "outer"]);
  assert.match(String(shown["stack"]), /outer/);
  assert.match(JSON.stringify(shown["cause"]), /inner/);
  assert.equal(line?.["err"], "a text");
});

test("a field that is no JSON costs neither the line nor its other fields", () => {
  const { log, read } = world();
  const self: Record<string, unknown> = {};
  self["self"] = self;
  log.info("odd", { self, big: 1n, fine: { deep: [1] }, text: 'a "quoted"\nline' });
  const [line] = read();
  assert.match(String(line?.["self"]), /not JSON: TypeError/);
  assert.match(String(line?.["big"]), /not JSON: TypeError/);
  assert.deepEqual([line?.["fine"], line?.["text"]], [{ deep: [1] }, 'a "quoted"\nline']);
});

test("a value that says how it prints is asked", () => {
  const { log, lines } = world();
  log.info("secret", { password: { toJSON: () => "[secret]" } });
  assert.match(lines[0] ?? "", /"password":"\[secret\]"/);
});

test("a process that exits in the turn of its last line has written it", () => {
  const source = `
    import { createLog } from ${JSON.stringify(join(import.meta.dirname, "log.ts"))};
    const log = createLog({ service: "s", level: "info" });
    for (let n = 0; n < 100; n++) log.info("line", { n });
    process.exit(0);`;
  const run = spawnSync(process.execPath, ["--input-type=module", "-e", source], { encoding: "utf8" });
  const numbers = run.stderr
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { n: number }).n)
    // The line whose writing has begun may come to its end after those that are written at the exit.
    .sort((a, b) => a - b);
  assert.deepEqual(
    numbers,
    Array.from({ length: 100 }, (_, n) => n),
  );
});
