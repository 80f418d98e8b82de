import assert from "node:assert/strict";
import { test } from "node:test";
import type { OpenShiftCluster } from "../documents/cluster.ts";
import { adminContract } from "./admin/contract.ts";
import { judge } from "./contract/judge.ts";
import type { Place, ScalarPlace } from "./contract/place.ts";
import { clusterView, prepared } from "./contract/prepared.ts";
import { contracts } from "./registry.ts";
import { running } from "./testing/judged.ts";
import { edited, sampleRequest, sampleWorkloadBody } from "./testing/samples.ts";

/** Every scalar that can be set at all, and the way to it; the first item of each list. */
const scalarsBelow = (
  place: Place,
  way: (string | number)[] = [],
): { place: ScalarPlace; way: (string | number)[] }[] => {
  if (place.readOnly) return [];
  switch (place.kind) {
    case "scalar":
      return [{ place, way }];
    case "list":
      return scalarsBelow(place.item, [...way, 0]);
    case "map":
      return scalarsBelow(place.entry, [...way, "key"]);
    case "object":
      return place.members.flatMap(([name, inner]) => scalarsBelow(inner, [...way, name]));
  }
};

/** Members of the envelope that name the resource: what contradicts the URL has errors of its own. */
const names = ["id", "name", "type"];

for (const contract of [...contracts, adminContract]) {
  const version = prepared(contract);
  const clusters: OpenShiftCluster[] = [
    running(),
    ...("identity" in contract.shape.properties ? [running(sampleWorkloadBody())] : []),
  ];
  for (const { place, way } of scalarsBelow(version.root).filter(({ place: { pattern } }) => !names.includes(pattern)))
    test(`${place.pattern} ${place.mutable ? "may" : "cannot"} change in ${contract.name} (ARM-PUT-06)`, () => {
      const verdicts = clusters.map((stored) => {
        const view = clusterView(version, stored);
        const present = way.reduce<unknown>(
          (at, step) => (at as Record<string | number, unknown> | undefined)?.[step],
          view,
        );
        const other = { string: "other", integer: 77, number: 77, boolean: present !== true }[place.type];
        return judge(version, sampleRequest(edited(view, way, other), stored, "PATCH"));
      });
      if (!place.mutable) {
        assert.ok(verdicts.some(({ valid }) => !valid));
        // What belongs to an object that counts as absent changes nothing.
        for (const verdict of verdicts) assert.deepEqual(verdict.valid ? verdict.changed : [], []);
      }
      // A value that is wrong in itself is another matter than one that may not change.
      else
        for (const verdict of verdicts)
          assert.ok(
            verdict.valid ||
              verdict.findings.every(({ code }) => code === "InvalidParameter") ||
              hasOtherCredentials(place),
          );
    });
}

/** Members of a cluster's credentials: a cluster of the other kind does not get them. */
const hasOtherCredentials = ({ pattern }: Place): boolean =>
  /servicePrincipalProfile|WorkloadIdentity|^identity/.test(pattern);
