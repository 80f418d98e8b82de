import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readFault } from "./fault.ts";
import { globPattern, matchesBoundary, matchesCall, type SeenCall } from "./match.ts";

const call: SeenCall = {
  method: "PUT",
  pathname: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v",
  type: "Microsoft.Network/virtualNetworks",
  actor: "rp",
  steps: new Set(["createDNS"]),
};

test("every member of a match must hold, ignoring case", () => {
  assert.ok(matchesCall({}, call));
  assert.ok(matchesCall({ method: "put", type: "microsoft.network/VIRTUALNETWORKS", actor: "rp" }, call));
  assert.ok(matchesCall({ path: "/SUBSCRIPTIONS/*/resourcegroups/G/**" }, call));
  assert.ok(!matchesCall({ method: "GET" }, call));
  assert.ok(!matchesCall({ actor: "client" }, call));
  assert.ok(!matchesCall({ type: "Microsoft.Network/virtualNetworks/subnets" }, call));
  assert.ok(!matchesCall({ path: "/subscriptions/*" }, call));
  assert.ok(!matchesCall({ boundary: "x:started" }, call));
  assert.ok(matchesCall({ step: "createdns" }, call));
  assert.ok(!matchesCall({ step: "attachNSGs" }, call));
  assert.ok(!matchesCall({}, { ...call, actor: "emulator" }));
  assert.ok(matchesCall({ actor: "emulator" }, { ...call, actor: "emulator" }));
});

test("one star stays within a segment, two do not, everything else stands for itself", () => {
  assert.ok(globPattern("/a/*/c").test("/a/b/c"));
  assert.ok(!globPattern("/a/*/c").test("/a/b/b/c"));
  assert.ok(globPattern("/a/**/c").test("/a/b/b/c"));
  assert.ok(!globPattern("/a.c").test("/abc"));
  fc.assert(
    fc.property(
      fc.string().filter((text) => !text.includes("*") && !text.includes("\n")),
      (text) => globPattern(text).test(text),
    ),
  );
});

test("a boundary is matched by step, edge, process and cluster", () => {
  const reached = { process: "rp", clusterId: "/C", operationId: "o", step: "createDNS", edge: "started" } as const;
  assert.ok(matchesBoundary({ boundary: "createDNS:started" }, reached));
  assert.ok(matchesBoundary({ boundary: "*:started", process: "rp", clusterId: "/c" }, reached));
  assert.ok(!matchesBoundary({ boundary: "createDNS:finished" }, reached));
  assert.ok(!matchesBoundary({ boundary: "create:started" }, reached));
  assert.ok(!matchesBoundary({ boundary: "*:started", process: "other" }, reached));
  assert.ok(!matchesBoundary({}, reached));
});

test("an order that cannot be followed is refused with what is wrong in it", () => {
  const cases: [unknown, RegExp][] = [
    [[], /object/],
    [{ match: {} }, /'do'/],
    [{ do: { kind: "explode" } }, /do\.kind.*status/],
    [{ do: { kind: "status" } }, /do\.status.*missing/],
    [{ do: { kind: "status", status: 42 } }, /do\.status.*42/],
    [{ do: { kind: "reset", status: 500 } }, /no member 'status'/],
    [{ match: { pth: "x" }, do: { kind: "reset" } }, /no member 'pth'/],
    [{ match: { actor: "me" }, do: { kind: "reset" } }, /match\.actor/],
    [{ match: { boundary: "x" }, do: { kind: "kill", process: "rp" } }, /match\.boundary/],
    [{ match: { boundary: "x:started" }, do: { kind: "reset" } }, /only 'kill' or 'delay'/],
    [{ do: { kind: "reset" }, count: 0 }, /'count'/],
    [{ do: { kind: "reset" }, times: 2 }, /no member 'times'/],
  ];
  for (const [order, message] of cases) {
    const outcome = readFault(order);
    assert.equal(typeof outcome, "string", JSON.stringify(order));
    assert.match(outcome as string, message);
  }
  assert.equal(typeof readFault({ do: { kind: "reset" }, count: "always", skip: 3 }), "object");
});
