import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { type AnyCall, anyHost } from "./testing/any-host.ts";
import { garbageRuns, type Listener, refusedBy, spoil, takenBy } from "./testing/garbage.ts";
import { type RunningCloud, runCloud } from "./testing/running-cloud.ts";

/*
 * As garbage.test.ts, for what stands beside the services that people think of first: what anybody may read, hosts of regions and of
 * accounts' websites, addresses that carry a signature, and what is not a resource below ARM.
 */

let cloud: RunningCloud;
let wire: ReturnType<typeof anyHost>;
let refused: ReturnType<typeof refusedBy>;
let listeners: Readonly<Record<string, Listener>>;
let signed: AnyCall;

const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };

before(async () => {
  cloud = await runCloud({ engine: "real", configuration: { timeScale: 10_000, throttling: { enabled: false } } });
  wire = anyHost(cloud);
  refused = refusedBy(wire);
  const { identities, base } = cloud.emulator;
  const { subscriptionId, tenantId, ownerClientId } = identities;
  const bearer = async (resource?: string) => ({
    authorization: `Bearer ${await cloud.token(resource === undefined ? {} : { resource })}`,
  });
  const arm = { ...(await bearer()), ...json };
  const token = arm.authorization.slice("Bearer ".length);
  const objectId = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()).oid as string;
  const group = `/subscriptions/${subscriptionId}/resourceGroups/rg`;
  const put = async (path: string, body: object, version: string) => {
    const answer = await cloud.call("PUT", `${group}${path}?api-version=${version}`, { token, body });
    assert.ok(answer.status < 300, answer.text);
  };
  const location = "eastus";
  await put("", { location }, "2021-04-01");
  const vault = { tenantId, sku: { family: "A", name: "standard" }, enableRbacAuthorization: true };
  await put("/providers/Microsoft.KeyVault/vaults/kvelsewhere", { location, properties: vault }, "2023-07-01");
  const account = "/providers/Microsoft.Storage/storageAccounts/acctelsewhere";
  await put(account, { location, kind: "StorageV2", sku: { name: "Standard_LRS" } }, "2023-05-01");
  const roles = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions`;
  for (const [index, role] of [
    // Key Vault Administrator, Storage Blob Data Owner.
    "00482a5a-887f-4fb3-b363-3b7fe8e74483",
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
  ].entries())
    await put(
      `/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-00000000000${index}`,
      { properties: { roleDefinitionId: `${roles}/${role}`, principalId: objectId } },
      "2022-04-01",
    );
  const storage = { ...(await bearer("https://storage.azure.com")), "x-ms-version": "2023-11-03" };
  const website =
    "<StorageServiceProperties><StaticWebsite><Enabled>true</Enabled></StaticWebsite></StorageServiceProperties>";
  const blobs = "https://acctelsewhere.blob.aro.test";
  for (const call of [
    { method: "PUT", url: `${blobs}/?restype=service&comp=properties`, headers: storage, body: website },
    {
      method: "PUT",
      url: `${blobs}/$web/page`,
      headers: { ...storage, "x-ms-blob-type": "BlockBlob" },
      body: "page",
    },
  ]) {
    const { status, text } = await wire.send(call);
    assert.ok(status < 300, text);
  }
  const sas = await cloud.call("POST", `${group}${account}/ListAccountSas?api-version=2021-09-01`, {
    token,
    body: {
      ...{ signedServices: "b", signedResourceTypes: "sco", signedPermission: "r", signedProtocol: "https" },
      signedExpiry: "2099-01-01T00:00:00Z",
    },
  });
  signed = { method: "GET", url: `${blobs}/$web/page?${sas.json.accountSasToken}` };
  const checkAccess = JSON.stringify({
    Subject: { Attributes: { ObjectId: objectId } },
    Actions: [{ Id: "Microsoft.Network/virtualNetworks/read", IsDataAction: false }],
    Resource: { Id: group },
  });
  const asking = { ...(await bearer("https://authorization.aro.test")), ...json };
  const access = "/providers/Microsoft.Authorization/checkAccess?api-version=2021-06-01-preview";
  const secrets = { ...(await bearer("https://vault.aro.test")), ...json };
  const atVault = "https://kvelsewhere.vault.aro.test";
  const policy = { issuer: { name: "Self" }, x509_props: { subject: "CN=x" } };
  const template = {
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    ...{ contentVersion: "1.0.0.0", resources: [] },
  };
  const deployment = JSON.stringify({ properties: { mode: "Incremental", template } });
  const authorize = new URLSearchParams({
    ...{ client_id: "04b07795-8ddb-461a-bbee-02f9e1bf7b46", response_type: "code", scope: "openid" },
    ...{ redirect_uri: "http://localhost:1", state: "s" },
  });
  const device = new URLSearchParams({ client_id: "04b07795-8ddb-461a-bbee-02f9e1bf7b46", scope: "openid" });
  listeners = {
    "the cloud's description": {
      good: [{ method: "GET", url: `${base}/metadata/endpoints?api-version=2022-09-01` }],
      open: true,
    },
    "metadata of ARM's client certificate": {
      good: [{ method: "GET", url: `${base}/metadata/authentication?api-version=2015-01-01` }],
      open: true,
    },
    "tokens of the machine": {
      good: [
        {
          method: "GET",
          url: `${base}/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${base}`,
          headers: { metadata: "true" },
        },
      ],
      open: true,
    },
    "discovery and keys": {
      good: [
        { method: "GET", url: `${base}/${tenantId}/v2.0/.well-known/openid-configuration` },
        { method: "GET", url: `${base}/${tenantId}/discovery/v2.0/keys` },
      ],
      open: true,
    },
    "the page to sign in": {
      good: [{ method: "GET", url: `${base}/${tenantId}/oauth2/v2.0/authorize?${authorize}` }],
      open: true,
    },
    "device codes": {
      good: [
        { method: "POST", url: `${base}/${tenantId}/oauth2/v2.0/devicecode`, headers: form, body: device.toString() },
      ],
      open: true,
    },
    "CheckAccess of a region": {
      good: [
        { method: "POST", url: `https://eastus.authorization.aro.test${access}`, headers: asking, body: checkAccess },
      ],
    },
    "CheckAccess at ARM": {
      good: [{ method: "POST", url: `${base}${access}`, headers: asking, body: checkAccess }],
    },
    "a static website": {
      good: [{ method: "GET", url: "https://acctelsewhere.web.aro.test/page" }],
      open: true,
      anyQuery: true,
    },
    "keys and certificates of a vault": {
      good: [
        {
          method: "POST",
          url: `${atVault}/keys/k/create?api-version=7.4`,
          headers: secrets,
          body: JSON.stringify({ kty: "RSA" }),
        },
        {
          method: "POST",
          url: `${atVault}/certificates/c/create?api-version=7.4`,
          headers: secrets,
          body: JSON.stringify({ policy }),
        },
        { method: "GET", url: `${atVault}/certificates?api-version=7.4`, headers: secrets },
      ],
    },
    "deployments and actions": {
      good: [
        {
          method: "POST",
          url: `${base}${group}/providers/Microsoft.Resources/deployments/d/validate?api-version=2021-04-01`,
          headers: arm,
          body: deployment,
        },
        { method: "POST", url: `${base}${group}${account}/listKeys?api-version=2021-09-01`, headers: arm },
        {
          method: "GET",
          url: `${base}/subscriptions/${subscriptionId}/providers/Microsoft.Compute/skus?api-version=2021-07-01`,
          headers: arm,
        },
        {
          method: "GET",
          url: `${base}/subscriptions/${subscriptionId}/providers?api-version=2021-04-01`,
          headers: arm,
        },
      ],
    },
    "an application of the directory": {
      good: [
        {
          method: "GET",
          url: `${base}/graph/v1.0/applications(appId='${ownerClientId}')?$select=id`,
          headers: { ...(await bearer(`${base}/graph`)), ...json },
        },
      ],
    },
  };
});
after(async () => {
  wire[Symbol.dispose]();
  await cloud[Symbol.asyncDispose]();
});

