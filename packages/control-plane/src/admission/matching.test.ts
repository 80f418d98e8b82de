import assert from "node:assert/strict";
import { test } from "node:test";
import { builtIn } from "../kinds/built-in.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Admitted } from "./admission.ts";
import { ruledKind, selects } from "./matching.ts";
import { covered } from "./role-escalation.ts";

const all = builtIn().kinds;
const kinds = { find: () => undefined, named: () => undefined, all: () => all, generation: 0 };
const kindOf = (group: string, version: string, plural: string): Kind => {
  const found = all.find((one) => one.group === group && one.version === version && one.plural === plural);
  assert.ok(found);
  return found;
};
const write = (kind: Kind, more: Partial<Admitted> = {}): Admitted => ({
  operation: "CREATE",
  kind,
  object: { apiVersion: "v1", kind: kind.kind, metadata: { name: "a" } } as Admitted["object"],
  user: { name: "joe", groups: [] },
  warn: () => {},
  complete: () => {},
  ...more,
});
const pods = kindOf("", "v1", "pods");
const rule = (more: object = {}) => ({
  operations: ["*"],
  apiGroups: ["*"],
  apiVersions: ["*"],
  resources: ["pods"],
  ...more,
});

test("a rule takes its resources, with their subresources only where it names them", () => {
  const takes = (resources: string[], subresource?: string) =>
    ruledKind(kinds, [rule({ resources })], write(pods, subresource === undefined ? {} : { subresource })) !==
    undefined;
  assert.deepEqual(
    [takes(["pods"]), takes(["pods"], "status"), takes(["pods/*"], "status"), takes(["pods/*"])],
    [true, false, true, true],
  );
  assert.deepEqual(
    [
      takes(["*"]),
      takes(["*"], "status"),
      takes(["*/*"], "status"),
      takes(["*/status"], "status"),
      takes(["*/scale"], "status"),
    ],
    [true, false, true, true, false],
  );
});

test("a rule takes its operations, groups and scope", () => {
  const takes = (more: object) => ruledKind(kinds, [rule(more)], write(pods)) !== undefined;
  assert.equal(takes({ operations: ["UPDATE"] }), false);
  assert.equal(takes({ apiGroups: ["apps"] }), false);
  assert.equal(takes({ scope: "Cluster" }), false);
  assert.equal(takes({ scope: "Namespaced", operations: ["CREATE"], apiGroups: [""] }), true);
});

test("a rule for one version takes another version of the resource, unless it is to be exact", () => {
  const one = rule({ apiGroups: ["autoscaling"], apiVersions: ["v2"], resources: ["horizontalpodautoscalers"] });
  const written = write(kindOf("autoscaling", "v1", "horizontalpodautoscalers"));
  assert.equal(ruledKind(kinds, [one], written)?.version, "v2");
  assert.equal(ruledKind(kinds, [one], written, "Exact"), undefined);
});

test("an empty selector takes everything, another only what it fits", () => {
  assert.equal(selects({}, undefined), true);
  assert.equal(selects({ matchLabels: { a: "b" } }, { a: "b" }), true);
  assert.equal(selects({ matchLabels: { a: "b" } }, undefined), false);
  assert.equal(selects({ matchExpressions: [{ key: "a", operator: "DoesNotExist" }] }, undefined), true);
});

test("rights cover others bit by bit: several rules together, stars, names", () => {
  const get = (resources: string[], more: object = {}) => ({ apiGroups: [""], resources, verbs: ["get"], ...more });
  assert.equal(covered([get(["pods"]), get(["secrets"])], get(["pods", "secrets"])), true);
  assert.equal(covered([get(["*"])], get(["pods", "pods/log"])), true);
  assert.equal(covered([get(["pods"])], get(["*"])), false);
  assert.equal(covered([get(["pods"], { resourceNames: ["a"] })], get(["pods"])), false);
  assert.equal(covered([get(["pods"])], get(["pods"], { resourceNames: ["a", "b"] })), true);
  assert.equal(
    covered([{ verbs: ["get"], nonResourceURLs: ["/healthz/*"] }], {
      verbs: ["get"],
      nonResourceURLs: ["/healthz/etcd"],
    }),
    true,
  );
});
