import assert from "node:assert/strict";
import { test } from "node:test";
import { answerRegistry, answerRegistryToken } from "./image-registry.ts";

const userOf = async (token: string) => (token === "sha256~good" ? { name: "kube:admin", groups: [] } : undefined);
const call = (path: string, authorization?: string, method = "GET") => ({
  method,
  url: new URL(path, "https://default-route-openshift-image-registry.apps.c.test"),
  headers: authorization === undefined ? {} : { authorization },
  body: "",
});
const basic = (password: string) => `Basic ${Buffer.from(`kubeadmin:${password}`).toString("base64")}`;

test("the registry asks who calls, and takes the cluster's tokens, as a bearer's or as a password", async () => {
  const nobody = await answerRegistry(call("/v2/"), userOf);
  assert.equal(nobody.status, 401);
  assert.match(
    nobody.headers["www-authenticate"] ?? "",
    /^Bearer realm="https:\/\/default-route.*\/openshift\/token"$/,
  );
  assert.equal((await answerRegistry(call("/v2/", "Bearer sha256~bad"), userOf)).status, 401);
  assert.equal((await answerRegistry(call("/v2/", "Bearer sha256~good"), userOf)).status, 200);
  const exchanged = await answerRegistryToken(call("/openshift/token", basic("sha256~good")), userOf);
  assert.deepEqual(JSON.parse(String(exchanged.body)), { token: "sha256~good", access_token: "sha256~good" });
  assert.equal((await answerRegistryToken(call("/openshift/token", basic("no")), userOf)).status, 401);
});

test("the registry holds no images, and says which there is not", async () => {
  const asked = (path: string, method?: string) => answerRegistry(call(path, "Bearer sha256~good", method), userOf);
  assert.deepEqual(JSON.parse(String((await asked("/v2/_catalog")).body)), { repositories: [] });
  const missing = await asked("/v2/demo/web/manifests/latest");
  assert.equal(missing.status, 404);
  assert.match(String(missing.body), /repository name not known to registry: demo\/web/);
  assert.equal((await asked("/v2/demo/web/blobs/uploads/", "POST")).status, 405);
});
