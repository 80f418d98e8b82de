import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { systemClock } from "@aro/runtime";
import {
  AnonymousCredential,
  BlobSASPermissions,
  BlobServiceClient,
  generateBlobSASQueryParameters,
} from "@azure/storage-blob";
import fc from "fast-check";
import type { Access, Asked } from "../access/access.ts";
import { regenerateKey } from "../types/storage/keys.ts";
import { blobOperations } from "./operations.ts";
import { type BlobRig, blobRig, largestBody, somebody } from "./testing/blob-rig.ts";

const asked: Asked[] = [];
/** Actions that somebody may do; what is not listed is refused. */
let may: (asked: Asked) => boolean = () => false;
let rig: BlobRig;
before(async () => {
  const access: Access = {
    decide: (one) => {
      asked.push(one);
      return may(one) ? { allowed: true } : { allowed: false, because: "no role" };
    },
  };
  rig = await blobRig({ access });
  await rig.account("acct1");
  await rig.client("acct1").createContainer("box");
});
after(() => rig[Symbol.asyncDispose]());

const version = { "x-ms-version": "2021-06-08" };
const options = () => ({ proxyOptions: rig.proxyOptions, retryOptions: { maxTries: 1 } });
const asPrincipal = (account = "acct1") =>
  new BlobServiceClient(`https://${account}.blob.aro.test`, rig.tokenCredential as never, options());
const rejects = (work: Promise<unknown>, statusCode: number, code: string) =>
  assert.rejects(work, (error: { statusCode?: number; code?: string }) => {
    assert.deepEqual([error.statusCode, error.code], [statusCode, code]);
    return true;
  });

test("with a token, roles decide: data actions on blobs, actions on containers, each at its own place", async () => {
  const box = asPrincipal().getContainerClient("box");
  const id =
    "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/acct1";
  const service = "Microsoft.Storage/storageAccounts/blobServices";
  asked.length = 0;
  await rejects(box.getBlobClient("b").download(), 403, "AuthorizationPermissionMismatch");
  assert.deepEqual(asked, [
    {
      objectId: somebody.objectId,
      action: `${service}/containers/blobs/read`,
      scope: `${id}/blobServices/default/containers/box/blobs/b`,
      data: true,
    },
  ]);
  asked.length = 0;
  await rejects(box.delete(), 403, "AuthorizationPermissionMismatch");
  assert.deepEqual(asked, [
    {
      objectId: somebody.objectId,
      action: `${service}/containers/delete`,
      scope: `${id}/blobServices/default/containers/box`,
    },
  ]);
  may = ({ action }) => action.endsWith("/blobs/add/action");
  await box.getBlockBlobClient("b").upload("1", 1);
  await rejects(box.getBlockBlobClient("b").upload("2", 1), 403, "AuthorizationPermissionMismatch");
  may = ({ action }) => action.endsWith("/blobs/write") || action.endsWith("/blobs/read");
  await box.getBlockBlobClient("b").upload("2", 1);
  assert.equal((await box.getBlobClient("b").downloadToBuffer()).toString(), "2");
  may = () => false;
});

test("a token for something else is 401 with the challenge of storage", async () => {
  const answer = await rig.call("GET", "https://acct1.blob.aro.test/box/b", {
    token: rig.token("https://vault.aro.test"),
    headers: version,
  });
  assert.equal(answer.status, 401);
  assert.equal(answer.headers["x-ms-error-code"], "InvalidAuthenticationInfo");
  assert.match(
    answer.headers["www-authenticate"] ?? "",
    /^Bearer authorization_uri=.* resource_id=https:\/\/storage\.azure\.com$/,
  );
  assert.match(answer.text, /Audience did not match: https:\/\/vault\.aro\.test/);
  may = () => true;
  const own = await rig.call("GET", "https://acct1.blob.aro.test/box/b", {
    token: rig.token("https://acct1.blob.aro.test"),
    headers: version,
  });
  assert.equal(own.status, 200, "a token for the account itself is as good");
  may = () => false;
});

test("a key that was made anew, or that the account does not allow, opens nothing", async () => {
  const { engine } = rig.arm.resources;
  assert.ok(engine !== undefined);
  await rig.account("acctkeys");
  const old = rig.client("acctkeys");
  await old.createContainer("box");
  const row = engine.rows.get(engine.rows.value("storage-account acctkeys") ?? "");
  assert.ok(row !== undefined);
  regenerateKey(engine, row, "key1");
  await rejects(old.createContainer("box2"), 403, "AuthenticationFailed");
  const fresh = rig.client("acctkeys");
  await fresh.createContainer("box2");
  await rig.arm.storage.storageAccounts.update("rg", "acctkeys", { allowSharedKeyAccess: false });
  await rejects(fresh.createContainer("box3"), 403, "KeyBasedAuthenticationNotPermitted");
  const sas = generateBlobSASQueryParameters(
    {
      containerName: "box",
      permissions: BlobSASPermissions.parse("r"),
      expiresOn: new Date(systemClock.now() + 60_000),
    },
    rig.credential("acctkeys"),
  );
  const signed = await rig.call("GET", `https://acctkeys.blob.aro.test/box/b?${sas}`);
  assert.equal(signed.headers["x-ms-error-code"], "KeyBasedAuthenticationNotPermitted");
});

