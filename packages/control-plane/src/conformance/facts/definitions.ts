import assert from "node:assert/strict";
import { type Fact, fact, type World } from "../fact.ts";

interface Defined {
  /** Path of its objects in the fact's namespace. */
  path: string;
  apiVersion: string;
  kind: string;
  name: string;
}

/** Makes a definition with a spec of this schema, and waits until it is served. */
async function define(
  { admin, namespace, unique, afterwards, eventually }: World,
  spec: object,
  more: { subresources?: object; versions?: object[]; columns?: object[]; rules?: object[] } = {},
): Promise<Defined> {
  const group = `${unique("g")}.test`;
  const name = `things.${group}`;
  const schema = {
    type: "object",
    properties: {
      spec,
      status: { type: "object", properties: { phase: { type: "string" }, count: { type: "integer" } } },
    },
    ...(more.rules === undefined ? {} : { "x-kubernetes-validations": more.rules }),
  };
  const made = await admin.call("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", {
    body: {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name },
      spec: {
        group,
        names: { plural: "things", singular: "thing", kind: "Thing", shortNames: ["tg"], categories: ["all"] },
        scope: "Namespaced",
        versions: more.versions ?? [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: { openAPIV3Schema: schema },
            ...(more.subresources === undefined ? {} : { subresources: more.subresources }),
            ...(more.columns === undefined ? {} : { additionalPrinterColumns: more.columns }),
          },
        ],
      },
    },
  });
  assert.equal(made.status, 201, made.text);
  afterwards(() => admin.call("DELETE", `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`));
  const path = `/apis/${group}/v1/namespaces/${namespace}/things`;
  await eventually(async () => assert.equal((await admin.call("GET", path)).status, 200));
  return { path, apiVersion: `${group}/v1`, kind: "Thing", name };
}
const open = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
const closed = {
  type: "object",
  required: ["size"],
  properties: {
    size: { type: "integer", minimum: 1, maximum: 9 },
    mode: { type: "string", enum: ["a", "b"], default: "a" },
    name: { type: "string", pattern: "^[a-z]+$", maxLength: 5 },
    port: { "x-kubernetes-int-or-string": true },
    when: { type: "string", format: "date-time" },
    maybe: { type: "string", nullable: true },
    parts: {
      type: "array",
      maxItems: 3,
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["id"],
      items: { type: "object", required: ["id"], properties: { id: { type: "string" }, on: { type: "boolean" } } },
    },
    tags: { type: "array", "x-kubernetes-list-type": "set", items: { type: "string" } },
    labels: { type: "object", additionalProperties: { type: "string" } },
  },
};

const object = ({ apiVersion, kind }: Defined, spec: unknown, more: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name: "one" },
  spec,
  ...more,
});
const make = async (world: World, defined: Defined, spec: unknown, query = "") =>
  world.admin.call("POST", `${defined.path}${query}`, { body: object(defined, spec) });

const verdicts: readonly [title: string, spec: unknown, field: string | undefined][] = [
  ["a whole one", { size: 1 }, undefined],
  ["no required member", {}, "spec.size"],
  ["a string for a number", { size: "1" }, "spec.size"],
  ["a fraction for a whole number", { size: 1.5 }, "spec.size"],
  ["a number that is too small", { size: 0 }, "spec.size"],
  ["a number that is too large", { size: 10 }, "spec.size"],
  ["a value outside of an enumeration", { size: 1, mode: "c" }, "spec.mode"],
  ["a string that does not match", { size: 1, name: "A" }, "spec.name"],
  ["a string that is too long", { size: 1, name: "abcdef" }, "spec.name"],
  ["a port by number", { size: 1, port: 80 }, undefined],
  ["a port by name", { size: 1, port: "http" }, undefined],
  ["a port that is neither", { size: 1, port: true }, "spec.port"],
  ["a time", { size: 1, when: "2026-01-02T03:04:05Z" }, undefined],
  ["no time", { size: 1, when: "yesterday" }, "spec.when"],
  ["null where it may be", { size: 1, maybe: null }, undefined],
  ["elements with different keys", { size: 1, parts: [{ id: "a" }, { id: "b" }] }, undefined],
  ["elements with the same key", { size: 1, parts: [{ id: "a" }, { id: "a" }] }, "spec.parts[1]"],
  ["an element without its key", { size: 1, parts: [{ on: true }] }, "spec.parts[0].id"],
  ["too many elements", { size: 1, parts: [{ id: "a" }, { id: "b" }, { id: "c" }, { id: "d" }] }, "spec.parts"],
  ["a set with a double", { size: 1, tags: ["a", "a"] }, "spec.tags[1]"],
  ["a map with a number in it", { size: 1, labels: { a: 1 } }, "spec.labels.a"],
  ["a list where an object belongs", [], "spec"],
];

