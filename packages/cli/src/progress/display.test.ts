import assert from "node:assert/strict";
import { test } from "node:test";
import type { OperationEvent, OperationStatus } from "@aro/client";
import { paperWorld } from "../testing/world.ts";
import { elapsedText } from "./elapsed.ts";
import { linesDisplay } from "./lines-display.ts";
import { liveDisplay } from "./live-display.ts";
import { viewOf } from "./view.ts";
import { watchMode } from "./watch.ts";

const start = Date.parse("2025-07-01T10:00:00Z");
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();

const step = (name: string, from?: number, to?: number, status = to === undefined ? "Running" : "Succeeded") => ({
  name,
  status: from === undefined ? "NotStarted" : status,
  ...(from === undefined ? {} : { startTime: at(from) }),
  ...(to === undefined ? {} : { endTime: at(to) }),
});

const look = (
  seconds: number,
  steps: OperationStatus["steps"],
  more: Partial<OperationStatus> = {},
): OperationEvent => ({
  kind: "status",
  serverTime: start + seconds * 1000,
  status: { id: "/o", name: "o", status: "Creating", startTime: at(0), steps, ...more },
});

const first = look(2.5, [step("createDNS", 0, 1.2), step("deployResources", 1.2), step("step 3")], {
  percentComplete: 33,
});
const second = look(75, [step("createDNS", 0, 1.2), step("deployResources", 1.2, 61.2), step("bootstrap", 61.2)], {
  percentComplete: 66,
});
const failed = look(
  80,
  [step("createDNS", 0, 1.2), step("deployResources", 1.2, 61.2), step("bootstrap", 61.2, 80, "Failed")],
  { status: "Failed", endTime: at(80) },
);

test("time is told as people tell it", () => {
  const texts = [0, 449, 9_949, 9_950, 59_499, 59_500, 185_000, 3_600_000, 3_720_000, -5].map(elapsedText);
  assert.deepEqual(texts, ["0.0s", "0.4s", "9.9s", "10s", "59s", "1m00s", "3m05s", "1h00m", "1h02m", "0.0s"]);
});

test("lines: one for each finished step, none twice, and what fails is marked", () => {
  const world = paperWorld();
  using display = linesDisplay(world.stderr, world.clock);
  for (const event of [first, first, second, failed]) display.show(event);
  assert.equal(
    world.err(),
    `1 of 3  createDNS  1.2s  (bootstrap, 33 %, 2.5s in all)
2 of 3  deployResources  1m00s  (bootstrap, 66 %, 1m15s in all)
3 of 3  bootstrap  19s  failed  (1m20s in all)
`,
  );
});

test("lines: a step that runs for long is told of once a minute", async () => {
  const world = paperWorld();
  using display = linesDisplay(world.stderr, world.clock);
  display.show(first);
  for (let seconds = 30; seconds <= 150; seconds += 30) {
    await world.clock.advance(30_000);
    display.show(look(seconds, [step("createDNS", 0, 1.2), step("deployResources", 1.2), step("step 3")]));
  }
  assert.equal(
    world.err(),
    `1 of 3  createDNS  1.2s  (bootstrap, 33 %, 2.5s in all)
2 of 3  deployResources  59s  (bootstrap, 1m00s in all), still running
2 of 3  deployResources  1m59s  (bootstrap, 2m00s in all), still running
`,
  );
});

test("lines: a service that is away and back is told of, in one line however long it is away", () => {
  const world = paperWorld();
  using display = linesDisplay(world.stderr, world.clock);
  for (const leftMilliseconds of [300_000, 299_000, 291_000])
    display.show({ kind: "trouble", problem: "connection refused", pauseMilliseconds: 250, leftMilliseconds });
  display.show({ kind: "recovered", afterMilliseconds: 4_000 });
  assert.equal(
    world.err(),
    `the service does not answer (connection refused); the operation goes on, trying again for up to 5m00s
the service answers again after 4.0s
`,
  );
});

const clear = "\r\u001b[2K";

/** What is on the screen after the text was written to it: carriage returns and cleared lines applied. */
function screen(text: string): string[] {
  const lines = [""];
  for (const part of text.replaceAll(clear, "\f").split(/([\n\f])/)) {
    if (part === "\n") lines.push("");
    else if (part === "\f") lines[lines.length - 1] = "";
    else lines[lines.length - 1] += part;
  }
  return lines;
}

test("live: finished steps stay above; of the running one the last line says what was seen, since it may be over, and the whole's time goes on", async () => {
  const world = paperWorld({ terminal: true });
  const display = liveDisplay(world.stderr, world.clock);
  assert.deepEqual(screen(world.err()), ["⠋ waiting for the first step"]);
  display.show(first);
  await world.clock.advance(2_000);
  const [done, running] = screen(world.err());
  assert.equal(done, "✔ 1 of 3  createDNS  1.2s");
  assert.match(running ?? "", /^. 2 of 3 {2}deployResources {2}1\.3s {2}\(bootstrap, 33 %, 4\.5s in all\)$/);
  display.show(failed);
  display[Symbol.dispose]();
  await world.clock.advance(2_000);
  assert.deepEqual(screen(world.err()), [
    "✔ 1 of 3  createDNS  1.2s",
    "✔ 2 of 3  deployResources  1m00s",
    "✖ 3 of 3  bootstrap  19s  failed",
    "",
  ]);
});