test("a user delegation SAS allows what it says, as long as who signed it may", async () => {
  may = () => true;
  await rig.client("acct1").getContainerClient("box").getBlockBlobClient("delegated").upload("x", 1);
  const [startsOn, expiresOn] = [new Date(systemClock.now() - 60_000), new Date(systemClock.now() + 3_600_000)];
  const key = await asPrincipal().getUserDelegationKey(startsOn, expiresOn);
  assert.equal(key.signedObjectId, somebody.objectId);
  const sign = (with_: typeof key) =>
    generateBlobSASQueryParameters(
      { containerName: "box", blobName: "delegated", permissions: BlobSASPermissions.parse("r"), startsOn, expiresOn },
      with_,
      "acct1",
    );
  const url = (with_: typeof key) => `https://acct1.blob.aro.test/box/delegated?${sign(with_)}`;
  assert.equal((await rig.call("GET", url(key))).status, 200);
  assert.equal((await rig.call("DELETE", url(key))).headers["x-ms-error-code"], "AuthorizationPermissionMismatch");
  const forged = { ...key, value: Buffer.alloc(32, 1).toString("base64") };
  assert.equal((await rig.call("GET", url(forged))).headers["x-ms-error-code"], "AuthenticationFailed");
  const longer = { ...key, signedExpiresOn: new Date(systemClock.now() + 86_400_000) };
  assert.equal((await rig.call("GET", url(longer))).headers["x-ms-error-code"], "AuthenticationFailed");
  may = ({ action }) => !action.endsWith("/blobs/read");
  assert.equal((await rig.call("GET", url(key))).headers["x-ms-error-code"], "AuthorizationPermissionMismatch");
  may = () => true;
  const tooLong = new Date(systemClock.now() + 8 * 86_400_000);
  await rejects(asPrincipal().getUserDelegationKey(startsOn, tooLong), 400, "InvalidXmlNodeValue");
  may = () => false;
  await rejects(asPrincipal().getUserDelegationKey(startsOn, expiresOn), 403, "AuthorizationPermissionMismatch");
});

test("what ARM's listAccountSas gives is good here, and no longer than it says", async () => {
  const sas = async (more: object) => {
    const { accountSasToken } = await rig.arm.storage.storageAccounts.listAccountSAS("rg", "acct1", {
      services: "b",
      resourceTypes: "o",
      permissions: "r",
      protocols: "https",
      sharedAccessExpiryTime: new Date(systemClock.now() + 86_400_000),
      ...more,
    } as never);
    return accountSasToken ?? "";
  };
  const read = async (more: object) =>
    (await rig.call("GET", `https://acct1.blob.aro.test/box/delegated?${await sas(more)}`)).status;
  assert.equal(await read({}), 200);
  assert.equal(await read({ resourceTypes: "c" }), 403);
  assert.equal(await read({ permissions: "w" }), 403);
  assert.equal(await read({ sharedAccessExpiryTime: new Date(systemClock.now() - 1_000) }), 403);
  assert.equal(await read({ iPAddressOrRange: "127.0.0.1" }), 200);
  assert.equal(await read({ iPAddressOrRange: "10.0.0.1-10.0.0.9" }), 403);
});

test("containers are public only where account and container say so, and then without any proof", async () => {
  await rig.account("acctpublic", { allowBlobPublicAccess: true });
  const service = rig.client("acctpublic");
  const open = service.getContainerClient("open");
  await open.create({ access: "container" });
  await open.getBlockBlobClient("b").upload("x", 1);
  const blobs = service.getContainerClient("blobs");
  await blobs.create({ access: "blob" });
  await blobs.getBlockBlobClient("b").upload("x", 1);
  const nobody = new BlobServiceClient("https://acctpublic.blob.aro.test", new AnonymousCredential(), options());
  assert.equal((await nobody.getContainerClient("open").listBlobsFlat().next()).value?.name, "b");
  assert.equal((await nobody.getContainerClient("blobs").getBlobClient("b").downloadToBuffer()).toString(), "x");
  await rejects(nobody.getContainerClient("blobs").listBlobsFlat().next(), 401, "NoAuthenticationInformation");
  await rejects(
    nobody.getContainerClient("open").getBlockBlobClient("b").upload("y", 1),
    401,
    "NoAuthenticationInformation",
  );
  await rig.arm.storage.storageAccounts.update("rg", "acctpublic", { allowBlobPublicAccess: false });
  const closed = await rig.call("GET", "https://acctpublic.blob.aro.test/open/b");
  assert.deepEqual([closed.status, closed.headers["x-ms-error-code"]], [409, "PublicAccessNotPermitted"]);
  await rejects(service.getContainerClient("other").create({ access: "blob" }), 409, "PublicAccessNotPermitted");
});

