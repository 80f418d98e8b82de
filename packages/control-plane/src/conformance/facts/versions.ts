import assert from "node:assert/strict";
import { type Fact, fact, type World } from "../fact.ts";

const map = ({ admin, core }: World, name: string, labels: object = {}) =>
  admin.call("POST", `${core}/secrets`, { body: { metadata: { name, labels } } });
const names = (answer: { json: { items: { metadata: { name: string } }[] } }) =>
  answer.json.items.map(({ metadata }) => metadata.name);
const versionOf = async ({ admin, core }: World): Promise<string> =>
  (await admin.call("GET", `${core}/secrets`)).json.metadata.resourceVersion;

/** Resource versions in lists and watches, and pages over changes. */
export const versions: readonly Fact[] = [
  fact("a list not older than a version has at least that one", async (world) => {
    const { json } = await map(world, "a");
    const list = await world.admin.call(
      "GET",
      `${world.core}/secrets?resourceVersionMatch=NotOlderThan&resourceVersion=${json.metadata.resourceVersion}`,
    );
    assert.deepEqual(names(list), ["a"]);
    assert.ok(Number(list.json.metadata.resourceVersion) >= Number(json.metadata.resourceVersion));
  }),
  fact("version 0 takes what is at hand", async (world) => {
    await map(world, "a");
    await world.eventually(async () =>
      assert.deepEqual(names(await world.admin.call("GET", `${world.core}/secrets?resourceVersion=0`)), ["a"]),
    );
  }),
  ...(
    [
      ["a match without a version", "resourceVersionMatch=NotOlderThan"],
      ["an exact match of version 0", "resourceVersionMatch=Exact&resourceVersion=0"],
      ["an unknown match", "resourceVersionMatch=Newest&resourceVersion=1"],
    ] as const
  ).map(([title, query]) =>
    fact(`${title} is invalid`, async ({ admin, core }) => {
      const refused = await admin.call("GET", `${core}/secrets?${query}`);
      assert.equal(refused.status, 422, refused.text);
      assert.equal(refused.json.reason, "Invalid");
    }),
  ),
  fact("an exact list is a list of that version, whatever came later", async (world) => {
    await map(world, "a");
    const version = await versionOf(world);
    await map(world, "b");
    await world.admin.call("DELETE", `${world.core}/secrets/a`);
    const exact = await world.admin.call(
      "GET",
      `${world.core}/secrets?resourceVersionMatch=Exact&resourceVersion=${version}`,
    );
    assert.deepEqual(names(exact), ["a"]);
    assert.equal(exact.json.metadata.resourceVersion, version);
  }),
  fact("a continuation that is named with a version is a bad request", async (world) => {
    for (const name of ["a", "b"]) await map(world, name);
    const first = await world.admin.call("GET", `${world.core}/secrets?limit=1`);
    const token = encodeURIComponent(first.json.metadata.continue);
    const refused = await world.admin.call("GET", `${world.core}/secrets?limit=1&continue=${token}&resourceVersion=5`);
    assert.equal(refused.status, 400);
  }),
  fact("pages go on with the selector they are asked with, and end without a continuation", async (world) => {
    for (const name of ["a", "b", "c", "d"])
      await map(world, name, { odd: name === "a" || name === "c" ? "yes" : "no" });
    const query = "labelSelector=odd%3Dyes&limit=1";
    const first = await world.admin.call("GET", `${world.core}/secrets?${query}`);
    assert.deepEqual(names(first), ["a"]);
    assert.equal(first.json.metadata.remainingItemCount, undefined);
    const second = await world.admin.call(
      "GET",
      `${world.core}/secrets?${query}&continue=${encodeURIComponent(first.json.metadata.continue)}`,
    );
    assert.deepEqual(names(second), ["c"]);
  }),
  fact("a limit that is not reached leaves nothing over", async (world) => {
    await map(world, "a");
    const list = await world.admin.call("GET", `${world.core}/secrets?limit=5`);
    assert.deepEqual([list.json.metadata.continue, list.json.metadata.remainingItemCount], [undefined, undefined]);
  }),
  fact("pages of all namespaces go on over the border of one", async (world) => {
    await map(world, "a", { mark: world.namespace });
    const other = world.unique("fact");
    await world.admin.call("POST", "/api/v1/namespaces", { body: { metadata: { name: other } } });
    world.afterwards(() => world.admin.call("DELETE", `/api/v1/namespaces/${other}`));
    await world.admin.call("POST", `/api/v1/namespaces/${other}/secrets`, {
      body: { metadata: { name: "b", labels: { mark: world.namespace } } },
    });
    const query = `labelSelector=mark%3D${world.namespace}&limit=1`;
    const first = await world.admin.call("GET", `/api/v1/secrets?${query}`);
    const second = await world.admin.call(
      "GET",
      `/api/v1/secrets?${query}&continue=${encodeURIComponent(first.json.metadata.continue)}`,
    );
    assert.deepEqual([...names(first), ...names(second)].sort(), ["a", "b"]);
  }),
  fact("a GET takes a version, and a version to come is waited for in vain", async (world) => {
    const { json } = await map(world, "a");
    const read = await world.admin.call(
      "GET",
      `${world.core}/secrets/a?resourceVersion=${json.metadata.resourceVersion}`,
    );
    assert.equal(read.json.metadata.name, "a");
    const late = await world.admin.call(
      "GET",
      `${world.core}/secrets?resourceVersion=${Number(json.metadata.resourceVersion) + 1_000_000}&resourceVersionMatch=NotOlderThan`,
    );
    assert.equal(late.status, 504);
    assert.equal(late.json.reason, "Timeout");
    assert.equal(late.json.details.causes[0].reason, "ResourceVersionTooLarge");
  }),
  fact("a watch from version 0 tells what is at hand, then what changes", async (world) => {
    await map(world, "a");
    await using watch = await world.admin.watch(`${world.core}/secrets?watch=true&resourceVersion=0`);
    assert.deepEqual([(await watch.next())?.object.metadata.name], ["a"]);
    await map(world, "b");
    assert.deepEqual([(await watch.next())?.object.metadata.name], ["b"]);
  }),
  fact("a watch from now on tells nothing of what was", async (world) => {
    await map(world, "a");
    const version = await versionOf(world);
    await using watch = await world.admin.watch(`${world.core}/secrets?watch=true&resourceVersion=${version}`);
    await map(world, "b");
    assert.equal((await watch.next())?.object.metadata.name, "b");
  }),
  fact("a watch from the first version tells all since then, or that it is too long ago", async ({ admin }) => {
    await using watch = await admin.watch("/api/v1/namespaces?watch=true&resourceVersion=1");
    const event = await watch.next();
    // How long ago is too long depends on the age of the server.
    if (event?.type === "ERROR") assert.deepEqual([event.object.code, event.object.reason], [410, "Expired"]);
    else assert.equal(event?.type, "ADDED");
  }),
  fact("a watch from a version that is no number is refused", async ({ admin, core }) => {
    const refused = await admin.call("GET", `${core}/secrets?watch=true&timeoutSeconds=2&resourceVersion=x`);
    assert.equal(refused.status, 500);
    assert.match(refused.json.message, /Invalid value: "x"/);
  }),
  fact("an option of a list or a watch that is no number is a bad request", async ({ admin, core }) => {
    for (const query of ["limit=x", "timeoutSeconds=x", "watch=true&timeoutSeconds=x"]) {
      const refused = await admin.call("GET", `${core}/secrets?${query}`);
      assert.deepEqual(
        [refused.status, refused.json.reason, refused.json.message],
        [400, "BadRequest", 'strconv.ParseInt: parsing "x": invalid syntax'],
        query,
      );
    }
  }),
  fact("initial events need the right match, and none is sent without being asked for", async ({ admin, core }) => {
    const wrong = await admin.call("GET", `${core}/secrets?watch=true&timeoutSeconds=2&sendInitialEvents=true`);
    assert.equal(wrong.status, 422);
    assert.equal(wrong.json.reason, "Invalid");
    const notWatch = await admin.call(
      "GET",
      `${core}/secrets?sendInitialEvents=true&resourceVersionMatch=NotOlderThan`,
    );
    assert.equal(notWatch.status, 422);
  }),
  fact("a watch without initial events begins with the next change", async (world) => {
    await map(world, "a");
    await using watch = await world.admin.watch(
      `${world.core}/secrets?watch=true&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    );
    assert.equal(watch.status, 200);
    await map(world, "b");
    assert.equal((await watch.next())?.object.metadata.name, "b");
  }),
  fact("initial events without bookmarks end without a sign", async (world) => {
    await map(world, "a");
    await using watch = await world.admin.watch(
      `${world.core}/secrets?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan`,
    );
    assert.equal((await watch.next())?.type, "ADDED");
    await map(world, "b");
    assert.equal((await watch.next())?.object.metadata.name, "b");
  }),
  fact("a watch of metadata tells metadata", async (world) => {
    await map(world, "a");
    const accept = { accept: "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io" };
    const answer = await world.admin.call("GET", `${world.core}/secrets?watch=true&timeoutSeconds=1`, {
      headers: accept,
    });
    const [event] = answer.text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      [event.type, event.object.kind, event.object.metadata.name],
      ["ADDED", "PartialObjectMetadata", "a"],
    );
    assert.equal(event.object.data, undefined);
  }),
  fact("a watch of a table tells rows, and the columns once", async (world) => {
    for (const name of ["a", "b"]) await map(world, name);
    const accept = { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" };
    const answer = await world.admin.call("GET", `${world.core}/secrets?watch=true&timeoutSeconds=1`, {
      headers: accept,
    });
    const events = answer.text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      events.map(({ object }) => [object.kind, object.rows[0].cells[0]]),
      [
        ["Table", "a"],
        ["Table", "b"],
      ],
    );
    assert.ok(events[0].object.columnDefinitions.length > 0);
  }),
  fact("a deletion's event has the version of the deletion and the last state", async (world) => {
    const made = await map(world, "a", { l: "1" });
    const version = await versionOf(world);
    await using watch = await world.admin.watch(`${world.core}/secrets?watch=true&resourceVersion=${version}`);
    await world.admin.call("DELETE", `${world.core}/secrets/a`);
    const event = await watch.next();
    assert.equal(event?.type, "DELETED");
    assert.equal(event?.object.metadata.labels.l, "1");
    assert.ok(Number(event?.object.metadata.resourceVersion) > Number(made.json.metadata.resourceVersion));
  }),
  fact("a version moves with every write of any resource", async (world) => {
    const one = await map(world, "a");
    const two = await world.admin.call("POST", `${world.core}/configmaps`, { body: { metadata: { name: "a" } } });
    assert.ok(Number(two.json.metadata.resourceVersion) > Number(one.json.metadata.resourceVersion));
  }),
];
