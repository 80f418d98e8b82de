import assert from "node:assert/strict";
import { bytesOf, type Case, refused } from "./target.ts";

const id = (name: string): string => Buffer.from(name).toString("base64");
const text = (stream: NodeJS.ReadableStream | undefined): Promise<string> => bytesOf(stream).then(String);

/** Blobs in blocks, blobs that are appended to, copies and snapshots. */
export const blockCases: readonly Case[] = [
  {
    name: "blocks become a blob when they are committed, in the order of the list",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("blocks");
      await blob.stageBlock(id("a"), "AA", 2);
      await blob.stageBlock(id("b"), "B", 1);
      await assert.rejects(blob.download(), refused(404, "BlobNotFound"));
      const sent = await blob.getBlockList("uncommitted");
      assert.deepEqual(
        sent.uncommittedBlocks?.map((one) => [one.name, one.size]),
        [
          [id("a"), 2],
          [id("b"), 1],
        ],
      );
      await blob.commitBlockList([id("b"), id("a")], { metadata: { n: "1" } });
      assert.equal(await text((await blob.download()).readableStreamBody), "BAA");
      const list = await blob.getBlockList("all");
      assert.deepEqual(
        list.committedBlocks?.map((one) => one.name),
        [id("b"), id("a")],
      );
      assert.deepEqual(list.uncommittedBlocks ?? [], []);
      assert.deepEqual((await blob.getProperties()).metadata, { n: "1" });
    },
  },
  {
    name: "a committed block may be used again, a sent one replaces one of the same id",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("again");
      await blob.stageBlock(id("a"), "A", 1);
      await blob.stageBlock(id("b"), "B", 1);
      await blob.commitBlockList([id("a"), id("b")]);
      await blob.stageBlock(id("b"), "X", 1);
      await blob.stageBlock(id("b"), "Y", 1);
      await blob.commitBlockList([id("b"), id("a"), id("b")]);
      assert.equal(await text((await blob.download()).readableStreamBody), "YAY");
    },
  },
  {
    name: "a list that names an unknown block is refused and changes nothing",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("unknown-block");
      await blob.upload("old", 3);
      await blob.stageBlock(id("a"), "A", 1);
      await assert.rejects(blob.commitBlockList([id("a"), id("z")]), refused(400, "InvalidBlockList"));
      assert.equal(await text((await blob.download()).readableStreamBody), "old");
    },
  },
  {
    name: "a put in one call forgets the blocks that were sent",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("forgets");
      await blob.stageBlock(id("a"), "A", 1);
      await blob.upload("whole", 5);
      assert.deepEqual((await blob.getBlockList("all")).uncommittedBlocks ?? [], []);
      await assert.rejects(blob.commitBlockList([id("a")]), refused(400, "InvalidBlockList"));
    },
  },
  {
    name: "an append blob grows at its end, under its conditions",
    run: async (_, container) => {
      const blob = container.getAppendBlobClient("append");
      await blob.create();
      const first = await blob.appendBlock("one", 3);
      assert.equal(first.blobAppendOffset, "0");
      const second = await blob.appendBlock("two", 3, { conditions: { appendPosition: 3 } });
      assert.equal(second.blobCommittedBlockCount, 2);
      assert.equal(await text((await blob.download()).readableStreamBody), "onetwo");
      await assert.rejects(
        blob.appendBlock("x", 1, { conditions: { appendPosition: 1 } }),
        refused(412, "AppendPositionConditionNotMet"),
      );
      await assert.rejects(
        blob.appendBlock("x", 1, { conditions: { maxSize: 6 } }),
        refused(412, "MaxBlobSizeConditionNotMet"),
      );
      await container.getBlockBlobClient("block").upload("x", 1);
      await assert.rejects(container.getAppendBlobClient("block").appendBlock("y", 1), refused(409, "InvalidBlobType"));
    },
  },
  {
    name: "a copy within the account has bytes, properties and metadata of its source",
    run: async (_, container) => {
      const source = container.getBlockBlobClient("source");
      await source.upload("copied", 6, { metadata: { a: "1" }, blobHTTPHeaders: { blobContentType: "text/x" } });
      const target = container.getBlockBlobClient("target");
      const poller = await target.beginCopyFromURL(source.url);
      const done = await poller.pollUntilDone();
      assert.equal(done.copyStatus, "success");
      await source.upload("other", 5);
      assert.equal(await text((await target.download()).readableStreamBody), "copied");
      const shown = await target.getProperties();
      assert.equal(shown.contentType, "text/x");
      assert.deepEqual(shown.metadata, { a: "1" });
      assert.equal(shown.copyStatus, "success");
      assert.equal(shown.copySource, source.url);
      await assert.rejects(
        target.beginCopyFromURL(container.getBlobClient("none").url).then((one) => one.pollUntilDone()),
        refused(404),
      );
      await assert.rejects(target.abortCopyFromURL(done.copyId as string), refused(409, "NoPendingCopyOperation"));
    },
  },
  {
    name: "a snapshot keeps what was there, and goes with the blob only when that is said",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("snap");
      await blob.upload("one", 3, { metadata: { n: "1" } });
      const { snapshot = "" } = await blob.createSnapshot();
      assert.match(snapshot, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
      await blob.upload("two", 3);
      const old = blob.withSnapshot(snapshot);
      assert.equal(await text((await old.download()).readableStreamBody), "one");
      assert.deepEqual((await old.getProperties()).metadata, { n: "1" });
      await assert.rejects(blob.delete(), refused(409, "SnapshotsPresent"));
      await blob.delete({ deleteSnapshots: "only" });
      await assert.rejects(old.download(), refused(404, "BlobNotFound"));
      assert.equal(await blob.exists(), true);
      await blob.createSnapshot();
      await blob.delete({ deleteSnapshots: "include" });
      assert.equal(await blob.exists(), false);
    },
  },
];