test("a container is the same to ARM and to the blob service, made and removed on either side", async () => {
  await rig.arm.storage.blobContainers.create("rg", "acct1", "from-arm", { metadata: { made: "byarm" } });
  const container = rig.client("acct1").getContainerClient("from-arm");
  assert.deepEqual((await container.getProperties()).metadata, { made: "byarm" });
  await container.getBlockBlobClient("b").upload("x", 1);
  await container.setMetadata({ changed: "here" });
  assert.deepEqual((await rig.arm.storage.blobContainers.get("rg", "acct1", "from-arm")).metadata, { changed: "here" });
  await rig.arm.storage.blobContainers.delete("rg", "acct1", "from-arm");
  assert.equal(await container.exists(), false);
  await systemClock.sleep(2);
  await rig.arm.storage.blobContainers.create("rg", "acct1", "from-arm", {});
  assert.equal((await container.listBlobsFlat().next()).done, true, "what was in the former one does not come back");

  const own = rig.client("acct1").getContainerClient("from-here");
  await own.create();
  await own.delete();
  await assert.rejects(rig.arm.storage.blobContainers.get("rg", "acct1", "from-here"), { statusCode: 404 });
  await rejects(own.create(), 409, "ContainerBeingDeleted");
});

test("a deleted account answers no more, and one made anew has nothing of the former", async () => {
  await rig.account("acctgone");
  await rig.client("acctgone").createContainer("box");
  await rig.arm.storage.storageAccounts.delete("rg", "acctgone");
  await assert.rejects(rig.call("GET", "https://acctgone.blob.aro.test/?comp=list"), /403 Forbidden[\s\S]*acctgone/);
  await systemClock.sleep(2);
  await rig.account("acctgone");
  assert.equal((await rig.client("acctgone").listContainers().next()).done, true);
});

test("a copy from another account needs a source that may be read, and nothing outside is fetched", async () => {
  await rig.account("acctother");
  const source = rig.client("acctother").getContainerClient("box");
  await source.create();
  await source.getBlockBlobClient("s").upload("far", 3);
  const target = rig.client("acct1").getContainerClient("box").getBlockBlobClient("copied");
  await rejects(target.syncCopyFromURL(source.getBlobClient("s").url), 401, "CannotVerifyCopySource");
  const sas = generateBlobSASQueryParameters(
    {
      containerName: "box",
      blobName: "s",
      permissions: BlobSASPermissions.parse("r"),
      expiresOn: new Date(systemClock.now() + 60_000),
    },
    rig.credential("acctother"),
  );
  const { copyStatus } = await target.syncCopyFromURL(`${source.getBlobClient("s").url}?${sas}`);
  assert.equal(copyStatus, "success");
  assert.equal((await target.downloadToBuffer()).toString(), "far");
  await target.syncUploadFromURL(`${source.getBlobClient("s").url}?${sas}`);
  await target.stageBlockFromURL(Buffer.from("a").toString("base64"), `${source.getBlobClient("s").url}?${sas}`, 1, 2);
  await target.commitBlockList([Buffer.from("a").toString("base64")]);
  assert.equal((await target.downloadToBuffer()).toString(), "ar");
  await rejects(target.syncCopyFromURL("https://example.com/b"), 404, "CannotVerifyCopySource");
});

test("queues, tables, files and data lakes are unknown, and say so", async () => {
  for (const service of ["queue", "table", "file", "dfs"])
    await assert.rejects(rig.call("GET", `https://acct1.${service}.aro.test/`), /403 Forbidden/);
});

test("what is not emulated is refused by name", async () => {
  const box = rig.client("acct1").getContainerClient("box");
  await rejects(box.getPageBlobClient("page").create(512), 400, "UnsupportedHeader");
  await rejects(box.getBlockBlobClient("tags").upload("x", 1, { tags: { a: "b" } }), 400, "UnsupportedHeader");
  await rejects(box.getBlockBlobClient("b").setAccessTier("Archive"), 400, "InvalidHeaderValue");
  await rejects(box.getBlobClient("b").getTags(), 400, "InvalidQueryParameterValue");
  const unknown = await rig.call("GET", "https://acct1.blob.aro.test/box?restype=container&comp=nonsense", {
    headers: version,
  });
  assert.match(unknown.text, /<QueryParameterName>comp<\/QueryParameterName><QueryParameterValue>nonsense</);
  const old = await rig.call("GET", "https://acct1.blob.aro.test/box/b", { headers: { "x-ms-version": "2009-09-19" } });
  assert.match(old.text, /<HeaderName>x-ms-version<\/HeaderName><HeaderValue>2009-09-19</);
});

