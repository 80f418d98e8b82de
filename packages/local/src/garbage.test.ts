import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { stateFiles } from "./client-files.ts";
import { type AnyCall, anyHost } from "./testing/any-host.ts";
import {
  body,
  garbageRuns,
  type Listener,
  refusedBy,
  segment,
  spoil,
  takenBy,
  token,
  verbs,
} from "./testing/garbage.ts";
import { throughProxy } from "./testing/named-services.ts";
import { type RunningCloud, runCloud } from "./testing/running-cloud.ts";

/*
 * Every listener of the cloud gets calls that are good but for one thing: a path, a verb, a query, a token or a body that is wrong, or a body
 * that is too large. None may be answered with success, and none with a failure of ours.
 */

let cloud: RunningCloud;
let wire: ReturnType<typeof anyHost>;
let refused: ReturnType<typeof refusedBy>;
let listeners: Readonly<Record<string, Listener>>;

const json = { "content-type": "application/json" };

before(async () => {
  cloud = await runCloud({ engine: "real", configuration: { timeScale: 10_000, throttling: { enabled: false } } });
  wire = anyHost(cloud);
  refused = refusedBy(wire);
  const { identities, base } = cloud.emulator;
  const { subscriptionId, tenantId, ownerClientId, ownerSecret } = identities;
  const bearer = async (resource?: string) => {
    const token = await cloud.token(resource === undefined ? {} : { resource });
    return { authorization: `Bearer ${token}` };
  };
  const arm = await bearer();
  const group = `/subscriptions/${subscriptionId}/resourceGroups/rg`;
  const put = async (path: string, body: object) => {
    const token = arm.authorization.slice("Bearer ".length);
    const answer = await cloud.call("PUT", path, { token, body });
    assert.ok(answer.status < 300, answer.text);
  };
  const location = "eastus";
  await put(`${group}?api-version=2021-04-01`, { location });
  const vault = { tenantId, sku: { family: "A", name: "standard" }, enableRbacAuthorization: true };
  await put(`${group}/providers/Microsoft.KeyVault/vaults/kvgarbage?api-version=2023-07-01`, {
    location,
    properties: vault,
  });
  const account = `${group}/providers/Microsoft.Storage/storageAccounts/acctgarbage`;
  await put(`${account}?api-version=2023-05-01`, { location, kind: "StorageV2", sku: { name: "Standard_LRS" } });
  const roles = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions`;
  const principalId = JSON.parse(Buffer.from(arm.authorization.split(".")[1] ?? "", "base64url").toString()).oid;
  for (const [index, role] of [
    // Key Vault Administrator, Storage Blob Data Owner.
    "00482a5a-887f-4fb3-b363-3b7fe8e74483",
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
  ].entries())
    await put(
      `${group}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-00000000000${index}?api-version=2022-04-01`,
      { properties: { roleDefinitionId: `${roles}/${role}`, principalId } },
    );
  const graph = { ...(await bearer(`${base}/graph`)), ...json };
  const secrets = { ...(await bearer("https://vault.aro.test")), ...json };
  const blobs = { ...(await bearer("https://storage.azure.com")), "x-ms-version": "2023-11-03" };
  const control = readFileSync(join(cloud.folder, stateFiles.controlSecret), "utf8").trim();
  const form = new URLSearchParams({
    ...{ grant_type: "client_credentials", client_id: ownerClientId, client_secret: ownerSecret },
    scope: `${base}/.default`,
  });
  const vnet = `${base}${group}/providers/Microsoft.Network/virtualNetworks/v?api-version=2023-04-01`;
  const network = { location, properties: { addressSpace: { addressPrefixes: ["10.0.0.0/16"] } } };
  const atVault = "https://kvgarbage.vault.aro.test/secrets";
  const inForm = { "content-type": "application/x-www-form-urlencoded" };
  const token = (host: string): AnyCall => ({
    method: "POST",
    url: `${host}/${tenantId}/oauth2/v2.0/token`,
    headers: inForm,
    body: form.toString(),
  });
  listeners = {
    ARM: {
      good: [
        { method: "GET", url: `${base}${group}?api-version=2021-04-01`, headers: arm },
        { method: "PUT", url: vnet, headers: { ...arm, ...json }, body: JSON.stringify(network) },
      ],
    },
    "ARM at its public name": {
      good: [{ method: "GET", url: `https://management.azure.com${group}?api-version=2021-04-01`, headers: arm }],
    },
    Entra: { good: [token(base)], open: true },
    "Entra at its public name": { good: [token("https://login.microsoftonline.com")], open: true },
    Graph: {
      good: [
        { method: "GET", url: `${base}/graph/v1.0/users?$top=1`, headers: graph },
        {
          method: "POST",
          url: `${base}/graph/v1.0/applications`,
          headers: graph,
          body: JSON.stringify({ displayName: "x" }),
        },
      ],
    },
    "Key Vault": {
      good: [
        { method: "PUT", url: `${atVault}/s?api-version=7.4`, headers: secrets, body: JSON.stringify({ value: "v" }) },
        { method: "GET", url: `${atVault}/s?api-version=7.4`, headers: secrets },
      ],
    },
    "blob service": {
      good: [{ method: "GET", url: "https://acctgarbage.blob.aro.test/?comp=list", headers: blobs }],
      anyPathTo: ["PUT"],
    },
    "instance metadata": {
      good: [{ method: "GET", url: `${base}/metadata/instance?api-version=2021-02-01`, headers: { metadata: "true" } }],
      open: true,
    },
    "control API": {
      good: [
        {
          method: "PUT",
          url: `${base}/_local/time`,
          headers: { ...json, authorization: `Bearer ${control}` },
          body: '{"scale":10000}',
        },
      ],
    },
  };
});
after(async () => {
  wire[Symbol.dispose]();
  await cloud[Symbol.asyncDispose]();
});