test("live: no step is shown to have taken longer than it took, and when all has ended nothing is waited for", async () => {
  const world = paperWorld({ terminal: true, columns: 200 });
  using display = liveDisplay(world.stderr, world.clock);
  display.show(look(1.5, [step("a", 0, 1), step("b", 1), step("c")]));
  // `b` ends at 1.8; the next look is at 11.5.
  await world.clock.advance(10_000);
  const shown = [...world.err().matchAll(/ b {2}([\d.]+)s/g)].map(([, seconds]) => Number(seconds));
  assert.ok(shown.length > 50 && Math.max(...shown) <= 0.8, String(Math.max(...shown)));
  const before = world.err().length;
  display.show(
    look(11.5, [step("a", 0, 1), step("b", 1, 1.8), step("c", 1.8, 11)], { status: "Succeeded", endTime: at(11) }),
  );
  await world.clock.advance(1_000);
  assert.deepEqual(screen(world.err()).slice(-3), ["✔ 2 of 3  b  0.8s", "✔ 3 of 3  c  9.2s", ""]);
  assert.doesNotMatch(world.err().slice(before), /waiting/);
});

test("live: the last line never grows wider than the terminal", async () => {
  const world = paperWorld({ terminal: true, columns: 40 });
  using display = liveDisplay(world.stderr, world.clock);
  display.show(look(1, [step("aStepWithAnUncommonlyLongNameThatGoesOnAndOn", 0)]));
  assert.ok((screen(world.err()).at(-1) ?? "").length <= 39);
});

test("live: what shows ASCII only gets nothing else", async () => {
  const world = paperWorld({ terminal: true, columns: 40 });
  using display = liveDisplay({ ...world.stderr, ascii: true }, world.clock);
  display.show(look(1, [step("a", 0, 0.5), step("aStepWithAnUncommonlyLongNameThatGoesOnAndOn", 0.5)]));
  await world.clock.advance(1_000);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escapes and carriage returns are ASCII
  assert.match(world.err(), /^[\x00-\x7f]+$/);
  assert.equal(screen(world.err())[0], "+ 1 of 2  a  0.5s");
  assert.ok((screen(world.err()).at(-1) ?? "").length <= 39);
});

test("live: while the service is away the last line says so, and the step comes back with it", () => {
  const world = paperWorld({ terminal: true, columns: 200 });
  using display = liveDisplay(world.stderr, world.clock);
  display.show(first);
  display.show({ kind: "trouble", problem: "503 ServiceUnavailable", pauseMilliseconds: 1, leftMilliseconds: 60_000 });
  assert.match(screen(world.err()).at(-1) ?? "", /does not answer \(503 ServiceUnavailable\); the operation goes on/);
  display.show({ kind: "recovered", afterMilliseconds: 2_000 });
  display.show(first);
  assert.match(screen(world.err()).at(-1) ?? "", /deployResources/);
});

test("a clock of the service that differs from ours does not matter: times are taken by the service's own", () => {
  const view = viewOf({ id: "", name: "", status: "Creating", startTime: at(0), steps: [step("a", 1)] }, start + 4_000);
  assert.deepEqual([view.milliseconds, view.current?.milliseconds], [4_000, 3_000]);
});

test("an install has two phases, told apart by the step between them; other operations have none", () => {
  const phase = (status: string, ...steps: OperationStatus["steps"]) =>
    viewOf({ id: "", name: "", status, startTime: at(0), steps }, start).phase;
  assert.equal(phase("Creating"), "bootstrap");
  assert.equal(phase("Failed", step("startInstallation", 0, 1), step("createDNS", 1, 2, "Failed")), "bootstrap");
  assert.equal(phase("Creating", step("startInstallation", 0, 1), step("incrInstallPhase", 1)), "bootstrap");
  const turned = [step("startInstallation", 0, 1), step("incrInstallPhase", 1, 2)];
  assert.equal(phase("Creating", ...turned), "remove bootstrap");
  assert.equal(phase("Succeeded", ...turned, step("finishInstallation", 2, 3)), "remove bootstrap");
  assert.equal(phase("Updating", step("startVMs", 0)), undefined);
});

test("watching is live on a terminal, in lines where it is asked for, silent else", () => {
  assert.equal(watchMode(paperWorld({ terminal: true }), false), "live");
  assert.equal(watchMode(paperWorld(), true), "lines");
  assert.equal(watchMode(paperWorld(), false), "silent");
});
