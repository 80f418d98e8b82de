import assert from "node:assert/strict";
import type { Answer } from "../client.ts";
import { type Fact, fact, type World } from "../fact.ts";

const root = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const merge = "application/merge-patch+json";
const open = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
const version = (name: string, spec: object, more: object = {}) => ({
  name,
  served: true,
  storage: name === "v1",
  schema: { openAPIV3Schema: { type: "object", properties: { spec, status: open } } },
  ...more,
});

interface Made {
  name: string;
  group: string;
  path: string;
}

/** A definition's body, its group its own. */
function body(
  world: World,
  versions: object[],
  spec: { scope?: string; names?: object } = {},
): { group: string; name: string; body: object } {
  const group = `${world.unique("d")}.test`;
  const name = `things.${group}`;
  const names = { plural: "things", singular: "thing", kind: "Thing", ...spec.names };
  return {
    group,
    name,
    body: { metadata: { name }, spec: { group, names, scope: spec.scope ?? "Namespaced", versions } },
  };
}
async function define(world: World, versions: object[], spec: { scope?: string; names?: object } = {}): Promise<Made> {
  const { admin, namespace, afterwards, eventually } = world;
  const made = body(world, versions, spec);
  const answer = await admin.call("POST", root, { body: made.body });
  assert.equal(answer.status, 201, answer.text);
  afterwards(() => admin.call("DELETE", `${root}/${made.name}`));
  const path =
    spec.scope === "Cluster"
      ? `/apis/${made.group}/v1/things`
      : `/apis/${made.group}/v1/namespaces/${namespace}/things`;
  await eventually(async () => assert.equal((await admin.call("GET", path)).status, 200));
  return { name: made.name, group: made.group, path };
}
const create = ({ admin }: World, { path, group }: Made, spec: unknown, name = "one", query = "") =>
  admin.call("POST", `${path}${query}`, {
    body: { apiVersion: `${group}/v1`, kind: "Thing", metadata: { name }, spec },
  });
const change = ({ admin }: World, { path }: Made, patch: object, sub = "", name = "one") =>
  admin.call("PATCH", `${path}/${name}${sub}`, { body: patch, contentType: merge });
const fields = ({ json, text }: Answer): string[] => {
  assert.ok(json?.details?.causes, text);
  return json.details.causes.map(({ field }: { field: string }) => field);
};
const rule = (one: string, more: object = {}) => ({ "x-kubernetes-validations": [{ rule: one, ...more }] });
const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });
const text = { type: "string" };

/** Definitions that cannot be: what is wrong with their one version's spec schema, and where it is said. */
const impossible: readonly [title: string, schema: object, field: string][] = [
  ["a schema without a type", { properties: { a: text } }, "type"],
  ["an unknown type", { type: "object", properties: { a: { type: "thing" } } }, "properties[a].type"],
  ["an array without items", { type: "object", properties: { a: { type: "array" } } }, "properties[a].items"],
  [
    "a default that does not fit",
    { type: "object", properties: { a: { type: "string", default: 7 } } },
    "properties[a].default",
  ],
  [
    "a map list without keys",
    {
      type: "object",
      properties: { a: { type: "array", "x-kubernetes-list-type": "map", items: object({ k: text }) } },
    },
    "properties[a].x-kubernetes-list-map-keys",
  ],
  [
    "a list key that is optional",
    {
      type: "object",
      properties: {
        a: {
          type: "array",
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["k"],
          items: object({ k: text }),
        },
      },
    },
    "properties[a].items.properties[k].default",
  ],
  ["a rule that is none", { type: "object", ...rule("self.") }, "x-kubernetes-validations[0].rule"],
  ["a rule that is no question", { type: "object", ...rule("1 + 1") }, "x-kubernetes-validations[0].rule"],
  [
    "a rule about a member that is unknown",
    { type: "object", properties: { a: text }, ...rule("self.b == 'x'") },
    "x-kubernetes-validations[0].rule",
  ],
  [
    "properties beside additional ones",
    { type: "object", properties: { a: text }, additionalProperties: text },
    "additionalProperties",
  ],
];

