import assert from "node:assert/strict";
import { type Fact, fact, type World } from "../fact.ts";

const merge = "application/merge-patch+json";
const json = "application/json-patch+json";
const strategic = "application/strategic-merge-patch+json";
const apply = "application/apply-patch+yaml";

const container = (name: string, more: object = {}) => ({ name, image: "registry.test/a:1", ...more });
const deployment = (containers: object[], more: object = {}) => ({
  metadata: { name: "d" },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: "d" } },
    template: { metadata: { labels: { app: "d" } }, spec: { containers } },
    ...more,
  },
});

async function configMap({ admin, core }: World, data: object): Promise<void> {
  await admin.call("POST", `${core}/configmaps`, { body: { metadata: { name: "a" }, data } });
}
const patchMap = ({ admin, core }: World, body: unknown, contentType: string, query = "") =>
  admin.call("PATCH", `${core}/configmaps/a${query}`, { body, contentType });
const patchDeployment = ({ admin, group }: World, body: unknown) =>
  admin.call("PATCH", `${group("apps/v1")}/deployments/d`, { body, contentType: strategic });
const makeDeployment = async ({ admin, group }: World, containers: object[], more?: object): Promise<void> => {
  const made = await admin.call("POST", `${group("apps/v1")}/deployments`, { body: deployment(containers, more) });
  assert.equal(made.status, 201, made.text);
};
const containersOf = (answer: {
  json: { spec: { template: { spec: { containers: { name: string; image: string }[] } } } };
}) => answer.json.spec.template.spec.containers;

/** Patches of the three kinds. */
export const patches: readonly Fact[] = [
  fact("a merge patch sets, replaces and with null removes members", async (world) => {
    await configMap(world, { x: "1", y: "2" });
    const patched = await patchMap(world, { data: { x: null, y: "3", z: "4" } }, merge);
    assert.equal(patched.status, 200);
    assert.deepEqual(patched.json.data, { y: "3", z: "4" });
  }),
  fact("a JSON patch adds, replaces, removes, moves, copies and tests", async (world) => {
    await configMap(world, { x: "1", y: "2" });
    const patched = await patchMap(
      world,
      [
        { op: "test", path: "/data/x", value: "1" },
        { op: "add", path: "/data/z", value: "3" },
        { op: "replace", path: "/data/y", value: "4" },
        { op: "copy", from: "/data/z", path: "/data/w" },
        { op: "move", from: "/data/x", path: "/data/v" },
        { op: "remove", path: "/data/z" },
      ],
      json,
    );
    assert.deepEqual(patched.json.data, { y: "4", w: "3", v: "1" });
  }),
  fact("a JSON patch whose test fails changes nothing and is refused", async (world) => {
    await configMap(world, { x: "1" });
    const refused = await patchMap(
      world,
      [
        { op: "test", path: "/data/x", value: "2" },
        { op: "remove", path: "/data/x" },
      ],
      json,
    );
    assert.equal(refused.status, 422);
    assert.equal(refused.json.reason, "Invalid");
    const after = await world.admin.call("GET", `${world.core}/configmaps/a`);
    assert.deepEqual(after.json.data, { x: "1" });
  }),
  fact("a JSON patch to a member that is not there is refused", async (world) => {
    await configMap(world, { x: "1" });
    assert.equal((await patchMap(world, [{ op: "remove", path: "/data/none" }], json)).status, 422);
    assert.equal((await patchMap(world, [{ op: "replace", path: "/nowhere/deep", value: 1 }], json)).status, 422);
  }),
  fact("a JSON patch that is no list is a bad request", async (world) => {
    await configMap(world, { x: "1" });
    assert.equal((await patchMap(world, { op: "remove", path: "/data/x" }, json)).status, 400);
  }),
  fact("a patch of an unknown type is refused with 415", async (world) => {
    await configMap(world, {});
    const refused = await patchMap(world, {}, "application/json");
    assert.equal(refused.status, 415);
    assert.equal(refused.json.reason, "UnsupportedMediaType");
  }),
  fact("a patch with an old version is a conflict", async (world) => {
    await configMap(world, { x: "1" });
    const refused = await patchMap(world, { metadata: { resourceVersion: "1" }, data: { x: "2" } }, merge);
    assert.equal(refused.status, 409);
  }),
  fact("a patch may not rename", async (world) => {
    await configMap(world, {});
    const refused = await patchMap(world, { metadata: { name: "b" } }, merge);
    assert.ok(refused.status === 400 || refused.status === 422, refused.text);
  }),
  fact("a patch of what is not there is not found", async (world) => {
    assert.equal((await patchMap(world, { data: {} }, merge)).status, 404);
  }),
  fact("a patch that changes nothing keeps the version", async (world) => {
    await configMap(world, { x: "1" });
    const before = await world.admin.call("GET", `${world.core}/configmaps/a`);
    const after = await patchMap(world, { data: { x: "1" } }, merge);
    assert.equal(after.json.metadata.resourceVersion, before.json.metadata.resourceVersion);
  }),
  fact("a strategic patch changes the container it names and leaves the others", async (world) => {
    await makeDeployment(world, [container("a"), container("b")]);
    const patched = await patchDeployment(world, {
      spec: { template: { spec: { containers: [{ name: "b", image: "registry.test/b:2" }] } } },
    });
    assert.deepEqual(
      containersOf(patched).map(({ name, image }) => `${name} ${image}`),
      ["a registry.test/a:1", "b registry.test/b:2"],
    );
  }),
  fact("a strategic patch adds a container that is not there", async (world) => {
    await makeDeployment(world, [container("a")]);
    const patched = await patchDeployment(world, { spec: { template: { spec: { containers: [container("c")] } } } });
    assert.deepEqual(
      containersOf(patched)
        .map(({ name }) => name)
        .sort(),
      ["a", "c"],
    );
  }),
  fact("a strategic patch deletes a container by its directive", async (world) => {
    await makeDeployment(world, [container("a"), container("b")]);
    const patched = await patchDeployment(world, {
      spec: { template: { spec: { containers: [{ name: "a", $patch: "delete" }] } } },
    });
    assert.deepEqual(
      containersOf(patched).map(({ name }) => name),
      ["b"],
    );
  }),
  fact("a strategic patch replaces a list by its directive", async (world) => {
    await makeDeployment(world, [container("a"), container("b")]);
    const patched = await patchDeployment(world, {
      spec: { template: { spec: { containers: [{ $patch: "replace" }, container("z")] } } },
    });
    assert.deepEqual(
      containersOf(patched).map(({ name }) => name),
      ["z"],
    );
  }),
  fact("a strategic patch orders a list as it is told", async (world) => {
    await makeDeployment(world, [container("a"), container("b"), container("c")]);
    const patched = await patchDeployment(world, {
      spec: {
        template: {
          spec: {
            "$setElementOrder/containers": [{ name: "c" }, { name: "a" }, { name: "b" }],
            containers: [{ name: "b", image: "registry.test/b:2" }],
          },
        },
      },
    });
    assert.deepEqual(
      containersOf(patched).map(({ name }) => name),
      ["c", "a", "b"],
    );
  }),
  fact("a strategic patch keeps only the keys it retains", async (world) => {
    await makeDeployment(world, [container("a")]);
    const patched = await patchDeployment(world, { spec: { strategy: { $retainKeys: ["type"], type: "Recreate" } } });
    assert.deepEqual(patched.json.spec.strategy, { type: "Recreate" });
  }),
  fact("a strategic patch takes values out of a list of plain ones", async ({ admin, core }) => {
    const name = "a";
    await admin.call("POST", `${core}/configmaps`, {
      body: { metadata: { name, finalizers: ["x.test/a", "x.test/b"] } },
    });
    const patched = await admin.call("PATCH", `${core}/configmaps/a`, {
      body: { metadata: { "$deleteFromPrimitiveList/finalizers": ["x.test/a"] } },
      contentType: strategic,
    });
    assert.deepEqual(patched.json.metadata.finalizers, ["x.test/b"]);
    await admin.call("PATCH", `${core}/configmaps/a`, { body: { metadata: { finalizers: null } }, contentType: merge });
  }),
];

