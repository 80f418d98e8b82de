import assert from "node:assert/strict";
import { type Fact, fact, type World } from "../fact.ts";

const names = (answer: { json: { items: { metadata: { name: string } }[] } }) =>
  answer.json.items.map(({ metadata }) => metadata.name);

/** Makes config maps, each with the label `n` of its own number and `parity`. */
async function numbered({ admin, core }: World, count: number): Promise<void> {
  for (let n = 0; n < count; n++)
    await admin.call("POST", `${core}/configmaps`, {
      body: { metadata: { name: `m${n}`, labels: { n: String(n), parity: n % 2 === 0 ? "even" : "odd" } } },
    });
}
const mine = "labelSelector=n";

/** Lists: selectors, pages, tables, versions. */
export const lists: readonly Fact[] = [
  fact("a list has kind, version and its items in the order of their names", async (world) => {
    await numbered(world, 3);
    const list = await world.admin.call("GET", `${world.core}/configmaps?${mine}`);
    assert.equal(list.json.kind, "ConfigMapList");
    assert.equal(list.json.apiVersion, "v1");
    assert.match(list.json.metadata.resourceVersion, /^\d+$/);
    assert.deepEqual(names(list), ["m0", "m1", "m2"]);
  }),
  fact("an empty list has an empty array", async ({ admin, core }) => {
    const list = await admin.call("GET", `${core}/secrets`);
    assert.deepEqual(list.json.items, []);
  }),
  ...(
    [
      ["parity=even", ["m0", "m2", "m4"]],
      ["parity==odd", ["m1", "m3"]],
      ["parity!=odd,n", ["m0", "m2", "m4"]],
      ["n in (1,2)", ["m1", "m2"]],
      ["n notin (0,1,2,3),n", ["m4"]],
      ["n,!parity", []],
      ["n>2", ["m3", "m4"]],
      ["n<1", ["m0"]],
      ["parity=even,n in (2,3,4)", ["m2", "m4"]],
    ] as const
  ).map(([selector, wanted]) =>
    fact(`the label selector ${selector} selects ${wanted.length} of five`, async (world) => {
      await numbered(world, 5);
      const list = await world.admin.call(
        "GET",
        `${world.core}/configmaps?labelSelector=${encodeURIComponent(selector)}`,
      );
      assert.deepEqual(names(list), wanted);
    }),
  ),
  fact("a label selector that cannot be read is a bad request", async ({ admin, core }) => {
    const list = await admin.call("GET", `${core}/configmaps?labelSelector=${encodeURIComponent("a in (b")}`);
    assert.equal(list.status, 400);
    assert.equal(list.json.reason, "BadRequest");
  }),
  fact("the field selector metadata.name selects one", async (world) => {
    await numbered(world, 3);
    const list = await world.admin.call("GET", `${world.core}/configmaps?fieldSelector=metadata.name%3Dm1`);
    assert.deepEqual(names(list), ["m1"]);
    const others = await world.admin.call("GET", `${world.core}/configmaps?${mine}&fieldSelector=metadata.name!%3Dm1`);
    assert.deepEqual(names(others), ["m0", "m2"]);
  }),
  fact("a field that a kind is not selected by is a bad request that names it", async ({ admin, core }) => {
    const list = await admin.call("GET", `${core}/configmaps?fieldSelector=data.x%3D1`);
    assert.equal(list.status, 400);
    assert.equal(
      list.json.message,
      '"data.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
    );
    const pods = await admin.call("GET", `${core}/pods?fieldSelector=data.x%3D1`);
    assert.equal(pods.json.message, "field label not supported: data.x");
  }),
  fact("a list comes in pages, and tells how many are left", async (world) => {
    await numbered(world, 5);
    const first = await world.admin.call("GET", `${world.core}/configmaps?limit=2&fieldSelector=metadata.name!%3Dx`);
    assert.equal(first.json.items.length, 2);
    assert.ok(first.json.metadata.continue);
    const whole = await world.admin.call("GET", `${world.core}/configmaps`);
    const pages: string[] = [];
    let next = "";
    do {
      const page = await world.admin.call("GET", `${world.core}/configmaps?limit=2${next && `&continue=${next}`}`);
      pages.push(...names(page));
      if (next === "") assert.equal(page.json.metadata.remainingItemCount, whole.json.items.length - 2);
      next = encodeURIComponent(page.json.metadata.continue ?? "");
    } while (next !== "");
    assert.deepEqual(pages, names(whole));
  }),
  fact("pages show the state of the first one, whatever changes meanwhile", async (world) => {
    await numbered(world, 4);
    const first = await world.admin.call("GET", `${world.core}/configmaps?limit=1`);
    await world.admin.call("DELETE", `${world.core}/configmaps/m2`);
    await world.admin.call("POST", `${world.core}/configmaps`, { body: { metadata: { name: "m9" } } });
    const rest = await world.admin.call(
      "GET",
      `${world.core}/configmaps?continue=${encodeURIComponent(first.json.metadata.continue)}`,
    );
    const all = [...names(first), ...names(rest)];
    assert.ok(all.includes("m2") && !all.includes("m9"));
    assert.equal(rest.json.metadata.resourceVersion, first.json.metadata.resourceVersion);
  }),
  fact("a continuation that nobody gave out is a bad request", async ({ admin, core }) => {
    const list = await admin.call("GET", `${core}/configmaps?limit=1&continue=nonsense`);
    assert.equal(list.status, 400);
  }),
  fact("a list of an exact version shows what was there then", async (world) => {
    await numbered(world, 2);
    const then = await world.admin.call("GET", `${world.core}/configmaps?${mine}`);
    await world.admin.call("DELETE", `${world.core}/configmaps/m0`);
    const again = await world.admin.call(
      "GET",
      `${world.core}/configmaps?${mine}&resourceVersionMatch=Exact&resourceVersion=${then.json.metadata.resourceVersion}`,
    );
    assert.deepEqual(names(again), ["m0", "m1"]);
  }),
  fact("a resource version that is no number is refused", async ({ admin, core }) => {
    const list = await admin.call("GET", `${core}/configmaps?resourceVersion=abc`);
    assert.equal(list.status, 400);
  }),
  fact("a table has columns, and a row with the object's metadata for each", async (world) => {
    await numbered(world, 2);
    const table = await world.admin.call("GET", `${world.core}/configmaps?${mine}`, {
      headers: { accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json" },
    });
    assert.equal(table.json.kind, "Table");
    assert.equal(table.json.apiVersion, "meta.k8s.io/v1");
    assert.equal(table.json.columnDefinitions[0].name, "Name");
    assert.equal(table.json.columnDefinitions[0].format, "name");
    assert.deepEqual(
      table.json.rows.map((row: { cells: string[] }) => row.cells[0]),
      ["m0", "m1"],
    );
    assert.equal(table.json.rows[0].object.kind, "PartialObjectMetadata");
    assert.equal(table.json.rows[0].object.metadata.name, "m0");
    assert.equal(table.json.rows[0].object.data, undefined);
  }),
  fact("a table's rows have the whole object, or none, when that is asked for", async (world) => {
    await numbered(world, 1);
    const accept = { headers: { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" } };
    const whole = await world.admin.call("GET", `${world.core}/configmaps?${mine}&includeObject=Object`, accept);
    assert.equal(whole.json.rows[0].object.kind, "ConfigMap");
    const none = await world.admin.call("GET", `${world.core}/configmaps?${mine}&includeObject=None`, accept);
    assert.equal(none.json.rows[0].object, null);
  }),
  fact("metadata alone can be asked for, of one and of many", async (world) => {
    await numbered(world, 1);
    const one = await world.admin.call("GET", `${world.core}/configmaps/m0`, {
      headers: { accept: "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io" },
    });
    assert.equal(one.json.kind, "PartialObjectMetadata");
    assert.deepEqual(Object.keys(one.json).sort(), ["apiVersion", "kind", "metadata"]);
    const many = await world.admin.call("GET", `${world.core}/configmaps?${mine}`, {
      headers: { accept: "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io" },
    });
    assert.equal(many.json.kind, "PartialObjectMetadataList");
    assert.equal(many.json.items[0].metadata.name, "m0");
  }),
  fact("a form that nobody serves is not acceptable", async ({ admin, core }) => {
    const list = await admin.call("GET", `${core}/configmaps`, { headers: { accept: "text/csv" } });
    assert.equal(list.status, 406);
    assert.equal(list.json.reason, "NotAcceptable");
  }),
  fact("objects of all namespaces can be listed at once", async (world) => {
    await numbered(world, 1);
    const all = await world.admin.call(
      "GET",
      `/api/v1/configmaps?fieldSelector=metadata.namespace%3D${world.namespace}&${mine}`,
    );
    assert.deepEqual(names(all), ["m0"]);
  }),
  fact("a collection is deleted by selector, and what it held is shown", async (world) => {
    await numbered(world, 4);
    const gone = await world.admin.call("DELETE", `${world.core}/configmaps?labelSelector=parity%3Deven`);
    assert.equal(gone.status, 200);
    const left = await world.admin.call("GET", `${world.core}/configmaps?${mine}`);
    assert.deepEqual(names(left), ["m1", "m3"]);
  }),
];
