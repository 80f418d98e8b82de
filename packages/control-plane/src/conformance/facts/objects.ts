import assert from "node:assert/strict";
import { type Fact, fact } from "../fact.ts";

/** Objects come, are read, change and go. */
export const objects: readonly Fact[] = [
  fact("a POST makes an object with uid, version and time, and a GET shows it", async ({ admin, core }) => {
    const made = await admin.call("POST", `${core}/configmaps`, {
      body: { metadata: { name: "a" }, data: { x: "1" } },
    });
    assert.equal(made.status, 201);
    const { uid, resourceVersion, creationTimestamp } = made.json.metadata;
    assert.match(uid, /^[0-9a-f-]{36}$/);
    assert.match(resourceVersion, /^\d+$/);
    assert.match(creationTimestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const read = await admin.call("GET", `${core}/configmaps/a`);
    assert.equal(read.status, 200);
    assert.deepEqual(read.json, made.json);
  }),
  fact("a second POST of the same name is refused with AlreadyExists", async ({ admin, core }) => {
    await admin.call("POST", `${core}/configmaps`, { body: { metadata: { name: "a" } } });
    const again = await admin.call("POST", `${core}/configmaps`, { body: { metadata: { name: "a" } } });
    assert.equal(again.status, 409);
    assert.equal(again.json.reason, "AlreadyExists");
    assert.equal(again.json.message, 'configmaps "a" already exists');
    assert.deepEqual(again.json.details, { name: "a", kind: "configmaps" });
  }),
  fact("a GET of what is not there answers 404 with a Status that names it", async ({ admin, core, group }) => {
    const missing = await admin.call("GET", `${core}/configmaps/none`);
    assert.equal(missing.status, 404);
    assert.equal(missing.json.kind, "Status");
    assert.equal(missing.json.message, 'configmaps "none" not found');
    const deployment = await admin.call("GET", `${group("apps/v1")}/deployments/none`);
    assert.equal(deployment.json.message, 'deployments.apps "none" not found');
    assert.deepEqual(deployment.json.details, { name: "none", group: "apps", kind: "deployments" });
  }),
  fact("a PUT with an old version is refused with Conflict", async ({ admin, core }) => {
    const made = await admin.call("POST", `${core}/configmaps`, {
      body: { metadata: { name: "a" }, data: { x: "1" } },
    });
    const changed = await admin.call("PUT", `${core}/configmaps/a`, { body: { ...made.json, data: { x: "2" } } });
    assert.equal(changed.status, 200);
    const late = await admin.call("PUT", `${core}/configmaps/a`, { body: { ...made.json, data: { x: "3" } } });
    assert.equal(late.status, 409);
    assert.equal(late.json.reason, "Conflict");
    assert.equal(
      late.json.message,
      'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    );
  }),
  fact("a PUT that changes nothing keeps the version", async ({ admin, core }) => {
    const made = await admin.call("POST", `${core}/configmaps`, {
      body: { metadata: { name: "a" }, data: { x: "1" } },
    });
    const same = await admin.call("PUT", `${core}/configmaps/a`, { body: made.json });
    assert.equal(same.json.metadata.resourceVersion, made.json.metadata.resourceVersion);
  }),
  fact("a DELETE of a config map answers a Status with its name and uid", async ({ admin, core }) => {
    const made = await admin.call("POST", `${core}/configmaps`, { body: { metadata: { name: "a" } } });
    const gone = await admin.call("DELETE", `${core}/configmaps/a`);
    assert.equal(gone.status, 200);
    assert.equal(gone.json.status, "Success");
    assert.deepEqual(gone.json.details, { name: "a", kind: "configmaps", uid: made.json.metadata.uid });
    assert.equal((await admin.call("GET", `${core}/configmaps/a`)).status, 404);
  }),
  fact("generateName makes a name out of a prefix", async ({ admin, core }) => {
    const made = await admin.call("POST", `${core}/configmaps`, { body: { metadata: { generateName: "p-" } } });
    assert.match(made.json.metadata.name, /^p-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    assert.equal(made.json.metadata.generateName, "p-");
  }),
];
