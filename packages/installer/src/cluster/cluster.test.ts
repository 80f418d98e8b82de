import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { systemRandom } from "@aro/runtime";
import { compare } from "bcryptjs";
import { sampleCluster, sampleFacts } from "../testing/sample.ts";
import { problemsOfCluster, problemsOfSubscription } from "./clear-cluster.ts";
import { drawSecrets } from "./drawn-secrets.ts";
import { gatewayDomains } from "./gateway-domains.ts";
import { installPullSecret } from "./pull-secret.ts";
import { openSshPublicKey } from "./ssh-key.ts";

test("each member that an installation needs and lacks is named with where it comes from", () => {
  assert.deepEqual(problemsOfCluster(sampleCluster()), []);
  const broken = sampleCluster((properties) => {
    delete properties.infraId;
    delete properties.apiserverProfile.intIp;
    Object.assign(properties.workerProfiles[0] ?? {}, { count: "3" });
    delete properties.servicePrincipalProfile;
  });
  assert.deepEqual(problemsOfCluster(broken), [
    "/properties/workerProfiles/0/count is not a number; it comes from the create request",
    "/properties/apiserverProfile/intIp is missing; it comes from step updateAPIIPEarly",
    "/properties/infraId is missing; it comes from step ensureInfraID",
    "/properties has neither servicePrincipalProfile nor platformWorkloadIdentityProfile",
  ]);
  assert.equal(problemsOfCluster(null).length > 10, true);
  assert.match(problemsOfSubscription({ state: "Registered" })[0] ?? "", /tenantId is missing/);
});

test("pull secrets are merged per registry, the later wins, and nobody reports to Red Hat unasked", () => {
  const auth = (registry: string, text: string) => JSON.stringify({ auths: { [registry]: { auth: text } } });
  const merged = installPullSecret(
    JSON.stringify({ auths: { "cloud.openshift.com": { auth: "x" }, "quay.io": { auth: "service" } } }),
    auth("quay.io", "customer"),
    [
      { name: "arosvc.azurecr.io", username: "token-1", password: "secret" },
      { name: "other.azurecr.io", username: "token-2" },
    ],
  );
  assert.deepEqual(merged, {
    auths: {
      "quay.io": { auth: "customer" },
      "arosvc.azurecr.io": { auth: Buffer.from("token-1:secret").toString("base64") },
    },
  });
  assert.throws(() => installPullSecret("{", undefined, []), /ARO_PULL_SECRET is not JSON/);
});

test("gateway domains are the region's, the cloud's, the registry's and the image registry's; none without a gateway", () => {
  const { cloud } = sampleFacts();
  const options = {
    listed: "a.example,b.example",
    cloud,
    registryDomain: "arosvc.azurecr.io",
    region: "eastus",
    imageRegistryAccount: "imageregistryx",
  };
  assert.deepEqual(gatewayDomains({ ...options, gatewayAddress: undefined }), []);
  assert.deepEqual(gatewayDomains({ ...options, gatewayAddress: "10.0.0.9" }), [
    "a.example",
    "b.example",
    "login.microsoftonline.com",
    "management.azure.com",
    "arosvc.azurecr.io",
    "arosvc.eastus.data.azurecr.io",
    "imageregistryx.blob.core.windows.net",
  ]);
});

test("the public key is the one that ssh-keygen finds in the private one", (context) => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const der = privateKey.export({ type: "pkcs1", format: "der" });
  const folder = mkdtempSync(join(tmpdir(), "ssh-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "key");
  writeFileSync(path, privateKey.export({ type: "pkcs1", format: "pem" }), { mode: 0o600 });
  let expected: string;
  try {
    expected = execFileSync("ssh-keygen", ["-y", "-f", path], { encoding: "utf8" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return context.skip("ssh-keygen is not installed");
  }
  assert.equal(openSshPublicKey(der), expected.trim().split(" ").slice(0, 2).join(" "));
});

test("the administrator's password is kept as a bcrypt hash, and the registry's secret has 64 bytes", async () => {
  const drawn = await drawSecrets(systemRandom);
  assert.match(drawn.kubeadminPassword, /^[a-zA-Z2-9]{5}(-[a-zA-Z2-9]{5}){3}$/);
  assert.match(drawn.kubeadminHash, /^\$2[aby]\$10\$/);
  assert.equal(await compare(drawn.kubeadminPassword, drawn.kubeadminHash), true);
  assert.match(drawn.registrySecret, /^[0-9a-f]{128}$/);
});
