import assert from "node:assert/strict";
import { test } from "node:test";
import { noFaults, readFaults } from "./cluster-faults.ts";

const there = { operators: ["console", "dns"], nodes: ["c-master-0"] };
const degraded = { degraded: { reason: "R", message: "M" } };

test("an operator or a node that the cluster has not is refused with those that may have been meant", () => {
  const cases: [object, RegExp][] = [
    [{ operators: { consle: degraded } }, /'operators': there is no operator "consle"; there are console, dns$/],
    [{ silentNodes: ["c-master-1"] }, /'silentNodes': there is no node "c-master-1"; there are c-master-0$/],
    [{ silentNodes: [1] }, /'silentNodes' is a list of names/],
    [{ operators: { dns: { odd: 1 } } }, /'operators' is an object/],
    [{ Api: "hangs" }, /no 'Api'/],
  ];
  for (const [change, message] of cases)
    assert.match(String(readFaults(noFaults, change as Record<string, unknown>, there)), message);
});

test("what the cluster has may be named, and a node that is gone by now stays named until it is taken back", () => {
  const armed = readFaults(noFaults, { operators: { dns: degraded }, silentNodes: ["c-master-0"] }, there);
  assert.ok(typeof armed !== "string");
  const later = { operators: ["console"], nodes: [] };
  const more = readFaults(armed, { silentNodes: ["c-master-0"], operators: armed.operators, api: "hangs" }, later);
  assert.deepEqual(more, { ...armed, api: "hangs" });
});
