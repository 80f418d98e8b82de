import assert from "node:assert/strict";
import { systemClock } from "@aro/runtime";
import { type Fact, fact } from "../fact.ts";

const merge = "application/merge-patch+json";

/** How objects and namespaces end: finalizers, owners, preconditions, dry runs. */
export const lifetimes: readonly Fact[] = [
  fact("an object with a finalizer is marked by DELETE, and goes when the finalizer does", async ({ admin, core }) => {
    await admin.call("POST", `${core}/configmaps`, { body: { metadata: { name: "a", finalizers: ["x.test/f"] } } });
    const marked = await admin.call("DELETE", `${core}/configmaps/a`);
    assert.equal(marked.status, 200);
    assert.ok(marked.json.metadata.deletionTimestamp);
    assert.equal(marked.json.metadata.deletionGracePeriodSeconds, 0);
    assert.equal((await admin.call("GET", `${core}/configmaps/a`)).status, 200);
    await admin.call("PATCH", `${core}/configmaps/a`, { body: { metadata: { finalizers: null } }, contentType: merge });
    assert.equal((await admin.call("GET", `${core}/configmaps/a`)).status, 404);
  }),
  fact("no finalizer can be added to what is being deleted", async ({ admin, core }) => {
    await admin.call("POST", `${core}/configmaps`, { body: { metadata: { name: "a", finalizers: ["x.test/f"] } } });
    await admin.call("DELETE", `${core}/configmaps/a`);
    const refused = await admin.call("PATCH", `${core}/configmaps/a`, {
      body: { metadata: { finalizers: ["x.test/f", "x.test/g"] } },
      contentType: merge,
    });
    assert.equal(refused.status, 422);
    assert.match(refused.json.message, /no new finalizers can be added if the object is being deleted/);
    await admin.call("PATCH", `${core}/configmaps/a`, { body: { metadata: { finalizers: null } }, contentType: merge });
  }),
  fact("a DELETE whose uid is another's is a conflict", async ({ admin, core }) => {
    await admin.call("POST", `${core}/configmaps`, { body: { metadata: { name: "a" } } });
    const refused = await admin.call("DELETE", `${core}/configmaps/a`, {
      body: { kind: "DeleteOptions", apiVersion: "v1", preconditions: { uid: "00000000-0000-0000-0000-000000000000" } },
    });
    assert.equal(refused.status, 409);
    assert.match(refused.json.message, /the UID in the precondition \(0{8}-.*\) does not match the UID in record/);
  }),
  fact("what is owned goes with its owner", async ({ admin, core, eventually }) => {
    const owner = await admin.call("POST", `${core}/configmaps`, { body: { metadata: { name: "owner" } } });
    const { uid } = owner.json.metadata;
    await admin.call("POST", `${core}/configmaps`, {
      body: {
        metadata: { name: "owned", ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "owner", uid }] },
      },
    });
    await admin.call("DELETE", `${core}/configmaps/owner`);
    await eventually(async () => assert.equal((await admin.call("GET", `${core}/configmaps/owned`)).status, 404));
  }),
  fact("what is owned stays when its owner is deleted with Orphan", async ({ admin, core, eventually }) => {
    const owner = await admin.call("POST", `${core}/configmaps`, { body: { metadata: { name: "owner" } } });
    const { uid } = owner.json.metadata;
    await admin.call("POST", `${core}/configmaps`, {
      body: {
        metadata: { name: "owned", ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "owner", uid }] },
      },
    });
    // The collector has to know of the dependent before it can set it free.
    await systemClock.sleep(1_500);
    await admin.call("DELETE", `${core}/configmaps/owner?propagationPolicy=Orphan`);
    await eventually(async () => assert.equal((await admin.call("GET", `${core}/configmaps/owner`)).status, 404));
    const left = await admin.call("GET", `${core}/configmaps/owned`);
    assert.equal(left.status, 200);
    assert.equal(left.json.metadata.ownerReferences, undefined);
  }),
  fact("an owner deleted in the foreground waits for what blocks it", async ({ admin, core, eventually }) => {
    const owner = await admin.call("POST", `${core}/configmaps`, { body: { metadata: { name: "owner" } } });
    const { uid } = owner.json.metadata;
    await admin.call("POST", `${core}/configmaps`, {
      body: {
        metadata: {
          name: "owned",
          finalizers: ["x.test/f"],
          ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "owner", uid, blockOwnerDeletion: true }],
        },
      },
    });
    await systemClock.sleep(1_500);
    const marked = await admin.call("DELETE", `${core}/configmaps/owner?propagationPolicy=Foreground`);
    assert.deepEqual(marked.json.metadata.finalizers, ["foregroundDeletion"]);
    await eventually(async () => {
      const owned = await admin.call("GET", `${core}/configmaps/owned`);
      assert.ok(owned.json.metadata.deletionTimestamp);
    });
    assert.equal((await admin.call("GET", `${core}/configmaps/owner`)).status, 200);
    await admin.call("PATCH", `${core}/configmaps/owned`, {
      body: { metadata: { finalizers: null } },
      contentType: merge,
    });
    await eventually(async () => assert.equal((await admin.call("GET", `${core}/configmaps/owner`)).status, 404));
  }),
  fact(
    "a namespace comes with its default account and the cluster's authority",
    async ({ admin, core, eventually }) => {
      await eventually(async () => {
        assert.equal((await admin.call("GET", `${core}/serviceaccounts/default`)).status, 200);
        const authority = await admin.call("GET", `${core}/configmaps/kube-root-ca.crt`);
        assert.match(authority.json.data["ca.crt"], /BEGIN CERTIFICATE/);
      });
    },
  ),
  fact("a namespace that is deleted takes everything in it along", async ({ admin, unique, eventually }) => {
    const name = unique("gone");
    const made = await admin.call("POST", "/api/v1/namespaces", { body: { metadata: { name } } });
    assert.deepEqual(made.json.spec.finalizers, ["kubernetes"]);
    assert.equal(made.json.status.phase, "Active");
    assert.equal(made.json.metadata.labels["kubernetes.io/metadata.name"], name);
    await admin.call("POST", `/api/v1/namespaces/${name}/configmaps`, { body: { metadata: { name: "a" } } });
    const marked = await admin.call("DELETE", `/api/v1/namespaces/${name}`);
    assert.equal(marked.json.status.phase, "Terminating");
    await eventually(async () => assert.equal((await admin.call("GET", `/api/v1/namespaces/${name}`)).status, 404), 60);
  }),
  fact("nothing is made in a namespace that is not there", async ({ admin }) => {
    const refused = await admin.call("POST", "/api/v1/namespaces/no-such/configmaps", {
      body: { metadata: { name: "a" } },
    });
    assert.equal(refused.status, 404);
    assert.equal(refused.json.message, 'namespaces "no-such" not found');
  }),
  fact("nothing is made in a namespace that is going", async ({ admin, unique }) => {
    const name = unique("going");
    await admin.call("POST", "/api/v1/namespaces", { body: { metadata: { name } } });
    await admin.call("POST", `/api/v1/namespaces/${name}/configmaps`, {
      body: { metadata: { name: "held", finalizers: ["x.test/f"] } },
    });
    await admin.call("DELETE", `/api/v1/namespaces/${name}`);
    const refused = await admin.call("POST", `/api/v1/namespaces/${name}/configmaps`, {
      body: { metadata: { name: "a" } },
    });
    assert.equal(refused.status, 403);
    assert.equal(refused.json.details.causes[0].reason, "NamespaceTerminating");
    await admin.call("PATCH", `/api/v1/namespaces/${name}/configmaps/held`, {
      body: { metadata: { finalizers: null } },
      contentType: merge,
    });
  }),
  fact("the namespace default may not be deleted", async ({ admin }) => {
    const refused = await admin.call("DELETE", "/api/v1/namespaces/default");
    assert.equal(refused.status, 403);
    assert.match(refused.json.message, /this namespace may not be deleted/);
  }),
  fact("a dry run shows the object and keeps nothing", async ({ admin, core }) => {
    const shown = await admin.call("POST", `${core}/configmaps?dryRun=All`, {
      body: { metadata: { name: "a" }, data: { x: "1" } },
    });
    assert.equal(shown.status, 201);
    assert.ok(shown.json.metadata.uid);
    assert.equal((await admin.call("GET", `${core}/configmaps/a`)).status, 404);
    await admin.call("POST", `${core}/configmaps`, { body: { metadata: { name: "a" } } });
    await admin.call("DELETE", `${core}/configmaps/a?dryRun=All`);
    assert.equal((await admin.call("GET", `${core}/configmaps/a`)).status, 200);
  }),
  fact("a dry run of another kind is refused", async ({ admin, core }) => {
    const refused = await admin.call("POST", `${core}/configmaps?dryRun=Some`, { body: { metadata: { name: "a" } } });
    assert.equal(refused.status, 422);
  }),
];
