import assert from "node:assert/strict";
import { type Fact, fact, type World } from "../fact.ts";

const merge = "application/merge-patch+json";
const json = "application/json-patch+json";
const map = ({ admin, core }: World, name: string, more: object = {}) =>
  admin.call("POST", `${core}/configmaps`, { body: { metadata: { name }, data: { x: "1" }, ...more } });
const gone = async ({ admin, core }: World, name: string) =>
  assert.equal((await admin.call("GET", `${core}/configmaps/${name}`)).status, 404);
const there = async ({ admin, core }: World, name: string) =>
  assert.equal((await admin.call("GET", `${core}/configmaps/${name}`)).status, 200);
const fields = (answer: { json: { details: { causes: { field: string }[] } } }) =>
  answer.json.details.causes.map(({ field }) => field);

/** Bodies and addresses that do not go together: what is sent to where, and the status that it gets. */
const misplaced: readonly [title: string, body: unknown, status: number][] = [
  ["of another kind", { apiVersion: "v1", kind: "Secret", metadata: { name: "a" } }, 400],
  ["of another version", { apiVersion: "v2", kind: "ConfigMap", metadata: { name: "a" } }, 400],
  ["for another namespace", { metadata: { name: "a", namespace: "default" } }, 400],
  ["with a version", { metadata: { name: "a", resourceVersion: "1" } }, 500],
  ["without a name", { metadata: {} }, 422],
  ["that is no object", [1], 400],
  ["that is no JSON", "{", 400],
  ["with a name in capitals", { metadata: { name: "A" } }, 422],
  ["with a name that is too long", { metadata: { name: "a".repeat(254) } }, 422],
  ["with labels that are no texts", { metadata: { name: "a", labels: { a: 1 } } }, 400],
  ["with data that is no map", { metadata: { name: "a" }, data: "x" }, 400],
];

