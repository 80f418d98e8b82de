import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "@aro/control-plane";
import fc from "fast-check";
import { record, records } from "../../documents/document.ts";
import { render, selects } from "./render.ts";

const config = (name: string, paths: Readonly<Record<string, string>>, more: object = {}): KubeObject => ({
  apiVersion: "machineconfiguration.openshift.io/v1",
  kind: "MachineConfig",
  metadata: { name, uid: name, resourceVersion: "1", creationTimestamp: "" },
  spec: {
    config: { storage: { files: Object.entries(paths).map(([path, source]) => ({ path, contents: { source } })) } },
    ...more,
  },
});
const files = (spec: object) => records(record(record((spec as { config: never }).config)["storage"])["files"]);

test("of two configurations of one file the later name wins, and the name follows from the content", () => {
  const { spec, name, sources } = render(
    "worker",
    [config("99-b", { "/a": "2" }), config("00-a", { "/a": "1", "/b": "1" })],
    "image",
  );
  assert.deepEqual(
    files(spec).map((one) => [one["path"], record(one["contents"])["source"]]),
    [
      ["/a", "2"],
      ["/b", "1"],
    ],
  );
  assert.deepEqual(sources, ["00-a", "99-b"]);
  assert.match(name, /^rendered-worker-[0-9a-f]{32}$/);
  assert.notEqual(
    render("worker", [config("00-a", {})], "image").name,
    render("worker", [config("00-a", {})], "other").name,
  );
});

test("the order in which configurations are given changes nothing", () => {
  const all = [
    config("01", { "/a": "1" }),
    config("02", { "/b": "1" }, { fips: true }),
    config("03", { "/a": "3" }, { kernelArguments: ["x"] }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: 3, maxLength: 3 }), (given) => {
      assert.deepEqual(render("master", given, "i"), render("master", all, "i"));
    }),
  );
});

test("selectors take labels by equality and by expression; none takes nothing", () => {
  const labels = { role: "worker", zone: "1" };
  assert.equal(selects({ matchLabels: { role: "worker" } }, labels), true);
  assert.equal(
    selects({ matchExpressions: [{ key: "role", operator: "In", values: ["worker", "infra"] }] }, labels),
    true,
  );
  assert.equal(selects({ matchExpressions: [{ key: "role", operator: "NotIn", values: ["worker"] }] }, labels), false);
  assert.equal(selects({ matchExpressions: [{ key: "gpu", operator: "Exists" }] }, labels), false);
  assert.equal(selects(undefined, labels), false);
});
