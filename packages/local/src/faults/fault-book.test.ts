import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "@aro/runtime";
import { openDurable } from "../state/durable.ts";
import { openFaultBook } from "./fault-book.ts";
import { readProcesses } from "./processes.ts";

const all = () => true;

test("a fault lets some calls go by, strikes as often as it was told, and says so", () => {
  const book = openFaultBook({ durable: openDurable(":memory:"), random: seededRandom(1) });
  book.arm({ match: {}, do: { kind: "reset" }, skip: 2, count: 2 });
  const strikes = Array.from({ length: 6 }, () => book.strike(all).length);
  assert.deepEqual(strikes, [0, 0, 1, 1, 0, 0]);
  assert.deepEqual(
    book.list().map(({ seen, struck }) => [seen, struck]),
    [[4, 2]],
  );
});

test("delays add up, what answers ends the row", () => {
  const book = openFaultBook({ durable: openDurable(":memory:"), random: seededRandom(1) });
  book.arm({ match: {}, do: { kind: "delay", milliseconds: 1 }, count: "always" });
  book.arm({ match: {}, do: { kind: "reset" } });
  book.arm({ match: {}, do: { kind: "lose" } });
  const kinds = () => book.strike(all).map((fault) => fault.do.kind);
  assert.deepEqual([kinds(), kinds(), kinds()], [["delay", "reset"], ["delay", "lose"], ["delay"]]);
});

test("what has struck does not strike again after a restart, what was armed is still armed", () => {
  const durable = openDurable(":memory:");
  const first = openFaultBook({ durable, random: seededRandom(1) });
  first.arm({ match: {}, do: { kind: "kill", process: "emulator" } });
  const kept = first.arm({ match: {}, do: { kind: "reset" }, count: 2 });
  assert.deepEqual(
    first.strike(all).map((fault) => fault.do.kind),
    ["kill"],
  );
  const second = openFaultBook({ durable, random: seededRandom(2) });
  assert.deepEqual(second.list(), first.list());
  assert.deepEqual(
    second.strike(all).map((fault) => fault.id),
    [kept.id],
  );
  assert.equal(second.clear(kept.id), 1);
  assert.equal(second.clear(), 1);
  assert.equal(second.armed, false);
  assert.deepEqual(openFaultBook({ durable, random: seededRandom(3) }).list(), []);
});

test("process ids are read in each form a supervisor writes them; what is none is left out", () => {
  const wanted = new Map([["rp", 12]]);
  assert.deepEqual(readProcesses('[{"name":"rp","pid":12},{"name":"x","pid":0}]'), wanted);
  assert.deepEqual(readProcesses('{"processes":[{"name":"rp","pid":12}]}'), wanted);
  assert.deepEqual(readProcesses('{"rp":{"pid":12},"x":{"pid":null}}'), wanted);
  assert.deepEqual(readProcesses('{"rp":12,"init":1}'), wanted);
});
