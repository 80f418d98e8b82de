import assert from "node:assert/strict";
import { all, type Case, refused } from "./target.ts";

const names = ["a.txt", "b/1.txt", "b/2.txt", "b/c/3.txt", "d.txt", "über.txt"];

/** Lists of blobs. */
export const listCases: readonly Case[] = [
  {
    name: "blobs are listed by name, by prefix, in pages",
    run: async (_, container) => {
      for (const name of [...names].reverse())
        await container.getBlockBlobClient(name).upload(name, Buffer.byteLength(name));
      assert.deepEqual(
        (await all(container.listBlobsFlat())).map((one) => one.name),
        names,
      );
      assert.deepEqual(
        (await all(container.listBlobsFlat({ prefix: "b/" }))).map((one) => one.name),
        ["b/1.txt", "b/2.txt", "b/c/3.txt"],
      );
      const pages = await all(container.listBlobsFlat().byPage({ maxPageSize: 4 }));
      assert.deepEqual(
        pages.map((page) => page.segment.blobItems.length),
        [4, 2],
      );
      assert.deepEqual(
        pages.flatMap((page) => page.segment.blobItems.map((one) => one.name)),
        names,
      );
    },
  },
  {
    name: "a delimiter makes folders, each once, over pages too",
    run: async (_, container) => {
      for (const name of names) await container.getBlockBlobClient(name).upload("x", 1);
      const shown = async (options: { prefix?: string } = {}) =>
        (await all(container.listBlobsByHierarchy("/", options))).map((one) =>
          one.kind === "prefix" ? `[${one.name}]` : one.name,
        );
      // Folders and blobs stand in lists of their own.
      assert.deepEqual((await shown()).sort(), ["a.txt", "d.txt", "über.txt", "[b/]"].sort());
      assert.deepEqual((await shown({ prefix: "b/" })).sort(), ["b/1.txt", "b/2.txt", "[b/c/]"].sort());
      const pages = await all(container.listBlobsByHierarchy("/").byPage({ maxPageSize: 1 }));
      const entries = pages.flatMap((page) => [
        ...(page.segment.blobPrefixes ?? []).map((one) => `[${one.name}]`),
        ...page.segment.blobItems.map((one) => one.name),
      ]);
      assert.deepEqual(entries, ["a.txt", "[b/]", "d.txt", "über.txt"]);
    },
  },
  {
    name: "an item shows what the blob is; metadata, snapshots and blocks only when they are asked for",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("item");
      await blob.upload("hello", 5, { metadata: { a: "1" }, blobHTTPHeaders: { blobContentType: "text/plain" } });
      await blob.createSnapshot();
      await container.getBlockBlobClient("later").stageBlock(Buffer.from("a").toString("base64"), "A", 1);
      const plain = await all(container.listBlobsFlat());
      assert.equal(plain.length, 1);
      assert.equal(plain[0]?.metadata, undefined);
      const properties = plain[0]?.properties;
      assert.deepEqual(
        [properties?.contentLength, properties?.contentType, properties?.blobType, properties?.leaseState],
        [5, "text/plain", "BlockBlob", "available"],
      );
      assert.equal(properties?.accessTier, "Hot");
      const full = await all(
        container.listBlobsFlat({ includeMetadata: true, includeSnapshots: true, includeUncommitedBlobs: true }),
      );
      assert.deepEqual(
        full.map((one) => [one.name, Boolean(one.snapshot)]),
        [
          ["item", true],
          ["item", false],
          ["later", false],
        ],
      );
      assert.deepEqual(full[1]?.metadata, { a: "1" });
    },
  },
  {
    name: "a page size below one is refused",
    run: async (_, container) => {
      await assert.rejects(container.listBlobsFlat().byPage({ maxPageSize: 0 }).next(), refused(400));
    },
  },
];
