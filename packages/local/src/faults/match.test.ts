import assert from "node:assert/strict";
import { test } from "node:test";
import { readFault } from "./fault.ts";
import { matchesBoundary, matchesCall, type SeenCall } from "./match.ts";

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
    [{ match: { boundary: "createDNS:started" }, do: { kind: "reset" } }, /only 'kill' or 'delay'/],
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

test("a name that nothing is called by is refused with those that may have been meant", () => {
  const kill = { kind: "kill", process: "rp" };
  const cases: [object, RegExp][] = [
    [
      { match: { step: "createDSN" }, do: { kind: "reset" } },
      /'match\.step': there is no step "createDSN"; nearest: createDNS; /,
    ],
    [{ match: { step: "qqqqqqq" }, do: { kind: "reset" } }, /no step "qqqqqqq"; 'aro local fault names' lists all$/],
    [{ match: { boundary: "atachNSGs:started" }, do: kill }, /'match\.boundary': .*"atachNSGs"; nearest: attachNSGs; /],
    [{ match: { boundary: "x*:started" }, do: kill }, /no step "x\*"/],
    [{ match: { boundary: "createDNS:started", process: "rq" }, do: kill }, /'match\.process': .*"rq"; there are rp$/],
    [
      { do: { kind: "kill", process: "rp,emulater" } },
      /'do\.process': .*"emulater"; there are rp, emulator, operator, installer$/,
    ],
    [{ do: { kind: "kill", process: "" } }, /do\.process/],
    [{ match: { method: "FETCH" }, do: { kind: "reset" } }, /'match\.method': .*"FETCH"; there are GET, /],
    [{ match: { type: "Microsoft.Network/nope" }, do: { kind: "reset" } }, /'match\.type': nope$/],
    [{ match: { path: "subscriptions/*" }, do: { kind: "reset" } }, /'match\.path': .*begins with neither/],
    [{ match: { clusterId: "c1", boundary: "*:started" }, do: kill }, /'match\.clusterId': "c1" is no resource id/],
  ];
  const types = (type: string) => (type.endsWith("/nope") ? "nope" : undefined);
  for (const [order, message] of cases) assert.match(String(readFault(order, types)), message);
  for (const match of [
    { step: "CREATEDNS", method: "put", type: "Microsoft.Network/virtualNetworks", path: "**/x" },
    { boundary: "ensure*:finished", process: "rp", clusterId: "/subscriptions/s" },
  ])
    assert.equal(typeof readFault({ match, do: { kind: "kill", process: "rp,emulator" } }, types), "object");
});
