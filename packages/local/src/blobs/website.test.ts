import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type BlobRig, blobRig } from "./testing/blob-rig.ts";

let rig: BlobRig;
before(async () => {
  rig = await blobRig();
  await rig.account("oidc");
});
after(() => rig[Symbol.asyncDispose]());

const site = "https://oidc.web.aro.test";

test("the blobs of $web are a static website once it is switched on: what clusters publish of their issuer", async () => {
  const service = rig.client("oidc");
  const off = await rig.call("GET", `${site}/x`);
  assert.deepEqual([off.status, off.headers["x-ms-error-code"]], [404, "WebContentNotFound"]);
  await service.setProperties({
    staticWebsite: { enabled: true, indexDocument: "index.html", errorDocument404Path: "404.html" },
  });
  const properties = await service.getProperties();
  assert.deepEqual([properties.staticWebsite?.enabled, properties.staticWebsite?.indexDocument], [true, "index.html"]);
  const web = service.getContainerClient("$web");
  assert.equal(await web.exists(), true, "switching it on makes the container");
  const document = JSON.stringify({ issuer: `${site}/tenant/doc` });
  await web
    .getBlockBlobClient("tenant/doc/.well-known/openid-configuration")
    .upload(document, document.length, { blobHTTPHeaders: { blobContentType: "application/json" } });
  await web.getBlockBlobClient("index.html").upload("<p>", 3, { blobHTTPHeaders: { blobContentType: "text/html" } });
  const got = await rig.call("GET", `${site}/tenant/doc/.well-known/openid-configuration`);
  assert.equal(got.status, 200);
  assert.equal(got.headers["content-type"], "application/json");
  assert.equal(got.json.issuer, `${site}/tenant/doc`);
  const { etag = "" } = got.headers;
  const again = await rig.call("GET", `${site}/tenant/doc/.well-known/openid-configuration`, {
    headers: { "if-none-match": etag },
  });
  assert.equal(again.status, 304);
  assert.equal((await rig.call("GET", `${site}/`)).text, "<p>");
  assert.equal((await rig.call("HEAD", `${site}/index.html`)).headers["content-length"], "3");
  assert.equal((await rig.call("GET", `${site}/none`)).status, 404);
  await web.getBlockBlobClient("404.html").upload("gone", 4);
  const missing = await rig.call("GET", `${site}/none`);
  assert.deepEqual([missing.status, missing.text], [404, "gone"]);
  for (const method of ["PUT", "POST", "DELETE"])
    assert.equal((await rig.call(method, `${site}/x`, { body: "x" })).status, 405, method);
  const direct = await rig.call("GET", "https://oidc.blob.aro.test/$web/index.html");
  assert.equal(direct.status, 409, "at the blob endpoint the container is private");
});

test("service properties that nobody carries out are refused by name", async () => {
  const service = rig.client("oidc");
  await assert.rejects(service.setProperties({ deleteRetentionPolicy: { enabled: true, days: 7 } }), {
    statusCode: 400,
    code: "InvalidXmlNodeValue",
  });
  await service.setProperties({ deleteRetentionPolicy: { enabled: false } });
});
