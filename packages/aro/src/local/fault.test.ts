import assert from "node:assert/strict";
import { test } from "node:test";
import { type FaultFlags, faultOrder, faultText } from "./fault.ts";

const orders: readonly [FaultFlags, object][] = [
  [
    { status: "500", code: "Boom", method: "PUT", type: "Microsoft.Network/virtualNetworks", count: "always" },
    {
      match: { method: "PUT", type: "Microsoft.Network/virtualNetworks" },
      do: { kind: "status", status: 500, code: "Boom" },
      count: "always",
    },
  ],
  [
    { failAnswer: "503", skip: "2", count: "3" },
    { match: {}, do: { kind: "failAnswer", status: 503 }, skip: 2, count: 3 },
  ],
  [
    { throttle: true, actor: "rp" },
    { match: { actor: "rp" }, do: { kind: "throttle" } },
  ],
  [{ throttle: "7" }, { match: {}, do: { kind: "throttle", retryAfterSeconds: 7 } }],
  [
    { delay: "250", path: "/**" },
    { match: { path: "/**" }, do: { kind: "delay", milliseconds: 250 } },
  ],
  [{ lose: true }, { match: {}, do: { kind: "lose" } }],
  [{ reset: true }, { match: {}, do: { kind: "reset" } }],
  [{ stale: true }, { match: {}, do: { kind: "stale" } }],
  [
    { kill: "rp", when: "after", boundary: "createDNS:finished", process: "rp", clusterId: "/c" },
    {
      match: { boundary: "createDNS:finished", process: "rp", clusterId: "/c" },
      do: { kind: "kill", process: "rp", when: "after" },
    },
  ],
];

test("flags become the order that the emulator is given", () => {
  for (const [flags, order] of orders) assert.deepEqual(faultOrder(flags), order);
});

test("exactly one thing happens, and numbers are numbers", () => {
  assert.throws(() => faultOrder({ method: "PUT" }), /say one thing that happens/);
  assert.throws(() => faultOrder({ status: "500", reset: true }), /say one thing that happens/);
  assert.throws(() => faultOrder({ status: "many" }), /--status: "many" is not a whole number/);
  assert.throws(() => faultOrder({ reset: true, count: "-1" }), /--count: "-1"/);
});

test("an armed fault is one line: id, deed, match, how often", () => {
  const fault = {
    id: "f1",
    match: { method: "PUT" },
    do: { kind: "status", status: 500 },
    count: 3,
    seen: 2,
    struck: 1,
  };
  assert.equal(faultText(fault), "f1  status 500  on method=PUT  matched 2, struck 1 of 3");
  assert.equal(
    faultText({ id: "f2", match: {}, do: { kind: "reset" }, seen: 0, struck: 0 }),
    "f2  reset  on every call  matched 0, struck 0 of 1",
  );
});