/** Definitions and their objects. */
export const definitions: readonly Fact[] = [
  fact("a definition is established, its names accepted", async (world) => {
    const defined = await define(world, open);
    const read = await world.admin.call(
      "GET",
      `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${defined.name}`,
    );
    const holds = (type: string) =>
      read.json.status.conditions.find((one: { type: string }) => one.type === type)?.status === "True";
    assert.ok(holds("NamesAccepted") && holds("Established"));
    assert.deepEqual(read.json.status.storedVersions, ["v1"]);
    assert.equal(read.json.status.acceptedNames.listKind, "ThingList");
  }),
  fact("a definition whose name is not its plural and group is invalid", async ({ admin }) => {
    const refused = await admin.call("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", {
      body: {
        metadata: { name: "wrong.example.test" },
        spec: {
          group: "example.test",
          names: { plural: "things", kind: "Thing" },
          scope: "Namespaced",
          versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } }],
        },
      },
    });
    assert.equal(refused.status, 422);
    assert.match(refused.json.message, /must be spec\.names\.plural\+"\."\+spec\.group/);
  }),
  ...verdicts.map(([title, spec, field]) =>
    fact(`${title} is ${field === undefined ? "taken" : `refused at ${field}`}`, async (world) => {
      const defined = await define(world, closed);
      const answer = await make(world, defined, spec);
      if (field === undefined) {
        assert.equal(answer.status, 201, answer.text);
        return;
      }
      assert.equal(answer.status, 422, answer.text);
      assert.equal(answer.json.reason, "Invalid");
      const fields = answer.json.details.causes.map((one: { field: string }) => one.field);
      assert.ok(fields.includes(field), `${field} is not among ${fields}`);
    }),
  ),
  fact("defaults of a definition are filled in", async (world) => {
    const defined = await define(world, closed);
    assert.equal((await make(world, defined, { size: 1 })).json.spec.mode, "a");
  }),
  fact("unknown members are dropped, and told of when they are to be", async (world) => {
    const defined = await define(world, closed);
    const strict = await make(world, defined, { size: 1, odd: 1 }, "?fieldValidation=Strict");
    assert.equal(strict.status, 400);
    assert.match(strict.json.message, /strict decoding error: unknown field "spec\.odd"/);
    const warned = await make(world, defined, { size: 1, odd: 1 }, "?fieldValidation=Warn");
    assert.equal(warned.status, 201);
    assert.equal(warned.json.spec.odd, undefined);
    assert.match(String(warned.headers["warning"]), /unknown field \\?"spec\.odd\\?"/);
  }),
  fact("a definition that preserves unknown members keeps them", async (world) => {
    const defined = await define(world, open);
    assert.deepEqual((await make(world, defined, { any: { thing: [1] } })).json.spec, { any: { thing: [1] } });
  }),
  fact("generation moves with the spec, not with labels", async (world) => {
    const defined = await define(world, open);
    const made = await make(world, defined, { a: 1 });
    assert.equal(made.json.metadata.generation, 1);
    const patch = (body: object) =>
      world.admin.call("PATCH", `${defined.path}/one`, { body, contentType: "application/merge-patch+json" });
    assert.equal((await patch({ metadata: { labels: { l: "1" } } })).json.metadata.generation, 1);
    assert.equal((await patch({ spec: { a: 2 } })).json.metadata.generation, 2);
  }),
  fact("a status with its own subresource is written there and nowhere else", async (world) => {
    const defined = await define(world, open, { subresources: { status: {} } });
    const made = await world.admin.call("POST", defined.path, {
      body: object(defined, { a: 1 }, { status: { phase: "x" } }),
    });
    assert.equal(made.json.status, undefined);
    const put = await world.admin.call("PUT", `${defined.path}/one/status`, {
      body: { ...made.json, spec: { a: 2 }, status: { phase: "done" } },
    });
    assert.equal(put.status, 200, put.text);
    assert.deepEqual([put.json.spec.a, put.json.status.phase, put.json.metadata.generation], [1, "done", 1]);
    const plain = await world.admin.call("PUT", `${defined.path}/one`, {
      body: { ...put.json, spec: { a: 3 }, status: { phase: "lost" } },
    });
    assert.deepEqual([plain.json.spec.a, plain.json.status.phase, plain.json.metadata.generation], [3, "done", 2]);
  }),
  fact("an object of a definition is not put without its version", async (world) => {
    const defined = await define(world, open);
    await make(world, defined, {});
    const refused = await world.admin.call("PUT", `${defined.path}/one`, { body: object(defined, { a: 1 }) });
    assert.equal(refused.status, 422);
    assert.match(
      refused.json.message,
      /metadata\.resourceVersion: Invalid value: (0|0x0): must be specified for an update/,
    );
  }),
  fact("a definition's objects are not patched strategically", async (world) => {
    const defined = await define(world, open);
    await make(world, defined, {});
    const refused = await world.admin.call("PATCH", `${defined.path}/one`, {
      body: { spec: {} },
      contentType: "application/strategic-merge-patch+json",
    });
    assert.equal(refused.status, 415);
  }),
  fact("an apply to a definition's object merges lists by their keys", async (world) => {
    const defined = await define(world, closed);
    const apply = (manager: string, spec: object) =>
      world.admin.call("PATCH", `${defined.path}/one?fieldManager=${manager}`, {
        body: object(defined, spec),
        contentType: "application/apply-patch+yaml",
      });
    assert.equal((await apply("one", { size: 1, parts: [{ id: "a", on: true }] })).status, 201);
    const two = await apply("two", { size: 1, parts: [{ id: "b" }] });
    assert.deepEqual(
      two.json.spec.parts.map(({ id }: { id: string }) => id),
      ["a", "b"],
    );
    const conflict = await apply("two", { size: 2, parts: [{ id: "b" }] });
    assert.equal(conflict.status, 409);
  }),
  fact("a definition's columns are a table's", async (world) => {
    const defined = await define(world, open, {
      columns: [
        { name: "Size", type: "integer", jsonPath: ".spec.size" },
        { name: "Ready", type: "string", jsonPath: '.spec.conditions[?(@.type=="Ready")].status' },
      ],
    });
    await make(world, defined, { size: 4, conditions: [{ type: "Ready", status: "True" }] });
    const table = await world.admin.call("GET", defined.path, {
      headers: { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" },
    });
    assert.deepEqual(
      table.json.columnDefinitions.map(({ name }: { name: string }) => name),
      ["Name", "Size", "Ready"],
    );
    assert.deepEqual(table.json.rows[0].cells, ["one", 4, "True"]);
  }),
  fact("of several values that a column's path finds, the first is shown", async (world) => {
    const defined = await define(world, open, {
      columns: [
        { name: "Done", type: "string", jsonPath: '.spec.history[?(@.state=="Done")].version' },
        { name: "Sizes", type: "integer", jsonPath: ".spec.history[*].size" },
        { name: "All", type: "string", jsonPath: ".spec.history[*].version" },
        { name: "Parts", type: "string", jsonPath: ".spec.history[0]" },
      ],
    });
    const history = [
      { state: "Done", version: "3", size: 1 },
      { state: "Partial", version: "2", size: 2 },
      { state: "Done", version: "1", size: 3 },
    ];
    await make(world, defined, { history });
    const table = await world.admin.call("GET", defined.path, {
      headers: { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" },
    });
    assert.deepEqual(table.json.rows[0].cells, ["one", "3", 1, "3", '{"size":1,"state":"Done","version":"3"}']);
  }),
  fact("scale of a definition reads and writes where it is told", async (world) => {
    const defined = await define(world, open, {
      subresources: { status: {}, scale: { specReplicasPath: ".spec.replicas", statusReplicasPath: ".status.count" } },
    });
    await make(world, defined, { replicas: 2 });
    const read = await world.admin.call("GET", `${defined.path}/one/scale`);
    assert.deepEqual([read.json.kind, read.json.apiVersion, read.json.spec.replicas], ["Scale", "autoscaling/v1", 2]);
    const put = await world.admin.call("PUT", `${defined.path}/one/scale`, {
      body: { ...read.json, spec: { replicas: 5 } },
    });
    assert.equal(put.json.spec.replicas, 5);
    assert.equal((await world.admin.call("GET", `${defined.path}/one`)).json.spec.replicas, 5);
  }),
  fact("a rule is asked of the object it stands on", async (world) => {
    const spec = {
      type: "object",
      properties: { least: { type: "integer" }, most: { type: "integer" } },
      "x-kubernetes-validations": [{ rule: "self.least <= self.most", message: "least must not exceed most" }],
    };
    const defined = await define(world, spec);
    assert.equal((await make(world, defined, { least: 1, most: 2 })).status, 201);
    const refused = await world.admin.call("POST", defined.path, {
      body: { ...object(defined, { least: 3, most: 2 }), metadata: { name: "two" } },
    });
    assert.equal(refused.status, 422);
    assert.deepEqual(refused.json.details.causes, [
      { reason: "FieldValueInvalid", message: "Invalid value: least must not exceed most", field: "spec" },
    ]);
  }),
  fact("a rule about the old value is asked when there is one", async (world) => {
    const spec = {
      type: "object",
      properties: {
        fixed: {
          type: "string",
          "x-kubernetes-validations": [{ rule: "self == oldSelf", message: "fixed is immutable" }],
        },
      },
    };
    const defined = await define(world, spec);
    const made = await make(world, defined, { fixed: "a" });
    assert.equal(made.status, 201);
    const refused = await world.admin.call("PUT", `${defined.path}/one`, {
      body: { ...made.json, spec: { fixed: "b" } },
    });
    assert.equal(refused.status, 422);
    assert.match(refused.json.message, /fixed is immutable/);
  }),
  fact("a definition that goes takes its objects and its paths along", async (world) => {
    const defined = await define(world, open);
    await make(world, defined, {});
    await world.admin.call("DELETE", `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${defined.name}`);
    await world.eventually(async () => assert.equal((await world.admin.call("GET", defined.path)).status, 404));
  }),
  fact("discovery lists a definition's kind", async (world) => {
    const defined = await define(world, open, { subresources: { status: {} } });
    const list = await world.eventually(async () => {
      const found = await world.admin.call("GET", `/apis/${defined.apiVersion}`);
      assert.equal(found.status, 200);
      return found;
    });
    assert.equal(list.json.kind, "APIResourceList");
    const [things, status] = list.json.resources;
    assert.deepEqual(
      [things.name, things.kind, things.singularName, things.shortNames, things.categories],
      ["things", "Thing", "thing", ["tg"], ["all"]],
    );
    assert.deepEqual([status.name, status.verbs], ["things/status", ["get", "patch", "update"]]);
  }),
  fact("an object is served in each version, as it was stored but for its version", async (world) => {
    const schema = { openAPIV3Schema: { type: "object", properties: { spec: open } } };
    const defined = await define(world, open, {
      versions: [
        { name: "v1", served: true, storage: true, schema },
        { name: "v2", served: true, storage: false, schema },
      ],
    });
    await make(world, defined, { a: 1 });
    const second = await world.eventually(async () => {
      const found = await world.admin.call("GET", `${defined.path.replace("/v1/", "/v2/")}/one`);
      assert.equal(found.status, 200);
      return found;
    });
    assert.equal(second.json.apiVersion, defined.apiVersion.replace("/v1", "/v2"));
    assert.deepEqual(second.json.spec, { a: 1 });
  }),
];
