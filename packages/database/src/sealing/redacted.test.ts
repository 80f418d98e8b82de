import assert from "node:assert/strict";
import { test } from "node:test";
import { redacted, sealedMembers } from "./redacted.ts";

test("every sealed member of a cluster shows as [REDACTED], and nothing else changes (spec 02 §2.6)", () => {
  const cluster = {
    id: "c1",
    openShiftCluster: {
      name: "c1",
      properties: {
        sshKey: "S3CRET",
        kubeadminPassword: "S3CRET",
        adminKubeconfig: "S3CRET",
        aroServiceKubeconfig: "S3CRET",
        aroSREKubeconfig: "S3CRET",
        userAdminKubeconfig: "S3CRET",
        clusterProfile: { domain: "d", pullSecret: "S3CRET", boundServiceAccountSigningKey: "S3CRET" },
        servicePrincipalProfile: { clientId: "id", clientSecret: "S3CRET" },
        registryProfiles: [{ name: "r1", password: "S3CRET" }, { name: "r2" }],
      },
    },
  };
  const before = JSON.stringify(cluster);
  const shown = JSON.stringify(redacted(cluster));
  assert.equal(shown, before.replaceAll("S3CRET", "[REDACTED]"));
  assert.equal(shown.split("[REDACTED]").length - 1, sealedMembers.length);
  assert.equal(JSON.stringify(cluster), before);
});

test("documents without sealed members stay as they are", () => {
  for (const document of [
    { id: "x" },
    { id: "x", openShiftCluster: null },
    { id: "x", openShiftCluster: { properties: [] } },
  ])
    assert.deepEqual(redacted(document), document);
});
