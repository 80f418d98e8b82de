import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import fc from "fast-check";
import { createLocalJWKSet, jwtVerify } from "jose";
import { keySet } from "../entra/discovery.ts";
import { type Principals, principalsOf } from "../entra/principals.ts";
import { base, type EntraRig, entraRig, identities, type Seen, seen, tenantId } from "../entra/testing/rig.ts";
import { openAssignments } from "./assignments.ts";
import { imdsVersions } from "./compute-document.ts";
import type { MetadataServiceDeps } from "./deps.ts";
import { instanceMetadata } from "./instance-metadata.ts";
import { type Machine, openMachines, usualMachine } from "./machines.ts";

let rig: EntraRig;
let principals: Principals;
let deps: MetadataServiceDeps;
const usual: Omit<Machine, "identities"> = {
  name: usualMachine,
  subscriptionId: identities.subscriptionId,
  resourceGroup: "aro-rp",
  location: "eastus",
  vmId: "12345678-0000-4000-8000-000000000000",
  vmSize: "Standard_D2s_v3",
  zone: "1",
  tags: { a: "1", b: "2" },
};
const resourceId = (name: string) =>
  `/subscriptions/${identities.subscriptionId}/resourcegroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;

beforeEach(async () => {
  rig = await entraRig();
  principals = principalsOf(rig.directory, () => rig.deps.random.uuid());
  deps = {
    ...rig.deps,
    cloudName: "AroLocal",
    principals,
    machines: openMachines(rig.durable),
    assignments: openAssignments(rig.durable),
    credentials: undefined as never,
    firstPartyClientId: identities.firstPartyClientId,
  };
  const { clientId } = principals.createManagedIdentity({ displayName: "service" });
  deps.machines.put({ ...usual, identities: [{ clientId, system: true }] });
});

const call = (path: string, headers: Record<string, string> = { metadata: "true" }, method = "GET"): Seen =>
  seen(
    instanceMetadata(
      { method, url: new URL(path, base), headers, body: new Uint8Array(0), signal: new AbortController().signal },
      deps,
    ),
  );
const token = (query: string, root = "") =>
  call(
    `${root}/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${encodeURIComponent(`${base}/`)}${query}`,
  );

test("a machine gets a token of its own identity, good for a day, with what ARM wants to know", async () => {
  const { status, json } = token("");
  assert.equal(status, 200);
  assert.equal(json.token_type, "Bearer");
  assert.equal(json.expires_in, "86399");
  assert.equal(Number(json.expires_on) - Math.floor(rig.clock.now() / 1000), 86_399);
  const { payload } = await jwtVerify(json.access_token, createLocalJWKSet(keySet(rig.deps) as never), {
    currentDate: new Date(rig.clock.now()),
    audience: `${base}/`,
    issuer: `${base}/${tenantId}/`,
  });
  assert.equal(payload["appid"], json.client_id);
  assert.equal(payload["appidacr"], "2");
  assert.equal(
    payload["xms_mirid"],
    `/subscriptions/${usual.subscriptionId}/resourceGroups/aro-rp/providers/Microsoft.Compute/virtualMachines/service`,
  );
});

test("assigned identities are named by client, object or resource id; without a name there must be one that is meant", () => {
  const one = principals.createManagedIdentity({ displayName: "one", resourceId: resourceId("one") });
  const two = principals.createManagedIdentity({ displayName: "two", resourceId: resourceId("two") });
  const assigned = [{ clientId: one.clientId }, { clientId: two.clientId }];
  deps.machines.put({ ...usual, name: "node", identities: assigned });
  const root = "/machines/NODE";
  for (const [query, clientId] of [
    [`&client_id=${one.clientId.toUpperCase()}`, one.clientId],
    [`&object_id=${two.objectId}`, two.clientId],
    [`&principal_id=${two.objectId}`, two.clientId],
    [`&mi_res_id=${resourceId("ONE")}`, one.clientId],
    [`&msi_res_id=${resourceId("two")}`, two.clientId],
  ] as const)
    assert.equal(token(query, root).json.client_id, clientId, query);
  const refused = (query: string, text: RegExp) => {
    const { status, json } = token(query, root);
    assert.deepEqual([status, json.error], [400, "invalid_request"]);
    assert.match(json.error_description, text);
  };
  refused("", /Multiple user assigned identities exist/);
  refused(`&client_id=${tenantId}`, /Identity not found/);
  refused(`&client_id=${one.clientId}&object_id=${one.objectId}`, /At most one/);
  refused("&colour=red", /colour/);
  deps.machines.put({ ...usual, name: "node", identities: assigned.slice(1) });
  assert.equal(token("", root).json.client_id, two.clientId);
  principals.removeManagedIdentity(two.clientId);
  refused("", /Identity not found/);
});

test("the service answers who is on the machine, with the header, and nobody else", () => {
  for (const path of [
    "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=x",
    "/metadata/instance?api-version=2021-02-01",
  ]) {
    assert.equal(call(path, {}).status, 400);
    assert.match(call(path, {}).text, /Required metadata header not specified/);
    assert.equal(call(path, { metadata: "true", "x-forwarded-for": "1.2.3.4" }).status, 400);
    assert.equal(call(path, { metadata: "true" }, "POST").status, 405);
  }
});

test("versions and resources that are not known are refused", () => {
  assert.match(call("/metadata/instance").json.error, /api-version was not specified/);
  assert.deepEqual(
    call("/metadata/instance?api-version=1").json["newest-versions"],
    imdsVersions.slice(-3).toReversed(),
  );
  const at = (query: string) => call(`/metadata/identity/oauth2/token?${query}`);
  assert.match(at("resource=x").json.error_description, /'api-version' is missing/);
  assert.match(at("api-version=1&resource=x").json.error_description, /not supported/);
  assert.match(at("api-version=2018-02-01").json.error_description, /'resource' is missing/);
  assert.equal(at("api-version=2018-02-01&resource=https://x").json.error, "invalid_resource");
  assert.equal(call("/metadata/identity/other?api-version=2018-02-01").status, 404);
  assert.equal(call("/machines/nobody/metadata/instance?api-version=2021-02-01").status, 404);
  assert.equal(call("/metadata/identity/info?api-version=2018-02-01").json.tenantId, tenantId);
  assert.deepEqual(call("/metadata/versions").json.apiVersions, imdsVersions);
});

test("a machine reads what it is, whole, in part, and as it was told in older versions (spec 02 §13.1)", () => {
  const compute = call("/metadata/instance/compute?api-version=2019-03-11");
  assert.match(compute.headers["content-type"] ?? "", /json/);
  const { azEnvironment, subscriptionId, resourceGroupName, location, name, tags, tagsList } = compute.json;
  assert.deepEqual(
    { azEnvironment, subscriptionId, resourceGroupName, location, name, tags, tagsList },
    {
      azEnvironment: "AroLocal",
      subscriptionId: identities.subscriptionId,
      resourceGroupName: "aro-rp",
      location: "eastus",
      name: "service",
      tags: "a:1;b:2",
      tagsList: undefined,
    },
  );
  assert.equal(call("/metadata/instance/compute/vmSize?api-version=2021-02-01").text, "Standard_D2s_v3");
  assert.equal(call("/metadata/instance/compute/vmSize?api-version=2021-02-01&format=json").json, "Standard_D2s_v3");
  assert.equal(call("/metadata/instance/compute/tagsList/1/name?api-version=2021-02-01").text, "b");
  assert.equal(call("/metadata/instance?api-version=2021-02-01&format=text").text, "compute/\nnetwork/");
  assert.equal(
    call("/metadata/instance/network/interface/0/ipv4/ipAddress/0/privateIpAddress?api-version=2021-02-01").text,
    "10.0.0.4",
  );
  assert.equal(call("/metadata/instance/compute/azEnvironment?api-version=2017-08-01").status, 404);
  assert.equal(call("/metadata/instance/compute/nothing?api-version=2021-02-01").status, 404);
  assert.equal(call("/metadata/instance?api-version=2021-02-01&format=xml").status, 400);
});

test("garbage never gets a 200 or a 5xx", () => {
  const segment = fc.oneof(fc.string(), fc.constantFrom("oauth2", "token", "__proto__", "constructor", "%zz"));
  fc.assert(
    fc.property(
      fc.constantFrom("instance", "identity"),
      fc.array(segment, { minLength: 1 }),
      fc.string(),
      (part, path, query) => {
        const { status } = call(
          `/metadata/${part}/x/${path.map(encodeURIComponent).join("/")}?api-version=2018-02-01&${query}`,
        );
        assert.ok(status >= 400 && status < 500);
      },
    ),
  );
});