/** Writes and their preconditions: places, dry runs, deletions, fields that only the server sets. */
export const writes: readonly Fact[] = [
  ...misplaced.map(([title, body, status]) =>
    fact(`a POST ${title} is refused with ${status}`, async ({ admin, core }) => {
      const refused = await admin.call("POST", `${core}/configmaps`, { body });
      assert.equal(refused.status, status, refused.text);
      assert.equal(refused.json.kind, "Status");
      assert.equal(refused.json.code, status);
    }),
  ),
  fact("a POST to a name is not allowed", async ({ admin, core }) => {
    const refused = await admin.call("POST", `${core}/configmaps/a`, { body: { metadata: { name: "a" } } });
    assert.equal(refused.status, 405);
    assert.equal(refused.json.reason, "MethodNotAllowed");
  }),
  fact("a PUT to a collection is not allowed", async ({ admin, core }) => {
    assert.equal((await admin.call("PUT", `${core}/configmaps`, { body: {} })).status, 405);
  }),
  fact("an unknown resource is not found in plain words", async ({ admin, core }) => {
    const missing = await admin.call("GET", `${core}/nothings`);
    assert.equal(missing.status, 404);
    assert.match(missing.text, /404 page not found|could not find the requested resource/);
  }),
  fact("a resource of a namespace is not made without one", async ({ admin }) => {
    const refused = await admin.call("POST", "/api/v1/configmaps", { body: { metadata: { name: "a" } } });
    assert.equal(refused.status, 405);
  }),
  fact("a PUT of what is not there is not found", async ({ admin, core }) => {
    const missing = await admin.call("PUT", `${core}/configmaps/none`, { body: { metadata: { name: "none" } } });
    assert.equal(missing.status, 404);
    assert.equal(missing.json.message, 'configmaps "none" not found');
  }),
  fact("a PUT under another name is a bad request", async (world) => {
    await map(world, "a");
    const refused = await world.admin.call("PUT", `${world.core}/configmaps/a`, { body: { metadata: { name: "b" } } });
    assert.equal(refused.status, 400);
    assert.equal(refused.json.message, "the name of the object (b) does not match the name on the URL (a)");
  }),
  fact("a PUT with another uid is a conflict", async (world) => {
    const made = await map(world, "a");
    const refused = await world.admin.call("PUT", `${world.core}/configmaps/a`, {
      body: { ...made.json, metadata: { name: "a", uid: "00000000-0000-0000-0000-000000000000" } },
    });
    assert.equal(refused.status, 409);
    assert.match(refused.json.message, /Precondition failed: UID in precondition: 0{8}/);
  }),
  fact("a PUT without a version replaces what is there", async (world) => {
    await map(world, "a", { metadata: { name: "a", labels: { l: "1" } } });
    const put = await world.admin.call("PUT", `${world.core}/configmaps/a`, {
      body: { metadata: { name: "a" }, data: { y: "2" } },
    });
    assert.equal(put.status, 200);
    assert.deepEqual([put.json.data, put.json.metadata.labels], [{ y: "2" }, undefined]);
  }),
  fact("what the server sets is not a client's to change", async (world) => {
    const made = await map(world, "a");
    const { uid, creationTimestamp } = made.json.metadata;
    const put = await world.admin.call("PATCH", `${world.core}/configmaps/a`, {
      body: {
        metadata: {
          creationTimestamp: "2001-01-01T00:00:00Z",
          generation: 7,
          selfLink: "/x",
          labels: { l: "1" },
        },
      },
      contentType: merge,
    });
    assert.equal(put.status, 200, put.text);
    const { metadata } = put.json;
    assert.deepEqual(
      [metadata.uid, metadata.creationTimestamp, metadata.generation, metadata.selfLink],
      [uid, creationTimestamp, undefined, undefined],
    );
    const deletion = await world.admin.call("PATCH", `${world.core}/configmaps/a`, {
      body: { metadata: { deletionTimestamp: "2001-01-01T00:00:00Z" } },
      contentType: merge,
    });
    assert.equal(deletion.status, 422);
    assert.ok(fields(deletion).includes("metadata.deletionTimestamp"));
  }),
  fact("a POST cannot make what is being deleted, and makes its own uid", async (world) => {
    const made = await map(world, "a", {
      metadata: {
        name: "a",
        uid: "x",
        deletionTimestamp: "2001-01-01T00:00:00Z",
        creationTimestamp: "2001-01-01T00:00:00Z",
      },
    });
    assert.equal(made.status, 201, made.text);
    assert.notEqual(made.json.metadata.uid, "x");
    assert.equal(made.json.metadata.deletionTimestamp, undefined);
    assert.notEqual(made.json.metadata.creationTimestamp, "2001-01-01T00:00:00Z");
  }),
  fact("a DELETE whose version is another is a conflict, with the right one it deletes", async (world) => {
    const made = await map(world, "a");
    const remove = (resourceVersion: string) =>
      world.admin.call("DELETE", `${world.core}/configmaps/a`, { body: { preconditions: { resourceVersion } } });
    const refused = await remove("1");
    assert.equal(refused.status, 409);
    assert.match(
      refused.json.message,
      /the ResourceVersion in the precondition \(1\) does not match the ResourceVersion in record/,
    );
    assert.equal((await remove(made.json.metadata.resourceVersion)).status, 200);
    await gone(world, "a");
  }),
  fact("a DELETE of what is not there is not found", async ({ admin, core }) => {
    const missing = await admin.call("DELETE", `${core}/configmaps/none`);
    assert.equal(missing.status, 404);
    assert.equal(missing.json.details.name, "none");
  }),
  fact("a DELETE with an unknown policy is invalid", async (world) => {
    await map(world, "a");
    const refused = await world.admin.call("DELETE", `${world.core}/configmaps/a?propagationPolicy=Sideways`);
    assert.equal(refused.status, 422);
    assert.deepEqual(fields(refused), ["propagationPolicy"]);
  }),
  fact("a DELETE with both a policy and the old word for it is invalid", async (world) => {
    await map(world, "a");
    const refused = await world.admin.call("DELETE", `${world.core}/configmaps/a`, {
      body: { propagationPolicy: "Orphan", orphanDependents: true },
    });
    assert.equal(refused.status, 422);
    assert.deepEqual(fields(refused), ["propagationPolicy"]);
    await there(world, "a");
  }),
  fact("a dry run of a PUT, a PATCH and an apply changes nothing and shows all", async (world) => {
    await map(world, "a");
    const put = await world.admin.call("PUT", `${world.core}/configmaps/a?dryRun=All`, {
      body: { metadata: { name: "a" }, data: { x: "2" } },
    });
    assert.deepEqual([put.status, put.json.data.x], [200, "2"]);
    const patched = await world.admin.call("PATCH", `${world.core}/configmaps/a?dryRun=All`, {
      body: { data: { x: "3" } },
      contentType: merge,
    });
    assert.deepEqual([patched.status, patched.json.data.x], [200, "3"]);
    const applied = await world.admin.call("PATCH", `${world.core}/configmaps/b?dryRun=All&fieldManager=one`, {
      body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "b" }, data: { x: "4" } },
      contentType: "application/apply-patch+yaml",
    });
    assert.deepEqual([applied.status, applied.json.data.x], [201, "4"]);
    assert.equal((await world.admin.call("GET", `${world.core}/configmaps/a`)).json.data.x, "1");
    await gone(world, "b");
  }),
  fact("a dry run of a whole collection deletes nothing", async (world) => {
    await map(world, "a");
    const shown = await world.admin.call("DELETE", `${world.core}/configmaps?dryRun=All`);
    assert.equal(shown.status, 200);
    await there(world, "a");
  }),
  fact("a dry run finds fault like any other write", async (world) => {
    await map(world, "a");
    const again = await world.admin.call("POST", `${world.core}/configmaps?dryRun=All`, {
      body: { metadata: { name: "a" } },
    });
    assert.equal(again.status, 409);
    const invalid = await world.admin.call("POST", `${world.core}/configmaps?dryRun=All`, {
      body: { metadata: { name: "A" } },
    });
    assert.equal(invalid.status, 422);
  }),
  fact("a dry run of a deletion with a policy shows the finalizer and keeps the object as it was", async (world) => {
    await map(world, "a");
    const shown = await world.admin.call(
      "DELETE",
      `${world.core}/configmaps/a?dryRun=All&propagationPolicy=Foreground`,
    );
    assert.equal(shown.status, 200);
    const after = await world.admin.call("GET", `${world.core}/configmaps/a`);
    assert.deepEqual([after.json.metadata.finalizers, after.json.metadata.deletionTimestamp], [undefined, undefined]);
  }),
  fact("unknown members are dropped, warned of or refused as the client wants", async ({ admin, core }) => {
    const post = (name: string, query: string) =>
      admin.call("POST", `${core}/configmaps${query}`, { body: { metadata: { name }, odd: 1 } });
    const strict = await post("a", "?fieldValidation=Strict");
    assert.equal(strict.status, 400);
    assert.match(strict.json.message, /strict decoding error: unknown field "odd"/);
    const warned = await post("b", "?fieldValidation=Warn");
    assert.match(String(warned.headers["warning"]), /unknown field \\?"odd\\?"/);
    const ignored = await post("c", "?fieldValidation=Ignore");
    assert.deepEqual([ignored.status, ignored.headers["warning"]], [201, undefined]);
    assert.equal((await post("d", "?fieldValidation=Maybe")).status, 422);
  }),
  fact("members given twice are told of", async ({ admin, core }) => {
    const body = '{"metadata":{"name":"a"},"data":{"x":"1","x":"2"}}';
    const strict = await admin.call("POST", `${core}/configmaps?fieldValidation=Strict`, { body });
    assert.equal(strict.status, 400, strict.text);
    assert.match(strict.json.message, /duplicate field "data\.x"|key "x" already set/);
    const warned = await admin.call("POST", `${core}/configmaps`, { body });
    assert.equal(warned.json.data.x, "2");
  }),
  fact("a body in YAML is taken", async ({ admin, core }) => {
    const made = await admin.call("POST", `${core}/configmaps`, {
      body: "metadata:\n  name: a\ndata:\n  x: 'yes'\n",
      contentType: "application/yaml",
    });
    assert.deepEqual([made.status, made.json.data], [201, { x: "yes" }]);
  }),
  fact("a body of an unknown type is refused with 415", async ({ admin, core }) => {
    const refused = await admin.call("POST", `${core}/configmaps`, { body: "x", contentType: "text/plain" });
    assert.equal(refused.status, 415);
    assert.equal(refused.json.reason, "UnsupportedMediaType");
  }),
  fact("generateName gives every object its own name, and a taken name besides is refused", async (world) => {
    const post = () =>
      world.admin.call("POST", `${world.core}/configmaps`, { body: { metadata: { generateName: "g-" } } });
    const [one, two] = [await post(), await post()];
    assert.notEqual(one.json.metadata.name, two.json.metadata.name);
    const both = await world.admin.call("POST", `${world.core}/configmaps`, {
      body: { metadata: { name: one.json.metadata.name, generateName: "g-" } },
    });
    assert.equal(both.status, 409);
  }),
  fact("a prefix that makes no name is invalid", async ({ admin, core }) => {
    const refused = await admin.call("POST", `${core}/configmaps`, { body: { metadata: { generateName: "G_" } } });
    assert.equal(refused.status, 422);
    assert.ok(fields(refused).includes("metadata.generateName"), refused.text);
  }),
  fact("owners must be named in full, and only one may control", async ({ admin, core }) => {
    const owner = (name: string, more: object = {}) => ({ apiVersion: "v1", kind: "Pod", name, uid: name, ...more });
    const post = (ownerReferences: object[]) =>
      admin.call("POST", `${core}/configmaps?dryRun=All`, { body: { metadata: { name: "a", ownerReferences } } });
    assert.deepEqual(fields(await post([owner("a", { uid: "" })])), ["metadata.ownerReferences.uid"]);
    assert.deepEqual(fields(await post([owner("a", { controller: true }), owner("b", { controller: true })])), [
      "metadata.ownerReferences",
    ]);
    assert.equal((await post([owner("a"), owner("b", { controller: true })])).status, 201);
  }),
  fact("annotations may not be larger than 256 KiB together", async ({ admin, core }) => {
    const refused = await admin.call("POST", `${core}/configmaps`, {
      body: { metadata: { name: "a", annotations: { big: "x".repeat(256 * 1024) } } },
    });
    assert.equal(refused.status, 422);
    assert.deepEqual(fields(refused), ["metadata.annotations"]);
  }),
  fact("an immutable config map's data stays, its metadata may change", async (world) => {
    await map(world, "a", { immutable: true });
    const refused = await world.admin.call("PATCH", `${world.core}/configmaps/a`, {
      body: { data: { x: "2" } },
      contentType: merge,
    });
    assert.equal(refused.status, 422);
    assert.deepEqual(fields(refused), ["data"]);
    const thawed = await world.admin.call("PATCH", `${world.core}/configmaps/a`, {
      body: { immutable: false },
      contentType: merge,
    });
    assert.deepEqual(fields(thawed), ["immutable"]);
    const labelled = await world.admin.call("PATCH", `${world.core}/configmaps/a`, {
      body: { metadata: { labels: { l: "1" } } },
      contentType: merge,
    });
    assert.equal(labelled.status, 200);
  }),
  fact("a JSON patch counts in lists, appends with a dash, and escapes slashes", async (world) => {
    await map(world, "a", { metadata: { name: "a", finalizers: ["x.test/a"], annotations: { "a/b": "1" } } });
    const patch = (body: object[]) =>
      world.admin.call("PATCH", `${world.core}/configmaps/a`, { body, contentType: json });
    const patched = await patch([
      { op: "add", path: "/metadata/finalizers/-", value: "x.test/c" },
      { op: "add", path: "/metadata/finalizers/1", value: "x.test/b" },
      { op: "replace", path: "/metadata/annotations/a~1b", value: "2" },
    ]);
    assert.equal(patched.status, 200, patched.text);
    assert.deepEqual(patched.json.metadata.finalizers, ["x.test/a", "x.test/b", "x.test/c"]);
    assert.deepEqual(patched.json.metadata.annotations, { "a/b": "2" });
    assert.equal((await patch([{ op: "replace", path: "/metadata/finalizers/7", value: "x" }])).status, 422);
    await patch([{ op: "remove", path: "/metadata/finalizers" }]);
  }),
  fact("an empty patch is no change, an unknown operation a bad one", async (world) => {
    const made = await map(world, "a");
    const patch = (body: unknown) =>
      world.admin.call("PATCH", `${world.core}/configmaps/a`, { body, contentType: json });
    const same = await patch([]);
    assert.equal(same.json.metadata.resourceVersion, made.json.metadata.resourceVersion);
    assert.equal((await patch([{ op: "shuffle", path: "/data/x" }])).status, 422);
  }),
  fact("a merge patch puts lists in the place of lists", async (world) => {
    await map(world, "a", { metadata: { name: "a", finalizers: ["x.test/a", "x.test/b"] } });
    const patched = await world.admin.call("PATCH", `${world.core}/configmaps/a`, {
      body: { metadata: { finalizers: ["x.test/c"] } },
      contentType: merge,
    });
    assert.deepEqual(patched.json.metadata.finalizers, ["x.test/c"]);
    await world.admin.call("PATCH", `${world.core}/configmaps/a`, {
      body: { metadata: { finalizers: null } },
      contentType: merge,
    });
  }),
];