/** Server-side apply. */
export const applies: readonly Fact[] = [
  fact("an apply makes what is not there and says who owns its fields", async (world) => {
    const config = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { x: "1" } };
    const made = await patchMap(world, config, apply, "?fieldManager=one");
    assert.equal(made.status, 201);
    assert.deepEqual(made.json.data, { x: "1" });
    const [entry] = made.json.metadata.managedFields;
    assert.deepEqual([entry.manager, entry.operation, entry.fieldsType], ["one", "Apply", "FieldsV1"]);
    assert.deepEqual(entry.fieldsV1, { "f:data": { "f:x": {} } });
  }),
  fact("an apply without a manager is a bad request", async (world) => {
    const config = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } };
    const refused = await patchMap(world, config, apply);
    assert.ok(refused.status === 400 || refused.status === 422, refused.text);
    assert.match(refused.json.message, /fieldManager/);
  }),
  fact("what is applied no more goes", async (world) => {
    const config = (data: object) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data });
    await patchMap(world, config({ x: "1", y: "2" }), apply, "?fieldManager=one");
    const again = await patchMap(world, config({ x: "1" }), apply, "?fieldManager=one");
    assert.equal(again.status, 200);
    assert.deepEqual(again.json.data, { x: "1" });
  }),
  fact("what another manager owns too stays", async (world) => {
    const config = (data: object) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data });
    await patchMap(world, config({ x: "1", y: "2" }), apply, "?fieldManager=one");
    await patchMap(world, config({ y: "2" }), apply, "?fieldManager=two");
    const again = await patchMap(world, config({ x: "1" }), apply, "?fieldManager=one");
    assert.deepEqual(again.json.data, { x: "1", y: "2" });
  }),
  fact("another value for a field that somebody owns is a conflict that names both", async (world) => {
    const config = (x: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { x } });
    await patchMap(world, config("1"), apply, "?fieldManager=one");
    const refused = await patchMap(world, config("2"), apply, "?fieldManager=two");
    assert.equal(refused.status, 409);
    assert.equal(refused.json.message, 'Apply failed with 1 conflict: conflict with "one": .data.x');
    assert.deepEqual(refused.json.details.causes, [
      { reason: "FieldManagerConflict", message: 'conflict with "one"', field: ".data.x" },
    ]);
  }),
  fact("a forced apply takes the field over", async (world) => {
    const config = (x: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { x } });
    await patchMap(world, config("1"), apply, "?fieldManager=one");
    const forced = await patchMap(world, config("2"), apply, "?fieldManager=two&force=true");
    assert.equal(forced.status, 200);
    assert.equal(forced.json.data.x, "2");
    assert.deepEqual(
      forced.json.metadata.managedFields.map(({ manager }: { manager: string }) => manager),
      ["two"],
    );
  }),
  fact("the same value is shared and no conflict", async (world) => {
    const config = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { x: "1" } };
    await patchMap(world, config, apply, "?fieldManager=one");
    const shared = await patchMap(world, config, apply, "?fieldManager=two");
    assert.equal(shared.status, 200);
    assert.deepEqual(shared.json.metadata.managedFields.map(({ manager }: { manager: string }) => manager).sort(), [
      "one",
      "two",
    ]);
  }),
  fact("a field that a PUT changed belongs to who put it, and an apply conflicts with that", async (world) => {
    const config = (x: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { x } });
    const made = await patchMap(world, config("1"), apply, "?fieldManager=one");
    await world.admin.call("PUT", `${world.core}/configmaps/a?fieldManager=hand`, {
      body: { ...made.json, data: { x: "9" } },
    });
    const refused = await patchMap(world, config("1"), apply, "?fieldManager=one");
    assert.equal(refused.status, 409);
    assert.match(refused.json.message, /conflict with "hand" using v1: \.data\.x/);
  }),
  fact("the same apply again changes no version", async (world) => {
    const config = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { x: "1" } };
    const one = await patchMap(world, config, apply, "?fieldManager=one");
    const two = await patchMap(world, config, apply, "?fieldManager=one");
    assert.equal(two.json.metadata.resourceVersion, one.json.metadata.resourceVersion);
  }),
  fact("appliers of one list own its elements by their keys", async ({ admin, group }) => {
    const path = `${group("apps/v1")}/deployments/d`;
    const config = (name: string) => ({ apiVersion: "apps/v1", kind: "Deployment", ...deployment([container(name)]) });
    const one = await admin.call("PATCH", `${path}?fieldManager=one`, { body: config("a"), contentType: apply });
    assert.equal(one.status, 201, one.text);
    const two = await admin.call("PATCH", `${path}?fieldManager=two`, { body: config("b"), contentType: apply });
    assert.deepEqual(
      containersOf(two).map(({ name }) => name),
      ["a", "b"],
    );
    const back = await admin.call("PATCH", `${path}?fieldManager=two`, { body: config("a"), contentType: apply });
    assert.deepEqual(
      containersOf(back).map(({ name }) => name),
      ["a"],
    );
  }),
  fact("an apply takes YAML", async (world) => {
    const text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  x: 'yes'\n";
    const made = await patchMap(world, text, apply, "?fieldManager=one");
    assert.deepEqual(made.json.data, { x: "yes" });
  }),
  fact("managedFields in an apply are refused", async (world) => {
    const config = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "a", managedFields: [{ manager: "x", operation: "Apply", apiVersion: "v1" }] },
    };
    const refused = await patchMap(world, config, apply, "?fieldManager=one");
    assert.equal(refused.status, 400);
    assert.match(refused.json.message, /metadata.managedFields must be nil/);
  }),
  fact("a POST's fields are owned by its client's name", async ({ admin, core }) => {
    const made = await admin.call("POST", `${core}/configmaps`, {
      body: { metadata: { name: "a", labels: { l: "1" } }, data: { x: "1" } },
      headers: { "user-agent": "tool/1.2 (linux)" },
    });
    const [entry] = made.json.metadata.managedFields;
    assert.deepEqual([entry.manager, entry.operation], ["tool", "Update"]);
    assert.deepEqual(entry.fieldsV1, {
      "f:data": { ".": {}, "f:x": {} },
      "f:metadata": { "f:labels": { ".": {}, "f:l": {} } },
    });
  }),
  fact("who empties managedFields starts anew", async (world) => {
    await configMap(world, { x: "1" });
    const emptied = await patchMap(world, [{ op: "replace", path: "/metadata/managedFields", value: [{}] }], json);
    assert.equal(emptied.status, 200, emptied.text);
    assert.equal(emptied.json.metadata.managedFields, undefined);
  }),
];