test("a good call of each listener is taken", () => takenBy(wire, listeners));

test("a call with one thing wrong is never answered with success or with a failure of ours, whoever it is sent to", async () => {
  for (const listener of Object.values(listeners))
    await fc.assert(fc.asyncProperty(spoil(listener), refused), garbageRuns);
});

test("a body of five megabytes is refused by whoever takes no such bodies", async () => {
  const large = Buffer.alloc(5 * 1024 * 1024, " ");
  for (const { good } of Object.values(listeners)) {
    const [call] = good;
    if (call !== undefined) await refused({ ...call, method: "PUT", body: large });
  }
});

test("the data plane of managed identities serves nobody who has no address that ARM gave", async () => {
  const path = fc
    .array(segment, { maxLength: 4 })
    .map((segments) => `${cloud.emulator.base}/msi/${segments.join("/")}`);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("GET", "POST", "PUT", ...verbs),
      path,
      token,
      body,
      (method, url, authorization, text) => refused({ method, url, headers: { authorization, ...json }, body: text }),
    ),
    garbageRuns,
  );
});

test("the proxy leads to no name that is not of this cloud, however it is written", async () => {
  const port = cloud.emulator.proxyPort;
  const target = fc.oneof(
    fc.constantFrom(
      "kvgarbage.vault.aro.test:22",
      "localhost:443",
      "127.0.0.1:22",
      "[::1]:443",
      "0:443",
      ":",
      "a:b:c",
      "%00:443",
    ),
    fc.constantFrom(
      "management.azure.com:80",
      "xmanagement.azure.com:443",
      "kvnone.vault.aro.test:443",
      "management.azure.com.:444",
    ),
    fc.stringMatching(/^[\w.%@/-]{1,40}$/).map((text) => `${text}:443`),
  );
  await fc.assert(
    fc.asyncProperty(target, async (wanted) => {
      const { status, socket } = await throughProxy(port, wanted);
      socket.destroy();
      assert.ok(status >= 400 && status < 500, `${status} to ${wanted}`);
    }),
    garbageRuns,
  );
});
