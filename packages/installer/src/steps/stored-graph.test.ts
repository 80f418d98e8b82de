import assert from "node:assert/strict";
import { test } from "node:test";
import type { AccountBlobs } from "@aro/azure";
import { createSealer } from "@aro/database";
import { systemRandom as random } from "@aro/runtime";
import { sampleGraph } from "../testing/sample-graph.ts";
import type { InstallerContext } from "./context.ts";
import { readGraph, restoreIgnition, storeGraph } from "./stored-graph.ts";

const { signal } = new AbortController();
const sealer = createSealer({ sealWith: random.bytes(64), openWith: [] }, { random });
const made = sampleGraph();

/** An account whose containers are there; `dies`: nothing is written there any more. */
function paperAccount() {
  const blobs = new Map<string, Buffer>();
  const containers = new Set<string>();
  const state = { dies: "" };
  const account: AccountBlobs = {
    read: async (container, blob) => blobs.get(`${container}/${blob}`),
    write: async (container, blob, content) => {
      if (state.dies === `${container}/${blob}`) throw new Error("died");
      assert.ok(containers.has(container), `the container ${container} is not there`);
      blobs.set(`${container}/${blob}`, content);
    },
    createContainer: async (container) => {
      const absent = !containers.has(container);
      containers.add(container);
      return absent;
    },
    deleteContainer: async () => assert.fail("nothing is deleted"),
    address: () => assert.fail("no address is needed"),
  };
  const context = { blobs: async () => account, sealer } as unknown as InstallerContext;
  return { blobs, context, state };
}

test("the ignition is stored before the graph, so that who finds a graph finds what goes with it", async () => {
  const graph = await made;
  const { blobs, context, state } = paperAccount();
  state.dies = "aro/graph";
  await assert.rejects(storeGraph(context, graph, signal), /died/);
  assert.deepEqual([...blobs.keys()], ["ignition/bootstrap.ign"]);
  assert.equal(await readGraph(context, signal), undefined, "the next run makes assets anew");
  state.dies = "";
  await storeGraph(context, graph, signal);
  assert.deepEqual(await readGraph(context, signal), graph);
});

test("the graph lies sealed: neither keys nor passwords can be read in the blob", async () => {
  const graph = await made;
  const { blobs, context } = paperAccount();
  await storeGraph(context, graph, signal);
  const text = blobs.get("aro/graph")?.toString("latin1") ?? "";
  assert.equal(
    text.includes("KubeadminPassword") || text.includes(graph["*password.KubeadminPassword"].Password),
    false,
  );
  const stranger = createSealer({ sealWith: random.bytes(64), openWith: [] }, { random });
  await assert.rejects(readGraph({ ...context, sealer: stranger }, signal), /message authentication failed/);
});

test("an ignition that went with its container is stored again from the graph, and left alone where it lies", async () => {
  const graph = await made;
  const { blobs, context } = paperAccount();
  assert.equal(await restoreIgnition(context, graph, signal), true);
  assert.match(blobs.get("ignition/bootstrap.ign")?.toString() ?? "", /^\{"ignition":\{"version":"3\.2\.0"\}/);
  assert.equal(await restoreIgnition(context, graph, signal), false);
});
