import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { cloudFromMetadata } from "@aro/api";
import { runCloud } from "../testing/running-cloud.ts";
import { until } from "../testing/until.ts";

test("the service finds everything it needs of a cloud in the metadata", async () => {
  await using cloud = await runCloud();
  const { base } = cloud.emulator;
  const answer = await cloud.call("GET", "/metadata/endpoints?api-version=2022-09-01");
  assert.deepEqual(cloudFromMetadata(base, answer.json), {
    name: "AroLocal",
    resourceManager: base,
    resourceManagerAudience: base,
    authority: base,
    graph: `${base}/graph`,
    graphAudience: `${base}/graph`,
    checkAccess: { endpoint: base, audience: "https://authorization.aro.test" },
    armCertificateMetadata: base,
    suffixes: {
      storage: "aro.test",
      keyVault: "vault.aro.test",
      containerRegistry: "aro.test",
      cosmos: "documents.aro.test",
      privateDomain: "aro.test",
    },
    instanceDiscovery: false,
    clusterAccess: { proxyUrl: `http://127.0.0.1:${cloud.emulator.proxyPort}`, ca: cloud.keyring.ca.certificate },
  });
});

test("ARM's certificate is published as the provider wants it (spec 01 §5), and it is the one ARM dials with", async () => {
  await using cloud = await runCloud();
  const answer = await cloud.call("GET", "/metadata/authentication?api-version=2015-01-01");
  const [published, ...more] = answer.json.clientCertificates;
  assert.deepEqual(more, []);
  const certificate = new X509Certificate(Buffer.from(published.certificate, "base64"));
  assert.equal(certificate.fingerprint.replaceAll(":", ""), published.thumbprint);
  assert.ok(Date.parse(published.notBefore) < Date.now() && Date.parse(published.notAfter) > Date.now());
  await until(() => cloud.provider.seen.length > 0);
  assert.equal(cloud.provider.seen[0]?.client, published.certificate);
});
