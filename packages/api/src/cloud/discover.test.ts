import assert from "node:assert/strict";
import { test } from "node:test";
import { cloudFromMetadata } from "./discover.ts";

const answer = {
  name: "Local",
  authentication: { loginEndpoint: "https://localhost:1/", audiences: ["https://localhost:1/arm"] },
  microsoftGraphResourceId: "https://localhost:1/graph/",
  checkAccess: { endpoint: "https://localhost:1/", audience: "https://authorization.test" },
  armCertificateMetadata: "https://localhost:1",
  suffixes: {
    storage: "core.test",
    keyVaultDns: ".vault.test",
    acrLoginServer: "acr.test",
    cosmos: "cosmos.test",
    cluster: "aro.test",
  },
};

test("a cloud is read from the metadata of its ARM, trailing slashes and leading dots dropped", () => {
  const cloud = cloudFromMetadata("https://localhost:1/", [answer]);
  assert.equal(cloud.resourceManager, "https://localhost:1");
  assert.equal(cloud.resourceManagerAudience, "https://localhost:1/arm");
  assert.equal(cloud.suffixes.keyVault, "vault.test");
  assert.equal(cloud.instanceDiscovery, false);
  assert.deepEqual(cloud.checkAccess, { endpoint: "https://localhost:1", audience: "https://authorization.test" });
});

test("an endpoint that is no ARM is named together with the member it lacks", () => {
  assert.throws(() => cloudFromMetadata("https://example.test", { hello: 1 }), /https:\/\/example\.test has no name/);
  assert.throws(() => cloudFromMetadata("https://example.test", null), /has no name/);
});
