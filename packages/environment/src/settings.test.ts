import assert from "node:assert/strict";
import { test } from "node:test";
import { readRpSettings } from "./settings.ts";
import { ConfigurationError } from "./variables.ts";

const complete = {
  AZURE_ENVIRONMENT: "https://localhost:18443/",
  AZURE_TENANT_ID: "t",
  AZURE_SUBSCRIPTION_ID: "S",
  LOCATION: "eastus",
  RESOURCEGROUP: "rp",
  DOMAIN_NAME: "eastus.aroapp.io",
  AZURE_FP_CLIENT_ID: "fp",
  OPENSHIFT_VERSIONS: '{"DefaultStream":{"4.17.27":"x@sha256:1"},"InstallStreams":{"4.18.10":"x@sha256:2"}}',
  ARO_SECRETS_DIRECTORY: "/secrets",
  ARO_DATABASE_FILE: "/db",
};

const problems = (environment: Record<string, string | undefined>): readonly string[] => {
  try {
    readRpSettings(environment);
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return error.problems;
  }
  return [];
};

test("all missing variables are named together (spec 02 §14.37)", () => {
  const found = problems({ ...complete, LOCATION: undefined, DOMAIN_NAME: "" });
  assert.deepEqual(found, ['environment variable "LOCATION" unset', 'environment variable "DOMAIN_NAME" unset']);
});

test("a complete environment is read into typed settings, defaults filled in", () => {
  const settings = readRpSettings(complete);
  assert.equal(settings.cloud, "https://localhost:18443");
  assert.equal(settings.subscriptionId, "s");
  assert.deepEqual(settings.listen, { host: "0.0.0.0", port: 8443 });
  assert.equal(settings.durations.lease, 60_000);
  assert.deepEqual([...settings.versions.enabled], ["4.17.27", "4.18.10"]);
  assert.equal(settings.versions.default, "4.17.27");
});

test("administrators are known by their certificates' name and authorities, which go together", () => {
  assert.equal(readRpSettings(complete).administrators, undefined);
  const [name, file] = [{ ADMIN_API_CLIENT_CERT_COMMON_NAME: "admin" }, { ARO_ADMIN_CA_FILE: "/ca.pem" }];
  assert.deepEqual(readRpSettings({ ...complete, ...name, ...file }).administrators, {
    commonName: "admin",
    authoritiesFile: "/ca.pem",
  });
  assert.match(problems({ ...complete, ...name }).join(), /"ARO_ADMIN_CA_FILE" unset, which ADMIN_API/);
  assert.match(problems({ ...complete, ...file }).join(), /"ADMIN_API_CLIENT_CERT_COMMON_NAME" unset, which ARO_ADMIN/);
});

test("every wrong value is named with the variable and what would be right", () => {
  const found = problems({
    ...complete,
    AZURE_ENVIRONMENT: "AzureMoonCloud",
    RP_FEATURES: "DisableReadinessDelay, RequireD2sWorkers",
    ARO_LISTEN: "8443",
    ARO_DURATION_SCALE: "0",
    ARO_LOG_LEVEL: "loud",
    OPENSHIFT_VERSIONS: '{"DefaultStream":{}}',
    LOCATION: "EastUS",
  });
  assert.equal(found.length, 7);
  for (const part of [
    "AzureMoonCloud",
    '" RequireD2sWorkers"',
    '"8443" is not host:port',
    '"0"',
    '"loud"',
    "exactly one version",
    "EastUS",
  ])
    assert.ok(
      found.some((problem) => problem.includes(part)),
      part,
    );
});

test("features are found ignoring case", () => {
  assert.ok(
    readRpSettings({ ...complete, RP_FEATURES: "disablereadinessdelay" }).features.has("DisableReadinessDelay"),
  );
});