test("a good call of each of them is taken", () => takenBy(wire, { ...listeners, signed: { good: [signed] } }));

test("a call with one thing wrong is never answered with success or with a failure of ours, whatever it is sent to", async () => {
  for (const [name, listener] of Object.entries(listeners))
    try {
      await fc.assert(fc.asyncProperty(spoil(listener), refused), { ...garbageRuns, numRuns: 60 });
    } catch (error) {
      throw new Error(name, { cause: error });
    }
});

test("an address with a signature is good for what was signed, and for nothing that was changed", async () => {
  const [place = "", query = ""] = signed.url.split("?");
  const changed = fc
    .tuple(fc.constantFrom(...new URLSearchParams(query).keys()), fc.stringMatching(/^[\w%:=-]{0,12}$/))
    .map(([name, value]) => {
      const parameters = new URLSearchParams(query);
      if (parameters.get(name) === value) parameters.delete(name);
      else parameters.set(name, value);
      return { ...signed, url: `${place}?${parameters}` };
    });
  await fc.assert(fc.asyncProperty(changed, refused), garbageRuns);
});

test("a name of the cloud that nobody has is answered by nobody", async () => {
  const host = fc.constantFrom("registry", "none.blob", "none.vault", "none.web", "none.authorization", "api.none");
  const asked = fc.record({ host, path: fc.webPath(), method: fc.constantFrom("GET", "PUT", "POST", "DELETE") });
  await fc.assert(
    fc.asyncProperty(asked, async ({ host, path, method }) => {
      try {
        await refused({ method, url: `https://${host}.aro.test/${path.replace(/^\/*/, "")}` });
      } catch (error) {
        // Names of no service have no certificate: whoever looks at it goes no further.
        assert.equal((error as { code?: string }).code, "ERR_TLS_CERT_ALTNAME_INVALID", String(error));
      }
    }),
    { ...garbageRuns, numRuns: 60 },
  );
});

test("an address that is not encoded as it should be is refused by whoever answers at its host", async () => {
  const { base } = cloud.emulator;
  const { authorization = "" } = listeners["deployments and actions"]?.good[0]?.headers ?? {};
  const accounts = ["acctelsewhere.blob", "acctelsewhere.web", "bootdiagnostics0.blob"];
  const named = [...accounts, "kvelsewhere.vault", "eastus.authorization"].map((name) => `https://${name}.aro.test`);
  const places = ["", "/subscriptions", "/graph/v1.0/users", "/msi", "/metadata", "/machines", "/issuers", "/_local"];
  for (const origin of [...named, ...places.map((place) => base + place)])
    for (const path of ["/%zz", "/%", "/a/%E0%A4%A", "/%zz/metadata/instance?api-version=2021-02-01", "/x?y=%zz"])
      await refused({ method: "GET", url: origin + path, headers: { authorization, metadata: "true" } });
});
