import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { bytesOf, type Case, refused } from "./target.ts";

const md5 = (text: string | Uint8Array): string => createHash("md5").update(text).digest("base64");
const text = (stream: NodeJS.ReadableStream | undefined): Promise<string> => bytesOf(stream).then(String);

/** Block blobs that are written and read whole. */
export const blobCases: readonly Case[] = [
  {
    name: "a blob comes back as it was put, with its properties, metadata and MD5",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("folder/with space & more?.txt");
      const put = await blob.upload("hello", 5, {
        blobHTTPHeaders: {
          blobContentType: "text/plain",
          blobContentEncoding: "identity",
          blobContentLanguage: "en",
          blobContentDisposition: "inline",
          blobCacheControl: "no-store",
        },
        metadata: { colour: "blue" },
      });
      assert.equal(Buffer.from(put.contentMD5 ?? []).toString("base64"), md5("hello"));
      const got = await blob.download();
      assert.equal(await text(got.readableStreamBody), "hello");
      assert.equal(got.etag, put.etag);
      assert.equal(got.contentType, "text/plain");
      assert.equal(got.contentLanguage, "en");
      assert.equal(got.contentDisposition, "inline");
      assert.equal(got.cacheControl, "no-store");
      assert.equal(got.blobType, "BlockBlob");
      assert.deepEqual(got.metadata, { colour: "blue" });
      const properties = await blob.getProperties();
      assert.equal(properties.contentLength, 5);
      assert.equal(properties.etag, put.etag);
      assert.equal(Buffer.from(properties.contentMD5 ?? []).toString("base64"), md5("hello"));
      assert.equal(properties.accessTier, "Hot");
      assert.ok(properties.createdOn !== undefined && properties.lastModified !== undefined);
      assert.equal((await container.getBlobClient("none").exists()) || !(await blob.exists()), false);
    },
  },
  {
    name: "what is not there is 404",
    run: async ({ service }, container) => {
      await assert.rejects(container.getBlobClient("none").download(), refused(404, "BlobNotFound"));
      await assert.rejects(container.getBlobClient("none").getProperties(), refused(404));
      await assert.rejects(container.getBlobClient("none").delete(), refused(404, "BlobNotFound"));
      const nowhere = service.getContainerClient(`${container.containerName}-none`).getBlockBlobClient("b");
      await assert.rejects(nowhere.upload("x", 1), refused(404, "ContainerNotFound"));
      await assert.rejects(nowhere.download(), refused(404, "ContainerNotFound"));
    },
  },
  {
    name: "an empty blob is a blob",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("empty");
      await blob.upload("", 0);
      assert.equal((await blob.getProperties()).contentLength, 0);
      assert.equal(await text((await blob.download()).readableStreamBody), "");
      await assert.rejects(blob.download(0, 5), refused(416, "InvalidRange"));
    },
  },
  {
    name: "ranges are answered with 206, cut at the end, and refused behind it",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("range");
      await blob.upload("0123456789", 10);
      const middle = await blob.download(2, 3);
      assert.equal(await text(middle.readableStreamBody), "234");
      assert.equal(middle.contentRange, "bytes 2-4/10");
      assert.equal(middle._response.status, 206);
      assert.equal(await text((await blob.download(8, 10)).readableStreamBody), "89");
      assert.equal(await text((await blob.download(8)).readableStreamBody), "89");
      await assert.rejects(blob.download(11, 1), refused(416, "InvalidRange"));
      const checked = await blob.download(2, 3, { rangeGetContentMD5: true });
      assert.equal(Buffer.from(checked.contentMD5 ?? []).toString("base64"), md5("234"));
    },
  },
  {
    name: "a range that begins at the end is refused as well",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("range-end");
      await blob.upload("0123456789", 10);
      await assert.rejects(blob.download(10, 1), refused(416, "InvalidRange"));
    },
  },
  {
    name: "a body that is not what its MD5 says is refused, and nothing is kept",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("sum");
      const wrong = createHash("md5").update("other").digest();
      await assert.rejects(
        blob.upload("hello", 5, { transactionalContentMD5: wrong } as object),
        (error: { statusCode?: number }) => error.statusCode === 400 || error.statusCode === undefined,
      );
      await assert.rejects(
        blob.stageBlock(Buffer.from("a").toString("base64"), "hello", 5, { transactionalContentMD5: wrong }),
        refused(400, "Md5Mismatch"),
      );
    },
  },
  {
    name: "conditions on etags and dates hold for reads",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("read-conditions");
      const { etag = "", lastModified } = await blob.upload("x", 1);
      const [before, later] = [-86_400_000, 86_400_000].map((by) => new Date((lastModified?.getTime() ?? 0) + by));
      assert.ok(before !== undefined && later !== undefined);
      await blob.download(0, undefined, { conditions: { ifMatch: etag } });
      await blob.download(0, undefined, { conditions: { ifMatch: "*" } });
      await blob.download(0, undefined, { conditions: { ifModifiedSince: before } });
      await blob.download(0, undefined, { conditions: { ifUnmodifiedSince: later } });
      const fails = (conditions: object, status: number) =>
        assert.rejects(blob.download(0, undefined, { conditions }), refused(status));
      await fails({ ifMatch: '"0x8D0"' }, 412);
      await fails({ ifNoneMatch: etag }, 304);
      await fails({ ifModifiedSince: later }, 304);
      await fails({ ifUnmodifiedSince: before }, 412);
      await assert.rejects(blob.getProperties({ conditions: { ifMatch: '"0x8D0"' } }), refused(412));
    },
  },
  {
    name: "conditions on etags hold for writes, and If-None-Match: * makes a blob once",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("write-conditions");
      await blob.upload("1", 1, { conditions: { ifNoneMatch: "*" } });
      await assert.rejects(
        blob.upload("2", 1, { conditions: { ifNoneMatch: "*" } }),
        refused(409, "BlobAlreadyExists"),
      );
      const { etag = "" } = await blob.getProperties();
      const next = await blob.upload("3", 1, { conditions: { ifMatch: etag } });
      await assert.rejects(blob.upload("4", 1, { conditions: { ifMatch: etag } }), refused(412, "ConditionNotMet"));
      await assert.rejects(
        blob.setMetadata({ a: "1" }, { conditions: { ifMatch: etag } }),
        refused(412, "ConditionNotMet"),
      );
      await assert.rejects(blob.delete({ conditions: { ifMatch: etag } }), refused(412, "ConditionNotMet"));
      assert.equal(await text((await blob.download()).readableStreamBody), "3");
      await blob.delete({ conditions: { ifMatch: next.etag as string } });
      const gone = container.getBlockBlobClient("not-there");
      await assert.rejects(
        gone.upload("5", 1, { conditions: { ifMatch: '"0x8D0"' } }),
        refused(412, "ConditionNotMet"),
      );
    },
  },
  {
    name: "metadata and properties are set as a whole, and change the etag",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("change");
      const { etag } = await blob.upload("x", 1, {
        metadata: { a: "1" },
        blobHTTPHeaders: { blobContentLanguage: "en" },
      });
      const first = await blob.setMetadata({ b: "2" });
      assert.notEqual(first.etag, etag);
      assert.deepEqual((await blob.getProperties()).metadata, { b: "2" });
      const second = await blob.setHTTPHeaders({ blobContentType: "text/html" });
      assert.notEqual(second.etag, first.etag);
      const shown = await blob.getProperties();
      assert.equal(shown.contentType, "text/html");
      assert.equal(shown.contentLanguage, undefined);
      assert.deepEqual(shown.metadata, { b: "2" });
    },
  },
  {
    name: "a tier is kept and shown",
    run: async (_, container) => {
      const blob = container.getBlockBlobClient("tier");
      await blob.upload("x", 1);
      assert.equal((await blob.getProperties()).accessTierInferred, true);
      await blob.setAccessTier("Cool");
      const shown = await blob.getProperties();
      assert.equal(shown.accessTier, "Cool");
      assert.notEqual(shown.accessTierInferred, true);
    },
  },
  {
    name: "a large blob goes up in blocks and comes back whole",
    run: async (_, container) => {
      const bytes = Buffer.alloc(5_000_000, "abcdefg");
      const blob = container.getBlockBlobClient("large");
      await blob.uploadData(bytes, { blockSize: 1_000_000, maxSingleShotSize: 1_000_000, concurrency: 3 });
      const back = await blob.downloadToBuffer();
      assert.equal(md5(back), md5(bytes));
      assert.equal((await blob.getBlockList("committed")).committedBlocks?.length, 5);
    },
  },
];
