import assert from "node:assert/strict";
import { type Fact, fact } from "../fact.ts";

/** Watches: what was there, what changes, bookmarks, and how they end. */
export const watches: readonly Fact[] = [
  fact("a watch without a version tells first what is there, then what changes", async ({ admin, core }) => {
    await admin.call("POST", `${core}/secrets`, { body: { metadata: { name: "a" } } });
    await using watch = await admin.watch(`${core}/secrets?watch=true`);
    assert.equal(watch.status, 200);
    const first = await watch.next();
    assert.deepEqual([first?.type, first?.object.metadata.name], ["ADDED", "a"]);
    await admin.call("POST", `${core}/secrets`, { body: { metadata: { name: "b" } } });
    const second = await watch.next();
    assert.deepEqual([second?.type, second?.object.metadata.name], ["ADDED", "b"]);
    await admin.call("PATCH", `${core}/secrets/b`, {
      body: { metadata: { labels: { x: "y" } } },
      contentType: "application/merge-patch+json",
    });
    const third = await watch.next();
    assert.deepEqual([third?.type, third?.object.metadata.labels.x], ["MODIFIED", "y"]);
    await admin.call("DELETE", `${core}/secrets/b`);
    assert.equal((await watch.next())?.type, "DELETED");
  }),
  fact("a watch from a version tells everything since, in order", async ({ admin, core }) => {
    const list = await admin.call("GET", `${core}/secrets`);
    await admin.call("POST", `${core}/secrets`, { body: { metadata: { name: "a" } } });
    await admin.call("DELETE", `${core}/secrets/a`);
    await using watch = await admin.watch(
      `${core}/secrets?watch=true&resourceVersion=${list.json.metadata.resourceVersion}`,
    );
    assert.equal((await watch.next())?.type, "ADDED");
    const gone = await watch.next();
    assert.equal(gone?.type, "DELETED");
    assert.ok(Number(gone?.object.metadata.resourceVersion) > Number(list.json.metadata.resourceVersion));
  }),
  fact("who leaves a selection is deleted for its watcher, who enters it is added", async ({ admin, core }) => {
    const list = await admin.call("GET", `${core}/secrets`);
    const label = (on: string | null) =>
      admin.call("PATCH", `${core}/secrets/a`, {
        body: { metadata: { labels: { on } } },
        contentType: "application/merge-patch+json",
      });
    await admin.call("POST", `${core}/secrets`, { body: { metadata: { name: "a" } } });
    await using watch = await admin.watch(
      `${core}/secrets?watch=true&labelSelector=on&resourceVersion=${list.json.metadata.resourceVersion}`,
    );
    await label("1");
    assert.equal((await watch.next())?.type, "ADDED");
    await label("2");
    assert.equal((await watch.next())?.type, "MODIFIED");
    await label(null);
    assert.equal((await watch.next())?.type, "DELETED");
  }),
  fact("a watch of one name tells of no other", async ({ admin, core }) => {
    await using watch = await admin.watch(`${core}/secrets?watch=true&fieldSelector=metadata.name%3Db`);
    await admin.call("POST", `${core}/secrets`, { body: { metadata: { name: "a" } } });
    await admin.call("POST", `${core}/secrets`, { body: { metadata: { name: "b" } } });
    assert.equal((await watch.next())?.object.metadata.name, "b");
  }),
  fact("a watch with initial events ends them with a bookmark that says so", async ({ admin, core }) => {
    await admin.call("POST", `${core}/secrets`, { body: { metadata: { name: "a" } } });
    await using watch = await admin.watch(
      `${core}/secrets?watch=true&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan`,
    );
    assert.equal((await watch.next())?.type, "ADDED");
    const mark = await watch.next();
    assert.equal(mark?.type, "BOOKMARK");
    assert.equal(mark?.object.metadata.annotations["k8s.io/initial-events-end"], "true");
    assert.match(mark?.object.metadata.resourceVersion, /^\d+$/);
  }),
  fact("a watch ends when its time is over", async ({ admin, core }) => {
    await using watch = await admin.watch(`${core}/secrets?watch=true&timeoutSeconds=1`);
    assert.equal(await watch.next(), undefined);
  }),
  fact("an object's path is not watched, but read", async ({ admin, core }) => {
    await admin.call("POST", `${core}/secrets`, { body: { metadata: { name: "a" } } });
    const read = await admin.call("GET", `${core}/secrets/a?watch=true`);
    assert.equal(read.json.metadata.name, "a");
  }),
  fact("the old path of watches serves them too", async ({ admin, namespace, core }) => {
    await admin.call("POST", `${core}/secrets`, { body: { metadata: { name: "a" } } });
    await using watch = await admin.watch(`/api/v1/watch/namespaces/${namespace}/secrets`);
    assert.equal((await watch.next())?.object.metadata.name, "a");
    await using one = await admin.watch(`/api/v1/watch/namespaces/${namespace}/secrets/a`);
    assert.equal((await one.next())?.object.metadata.name, "a");
  }),
  fact("a write shows the version that its event has", async ({ admin, core }) => {
    await using watch = await admin.watch(`${core}/secrets?watch=true`);
    const made = await admin.call("POST", `${core}/secrets`, { body: { metadata: { name: "a" } } });
    assert.equal((await watch.next())?.object.metadata.resourceVersion, made.json.metadata.resourceVersion);
  }),
];
