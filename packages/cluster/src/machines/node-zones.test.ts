import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeZones } from "./node-zones.ts";

test("zones are sorted and limited to 1 to 3; three are needed, or none at all (spec 03 §7.3)", () => {
  const zones = (controlPlane: string[], workers = controlPlane, more: { region?: string; expanded?: boolean } = {}) =>
    nodeZones({ region: "eastus", expanded: false, controlPlane, workers, ...more });
  assert.deepEqual(zones(["3", "1", "4", "2"]), { controlPlane: ["1", "2", "3"], workers: ["1", "2", "3"] });
  assert.deepEqual(zones(["3", "1", "4", "2"], ["4", "3", "2", "1"], { expanded: true }), {
    controlPlane: ["1", "2", "3"],
    workers: ["1", "2", "3", "4"],
  });
  assert.deepEqual(zones([]), { controlPlane: [], workers: [] });
  assert.deepEqual(zones(["1", "2", "3"], ["1"], { region: "centraluseuap" }), { controlPlane: [], workers: [] });
  assert.throws(() => zones(["1", "2"]), /master size is offered in 2 zones of eastus \(1, 2\), and three are needed/);
  assert.throws(() => zones(["1", "2", "3"], []), /masters are in zones and workers are not/);
});
