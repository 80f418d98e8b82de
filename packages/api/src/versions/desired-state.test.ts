import assert from "node:assert/strict";
import { test } from "node:test";
import { restore, userSettable } from "./desired-state.ts";
import { accepted, running } from "./testing/judged.ts";
import { edited, sampleBody, sampleIdentity, sampleRequest, sampleWorkloadBody } from "./testing/samples.ts";

const p = "properties";
const pwi = [p, "platformWorkloadIdentityProfile", "platformWorkloadIdentities"];

test("what users set is kept as it is stored, and nothing else", () => {
  const kept = userSettable(running());
  assert.equal(JSON.stringify(kept).includes("infraId"), false);
  assert.equal(JSON.stringify(kept).includes("provisioningState"), false);
  assert.deepEqual(kept["tags"], { team: "payments" });
  assert.equal(kept["managedServiceIdentity"], undefined);
});

test("a failed update is taken back, what the service did meanwhile is not (ARM-PAT-07)", () => {
  const stored = running();
  const body = edited({ tags: { new: "tag" } }, [p, "servicePrincipalProfile"], { clientSecret: "rotated" });
  const { cluster, changed } = accepted(sampleRequest(body, stored, "PATCH"));
  assert.equal(changed.length, 2);
  const worked = edited(cluster, [p, "infraId"], "found");
  assert.deepEqual(restore(worked, userSettable(stored), []), edited(stored, [p, "infraId"], "found"));
});

test("members marked applied stay (ARM-PAT-07)", () => {
  const stored = running();
  const body = edited({ tags: { new: "tag" } }, [p, "servicePrincipalProfile"], { clientSecret: "rotated" });
  const { cluster } = accepted(sampleRequest(body, stored, "PATCH"));
  const half = restore(cluster, userSettable(stored), ["/properties/servicePrincipalProfile"]);
  assert.deepEqual(half, { ...cluster, tags: stored.tags });
  const below = restore(cluster, userSettable(stored), [
    "/tags/new",
    "/properties/servicePrincipalProfile/clientSecret",
  ]);
  assert.deepEqual(below, cluster);
});

test("what was absent before is absent again (ARM-PAT-07)", () => {
  const { tags: _, ...bare } = sampleBody();
  const stored = running(bare);
  const { cluster } = accepted(sampleRequest({ tags: { a: "b" } }, stored, "PATCH"));
  assert.equal("tags" in restore(cluster, userSettable(stored), []), false);
});

test("an identity taken back has the ids it had; one that stayed keeps those found since", () => {
  const before = edited(running(sampleWorkloadBody()), [...pwi, "ingress", "clientId"], "old");
  const body = edited({}, [...pwi, "ingress", "resourceId"], sampleIdentity("two"));
  const { cluster } = accepted(sampleRequest(body, before, "PATCH"));
  const worked = edited(cluster, [...pwi, "cloud-controller-manager", "clientId"], "found");
  const back = restore(worked, userSettable(before), []);
  assert.deepEqual(back, edited(before, [...pwi, "cloud-controller-manager", "clientId"], "found"));
});

test("only what may change after creation is taken back", () => {
  const stored = running();
  const upgraded = edited(stored, [p, "clusterProfile", "version"], "4.17.0");
  assert.deepEqual(restore(upgraded, userSettable(stored), []), upgraded);
});