test("answers carry what storage's answers carry", async () => {
  const answer = await rig.call("GET", "https://acct1.blob.aro.test/box/none", {
    headers: { ...version, "x-ms-client-request-id": "mine" },
  });
  assert.match(answer.headers["x-ms-request-id"] ?? "", /^[0-9a-f-]{36}$/);
  assert.equal(answer.headers["x-ms-version"], "2021-06-08");
  assert.equal(answer.headers["x-ms-client-request-id"], "mine");
  assert.match(answer.headers["server"] ?? "", /^Windows-Azure-Blob/);
  assert.match(
    answer.text,
    /^<\?xml version="1\.0" encoding="utf-8"\?><Error><Code>NoAuthenticationInformation<\/Code><Message>[^<]+RequestId:[0-9a-f-]{36}\nTime:[^<]+<\/Message>/,
  );
});

test("a body larger than the service takes is 413 in its own words", async () => {
  const body = Buffer.alloc(largestBody + 1);
  const answer = await rig.call("PUT", "https://acct1.blob.aro.test/box/huge", { headers: version, body });
  assert.deepEqual([answer.status, answer.headers["x-ms-error-code"]], [413, "RequestBodyTooLarge"]);
  assert.match(answer.text, new RegExp(`<MaxLimit>${largestBody}</MaxLimit>`));
});

test("garbage is never a success and never our fault", async () => {
  const levels = { account: "/", container: "/box", blob: "/box/b" } as const;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...blobOperations),
      fc.constantFrom("GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS"),
      fc.record(
        {
          authorization: fc.constantFrom(
            "SharedKey acct1:AAAA",
            "Bearer x",
            "Basic a",
            "SharedKey",
            "SharedKeyLite acct1:=",
          ),
          "x-ms-version": fc.constantFrom("2021-06-08", "latest", "2030-01-01"),
          "x-ms-lease-id": fc.string({ unit: "binary-ascii", maxLength: 5 }).map((text) => text.replace(/[^ -~]/g, "")),
        },
        { requiredKeys: ["authorization"] },
      ),
      fc.oneof(fc.constant("<BlockList><Latest>"), fc.string(), fc.constant("")),
      fc.constantFrom(
        "",
        "&sig=x&sv=2021-06-08",
        "&sig=x&sv=2021-06-08&ss=b&srt=sco&sp=rwd&se=2040",
        "&comp=x",
        "&snapshot=1",
        "&%zz=1",
      ),
      async (operation, method, headers, body, query) => {
        const { level, restype, comp } = operation;
        const path = `${levels[level]}?${restype === undefined ? "" : `restype=${restype}&`}${comp === undefined ? "" : `comp=${comp}`}${query}`;
        const answer = await rig.call(method, `https://acct1.blob.aro.test${path}`, { headers, body, kept: true });
        assert.ok(answer.status >= 400 && answer.status < 500, `${method} ${path}: ${answer.status}`);
      },
    ),
    { numRuns: 200 },
  );
});

test("nonsense of a caller who may do everything is never our fault either", async () => {
  may = () => true;
  const token = rig.token();
  const text = fc.string({ unit: "binary-ascii", maxLength: 12 }).map((one) => one.replace(/[^!-~]/g, "x"));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("block&blockid=YQ==", "blocklist", "lease", "appendblock", "copy&copyid=x", "metadata"),
      fc.dictionary(
        fc.constantFrom(
          "x-ms-lease-action",
          "x-ms-lease-duration",
          "content-md5",
          "x-ms-meta-ä",
          "x-ms-blob-content-md5",
          "range",
          "x-ms-copy-source",
          "if-match",
        ),
        text,
      ),
      fc.oneof(fc.constant("<BlockList><Latest>zz</Latest></BlockList>"), text),
      async (comp, headers, body) => {
        const safe = Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name.replace("ä", "1"), value]),
        );
        const answer = await rig.call("PUT", `https://acct1.blob.aro.test/box/fuzz?comp=${comp}`, {
          token,
          headers: { ...version, ...safe },
          body,
          kept: true,
        });
        assert.ok(answer.status < 500, `${comp} ${JSON.stringify(safe)} ${body}: ${answer.status} ${answer.text}`);
      },
    ),
    { numRuns: 200 },
  );
  may = () => false;
});