/** Definitions: what they may say, and what their objects become. */
export const moreDefinitions: readonly Fact[] = [
  ...impossible.map(([title, schema, field]) =>
    fact(`a definition with ${title} is refused`, async (world) => {
      const made = body(world, [version("v1", schema)]);
      const refused = await world.admin.call("POST", `${root}?dryRun=All`, { body: made.body });
      assert.equal(refused.status, 422, refused.text);
      const base = "spec.versions[0].schema.openAPIV3Schema.properties[spec].";
      const found = fields(refused);
      assert.ok(found.includes(base + field) || found.some((one) => one.endsWith(field)), `${found}`);
    }),
  ),
  fact("a definition stores in one version exactly", async (world) => {
    const two = body(world, [version("v1", open), version("v2", open, { storage: true })]);
    const refused = await world.admin.call("POST", `${root}?dryRun=All`, { body: two.body });
    assert.equal(refused.status, 422);
    assert.ok(fields(refused).includes("spec.versions"));
  }),
  fact("a definition has each version once", async (world) => {
    const twice = body(world, [version("v1", open), version("v1", open, { storage: false })]);
    const refused = await world.admin.call("POST", `${root}?dryRun=All`, { body: twice.body });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /must contain unique version names|Duplicate value/);
  }),
  fact("a definition's scope and names are words that it must have", async (world) => {
    const made = body(world, [version("v1", open)], { scope: "Galaxy", names: { plural: "Things", kind: "thing s" } });
    const refused = await world.admin.call("POST", `${root}?dryRun=All`, { body: made.body });
    assert.equal(refused.status, 422, refused.text);
    const found = fields(refused);
    for (const field of ["spec.scope", "spec.names.plural", "spec.names.kind"])
      assert.ok(found.includes(field), `${field}: ${found}`);
  }),
  fact("a definition of a group of Kubernetes needs an approval", async ({ admin }) => {
    const name = "things.more.k8s.io";
    const names = { plural: "things", singular: "thing", kind: "Thing" };
    const refused = await admin.call("POST", `${root}?dryRun=All`, {
      body: {
        metadata: { name },
        spec: { group: "more.k8s.io", names, scope: "Namespaced", versions: [version("v1", open)] },
      },
    });
    assert.equal(refused.status, 422);
    assert.deepEqual(fields(refused), ["metadata.annotations[api-approved.kubernetes.io]"]);
  }),
  fact("a definition's scope does not change", async (world) => {
    const made = await define(world, [version("v1", open)]);
    const refused = await world.admin.call("PATCH", `${root}/${made.name}`, {
      body: { spec: { scope: "Cluster" } },
      contentType: merge,
    });
    assert.equal(refused.status, 422);
    assert.deepEqual(fields(refused), ["spec.scope"]);
  }),
  fact("a second definition of a kind waits for its name", async (world) => {
    const first = await define(world, [version("v1", open)]);
    const name = `others.${first.group}`;
    await world.admin.call("POST", root, {
      body: {
        metadata: { name },
        spec: {
          group: first.group,
          names: { plural: "others", singular: "other", kind: "Thing" },
          scope: "Namespaced",
          versions: [version("v1", open)],
        },
      },
    });
    world.afterwards(() => world.admin.call("DELETE", `${root}/${name}`));
    await world.eventually(async () => {
      const { json } = await world.admin.call("GET", `${root}/${name}`);
      const conditions = Object.fromEntries(
        (json.status.conditions ?? []).map((one: { type: string; status: string; reason: string }) => [
          one.type,
          `${one.status} ${one.reason}`,
        ]),
      );
      assert.deepEqual(
        [conditions["NamesAccepted"], conditions["Established"]],
        ["False ListKindConflict", "False NotAccepted"],
      );
    });
    const path = `/apis/${first.group}/v1/namespaces/${world.namespace}/others`;
    assert.equal((await world.admin.call("GET", path)).status, 404);
    await world.admin.call("DELETE", `${root}/${first.name}`);
    await world.eventually(async () => assert.equal((await world.admin.call("GET", path)).status, 200), 20);
  }),
  fact("a definition of the whole cluster has no namespaces", async (world) => {
    const made = await define(world, [version("v1", open)], { scope: "Cluster" });
    assert.equal((await create(world, made, {})).status, 201);
    world.afterwards(() => world.admin.call("DELETE", `${made.path}/one`));
    const inside = await world.admin.call("GET", `/apis/${made.group}/v1/namespaces/${world.namespace}/things`);
    assert.equal(inside.status, 404);
  }),
  fact("defaults are filled in at every depth, and in what is read that was stored before them", async (world) => {
    const bare = object({ a: text, inner: object({ b: text }), list: { type: "array", items: object({ c: text }) } });
    const made = await define(world, [version("v1", bare)]);
    await create(world, made, { inner: {}, list: [{}] });
    const full = object({
      a: { ...text, default: "A" },
      inner: object({ b: { ...text, default: "B" } }),
      list: { type: "array", items: object({ c: { ...text, default: "C" } }) },
    });
    await world.admin.call("PATCH", `${root}/${made.name}`, {
      body: { spec: { versions: [version("v1", full)] } },
      contentType: merge,
    });
    await world.eventually(async () => {
      const { json } = await world.admin.call("GET", `${made.path}/one`);
      assert.deepEqual(json.spec, { a: "A", inner: { b: "B" }, list: [{ c: "C" }] });
    }, 20);
  }),
  fact("null gives way to a default, stays where it may be, and goes elsewhere", async (world) => {
    const made = await define(world, [
      version("v1", object({ a: { ...text, default: "A" }, b: { ...text, nullable: true }, c: text })),
    ]);
    const { json } = await create(world, made, { a: null, b: null, c: null });
    assert.deepEqual(json.spec, { a: "A", b: null });
  }),
  fact("unknown members are pruned at every depth, but not where they are preserved", async (world) => {
    const made = await define(world, [
      version("v1", object({ a: object({ b: text }), keep: object({ known: object({ x: text }) }, open) })),
    ]);
    const { json } = await create(world, made, {
      a: { b: "1", c: "2" },
      d: 1,
      keep: { any: { y: 1 }, known: { x: "1", y: "2" } },
    });
    assert.deepEqual(json.spec, { a: { b: "1" }, keep: { any: { y: 1 }, known: { x: "1" } } });
  }),
  fact("an embedded object must be one, and keeps its metadata", async (world) => {
    const made = await define(world, [
      version("v1", object({ template: { ...open, "x-kubernetes-embedded-resource": true } })),
    ]);
    const good = await create(world, made, {
      template: { apiVersion: "v1", kind: "Pod", metadata: { name: "p", odd: 1 } },
    });
    assert.equal(good.status, 201, good.text);
    assert.equal(good.json.spec.template.metadata.odd, undefined);
    const bad = await create(world, made, { template: { metadata: {} } }, "two");
    assert.equal(bad.status, 422);
    assert.ok(fields(bad).includes("spec.template.apiVersion"), bad.text);
  }),
  fact("a rule's message may be an expression, its reason and path its own", async (world) => {
    const spec = object(
      { a: { type: "integer", maximum: 100 }, b: { ...text, maxLength: 10 } },
      rule("self.a < 5", {
        messageExpression: "'a is too ' + 'large'",
        reason: "FieldValueForbidden",
        fieldPath: ".b",
      }),
    );
    const made = await define(world, [version("v1", spec)]);
    const refused = await create(world, made, { a: 7 });
    assert.deepEqual(refused.json.details.causes, [
      { reason: "FieldValueForbidden", message: "Forbidden: a is too large", field: "spec.b" },
    ]);
  }),
  fact("rules stand on elements of lists and values of maps too", async (world) => {
    const even = { type: "integer", ...rule("self % 2 == 0", { message: "odd" }) };
    const made = await define(world, [
      version(
        "v1",
        object({ list: { type: "array", items: even }, map: { type: "object", additionalProperties: even } }),
      ),
    ]);
    const refused = await create(world, made, { list: [2, 3], map: { x: 5 } });
    assert.deepEqual(fields(refused).sort(), ["spec.list[1]", "spec.map[x]"]);
  }),
  fact("a rule about the old value of an element finds it by its key", async (world) => {
    const items = object(
      {
        id: { ...text, maxLength: 5 },
        v: { maxLength: 5, ...text, ...rule("self == oldSelf", { message: "v stays" }) },
      },
      { required: ["id"] },
    );
    const list = {
      type: "array",
      maxItems: 5,
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["id"],
      items,
    };
    const made = await define(world, [version("v1", object({ list }))]);
    await create(world, made, {
      list: [
        { id: "a", v: "1" },
        { id: "b", v: "2" },
      ],
    });
    const moved = await change(world, made, {
      spec: {
        list: [
          { id: "b", v: "2" },
          { id: "c", v: "9" },
        ],
      },
    });
    assert.equal(moved.status, 200, moved.text);
    const refused = await change(world, made, { spec: { list: [{ id: "b", v: "3" }] } });
    assert.match(refused.text, /v stays/);
  }),
  fact("a rule with an optional old value is asked at creation too", async (world) => {
    const spec = object({
      a: {
        ...text,
        ...rule("oldSelf.hasValue() || self == 'first'", { optionalOldSelf: true, message: "begin with first" }),
      },
    });
    const made = await define(world, [version("v1", spec)]);
    assert.equal((await create(world, made, { a: "second" })).status, 422);
    assert.equal((await create(world, made, { a: "first" })).status, 201);
    assert.equal((await change(world, made, { spec: { a: "second" } })).status, 200);
  }),
  fact("a fault that was there before does not stand in the way of another change", async (world) => {
    const made = await define(world, [version("v1", object({ a: text, b: text }))]);
    await create(world, made, { a: "long enough", b: "x" });
    const short = object({ a: { ...text, maxLength: 3 }, b: text });
    await world.admin.call("PATCH", `${root}/${made.name}`, {
      body: { spec: { versions: [version("v1", short)] } },
      contentType: merge,
    });
    await world.eventually(async () =>
      assert.equal((await create(world, made, { a: "long" }, "two", "?dryRun=All")).status, 422),
    );
    const other = await change(world, made, { spec: { b: "y" } });
    assert.equal(other.status, 200, other.text);
    assert.equal((await change(world, made, { spec: { a: "still too long" } })).status, 422);
  }),
  fact("a deprecated version warns who uses it", async (world) => {
    const made = await define(world, [version("v1", open, { deprecated: true, deprecationWarning: "v1 is old" })]);
    await world.eventually(async () => {
      const { headers } = await world.admin.call("GET", made.path);
      assert.match(String(headers["warning"]), /299 - "v1 is old"/);
    });
  }),
  fact("a version that is not served any more is not found, and its objects stay", async (world) => {
    const made = await define(world, [version("v1", open), version("v2", open)]);
    await create(world, made, { a: 1 });
    await world.admin.call("PATCH", `${root}/${made.name}`, {
      body: { spec: { versions: [version("v1", open), version("v2", open, { served: false })] } },
      contentType: merge,
    });
    await world.eventually(async () =>
      assert.equal((await world.admin.call("GET", made.path.replace("/v1/", "/v2/"))).status, 404),
    );
    assert.equal((await world.admin.call("GET", `${made.path}/one`)).status, 200);
  }),
  fact("objects are selected by fields that a definition names", async (world) => {
    const made = await define(world, [
      version("v1", object({ color: text }), { selectableFields: [{ jsonPath: ".spec.color" }] }),
    ]);
    for (const [name, color] of [
      ["one", "red"],
      ["two", "blue"],
    ] as const)
      await create(world, made, { color }, name);
    const { json } = await world.admin.call("GET", `${made.path}?fieldSelector=spec.color%3Dblue`);
    assert.deepEqual(
      json.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name),
      ["two"],
    );
    assert.equal((await world.admin.call("GET", `${made.path}?fieldSelector=spec.size%3D1`)).status, 400);
  }),
  fact("scale knows a definition's selector, and refuses fewer than none", async (world) => {
    const scale = {
      specReplicasPath: ".spec.replicas",
      statusReplicasPath: ".status.replicas",
      labelSelectorPath: ".status.selector",
    };
    const made = await define(world, [
      version("v1", object({ replicas: { type: "integer" } }), { subresources: { status: {}, scale } }),
    ]);
    await create(world, made, { replicas: 1 });
    await change(world, made, { status: { replicas: 1, selector: "a=b" } }, "/status");
    const { json } = await world.admin.call("GET", `${made.path}/one/scale`);
    assert.deepEqual([json.status.replicas, json.status.selector], [1, "a=b"]);
    const patched = await change(world, made, { spec: { replicas: 4 } }, "/scale");
    assert.equal(patched.json.spec.replicas, 4);
    assert.equal((await change(world, made, { spec: { replicas: -1 } }, "/scale")).status, 422);
  }),
  fact("a status is checked by its schema as well", async (world) => {
    const schema = {
      openAPIV3Schema: {
        type: "object",
        properties: { spec: open, status: object({ phase: { ...text, enum: ["up"] } }) },
      },
    };
    const made = await define(world, [version("v1", open, { schema, subresources: { status: {} } })]);
    await create(world, made, {});
    const refused = await change(world, made, { status: { phase: "down" } }, "/status");
    assert.deepEqual(fields(refused), ["status.phase"]);
    assert.equal((await change(world, made, { status: { phase: "up" } }, "/status")).status, 200);
  }),
  fact("a definition's objects hold it back until they are gone", async (world) => {
    const made = await define(world, [version("v1", open)]);
    await create(world, made, {});
    await change(world, made, { metadata: { finalizers: ["x.test/f"] } });
    await world.admin.call("DELETE", `${root}/${made.name}`);
    await world.eventually(async () => {
      const { json } = await world.admin.call("GET", `${root}/${made.name}`);
      assert.ok(json.metadata.deletionTimestamp);
      assert.ok((await world.admin.call("GET", `${made.path}/one`)).json.metadata.deletionTimestamp);
    });
    await change(world, made, { metadata: { finalizers: null } });
    await world.eventually(
      async () => assert.equal((await world.admin.call("GET", `${root}/${made.name}`)).status, 404),
      30,
    );
  }),
];
