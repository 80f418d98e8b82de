import assert from "node:assert/strict";
import { test } from "node:test";
import type { OpenShiftCluster } from "../documents/cluster.ts";
import { type Sealed, type Sealer, Secret } from "../documents/sealed.ts";
import { desiredState, restore, settableMembers, userSettable } from "./desired-state.ts";
import { accepted, running } from "./testing/judged.ts";
import {
  edited,
  sampleBody,
  sampleIdentity,
  sampleRequest,
  sampleSealer,
  sampleWorkloadBody,
} from "./testing/samples.ts";

const p = "properties";
const pwi = [p, "platformWorkloadIdentityProfile", "platformWorkloadIdentities"];
const digest = (cluster: OpenShiftCluster) => desiredState(cluster, sampleSealer);

test("equal wishes have equal digests, however they were written (ARM-PUT-12)", () => {
  const stored = running(sampleWorkloadBody());
  const reordered = Object.fromEntries(Object.entries(stored).reverse()) as OpenShiftCluster;
  assert.equal(digest(reordered), digest(stored));
  assert.match(digest(stored), /^[0-9a-f]{64}$/);
  const relabelled: [readonly (string | number)[], unknown][] = [
    [[p, "provisioningState"], "Updating"],
    [[p, "infraId"], "other"],
    [[p, "ingressProfiles", 0, "ip"], "9.9.9.9"],
    [[...pwi, "ingress", "clientId"], "computed"],
    [[p, "clusterProfile", "resourceGroupId"], stored.properties.clusterProfile.resourceGroupId.toUpperCase()],
    [["managedServiceIdentity", "tenantId"], "t"],
    [[p, "masterProfile", "diskEncryptionSetId"], ""],
  ];
  for (const [way, value] of relabelled)
    assert.equal(digest(edited(stored, way, value)), digest(stored), way.join("."));
});

test("another wish has another digest, for each member users set", () => {
  const principal = running();
  const workload = running(sampleWorkloadBody());
  const digests = new Set([digest(principal), digest(workload)]);
  for (const { at, sealed } of settableMembers) {
    const way = at.split("/").slice(1);
    const base = at.includes("latformWorkload") || at.includes("managedService") ? workload : principal;
    const value = sealed
      ? sampleSealer.seal("another")
      : at.endsWith("Profiles")
        ? [{ name: "another" }]
        : at.endsWith("Identities")
          ? { another: { resourceId: "x" } }
          : "another";
    digests.add(digest(edited(base, way, value)));
  }
  assert.equal(digests.size, settableMembers.length + 2);
});

test("secrets count by value, not by how they are sealed", () => {
  let nonce = 0;
  const sealer: Sealer = {
    ...sampleSealer,
    seal: (clear) => `${nonce++}:${clear as string}` as Sealed,
    openText: (value) => new Secret(value.slice(value.indexOf(":") + 1)),
  };
  const sealed = (clear: string) => edited(running(), [p, "clusterProfile", "pullSecret"], sealer.seal(clear));
  const principal = [p, "servicePrincipalProfile", "clientSecret"];
  const both = (clear: string) => edited(sealed(clear), principal, sealer.seal("s"));
  assert.equal(desiredState(both("a"), sealer), desiredState(both("a"), sealer));
  assert.notEqual(desiredState(both("a"), sealer), desiredState(both("b"), sealer));
});

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
