import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { variables } from "@aro/environment";
import { seededRandom } from "@aro/runtime";
import { portsFrom } from "./ports.ts";
import { rpEnvironment } from "./rp-environment.ts";
import { makeKeys } from "./rp-secrets.ts";

const environment = rpEnvironment({
  settings: { ports: portsFrom(18_443), tenantId: "t", subscriptionId: "s", timeScale: 100 },
  suffix: "aro.test",
  firstPartyClientId: "f",
  adminCommonName: "admin.aro.test",
  secretsFolder: "/state/secrets",
  databaseFile: "/state/rp.sqlite",
  ca: "/state/ca.pem",
  boundary: { url: "https://localhost:18443/_local/boundary", token: "x" },
});

test("every variable that aro rp needs is given, and none that it does not read", () => {
  const known = new Set<string>(variables.map(({ name }) => name));
  for (const name of Object.keys(environment))
    assert.ok(known.has(name) || name.startsWith("NODE_") || name.endsWith("_PROXY"), name);
  for (const row of variables) if ("neededBy" in row) assert.ok(environment[row.name], `${row.name} is needed`);
});

test("the service finds everything on the instance's own ports", () => {
  assert.equal(environment["AZURE_ENVIRONMENT"], "https://localhost:18443");
  assert.equal(environment["ARO_LISTEN"], "127.0.0.1:18445");
  assert.equal(environment["DOMAIN_NAME"], "eastus.aro.test");
});

test("keys are made once, of the length their algorithm wants, for the owner's eyes only (spec 02 §7.3)", () => {
  const folder = mkdtempSync(join(tmpdir(), "aro-keys-"));
  const read = () => readFileSync(join(folder, "encryption-key-v2"), "utf8");
  makeKeys(folder, seededRandom(1));
  const first = read();
  assert.equal(Buffer.from(first, "base64").length, 64);
  assert.equal(statSync(join(folder, "fe-encryption-key-v2")).mode & 0o777, 0o600);
  makeKeys(folder, seededRandom(2));
  assert.equal(read(), first);
  rmSync(folder, { recursive: true });
});
