import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { inProcess, subscription } from "../../tools/in-process.ts";
import { allTypes } from "../types/table.ts";

const root = `/subscriptions/${subscription}`;
const group = `${root}/resourceGroups/rg`;
const vnet = `${group}/providers/Microsoft.Network/virtualNetworks/vnet`;
const version = "api-version=2020-08-01";

async function withGroup() {
  const arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  await arm.plain("PUT", `${group}?api-version=2019-07-01`, { location: "eastus" });
  return arm;
}

test("what is not there is refused in ARM's words: type, api-version, query parameter, verb", async () => {
  await using arm = await withGroup();
  const cases: [string, string, number, string, RegExp][] = [
    [
      "GET",
      `${group}/providers/Microsoft.Network/expressRouteCircuits/x?${version}`,
      404,
      "InvalidResourceType",
      /expressRouteCircuits/,
    ],
    ["GET", `${vnet}`, 400, "MissingApiVersionParameter", /api-version/],
    ["GET", `${vnet}?api-version=`, 400, "MissingApiVersionParameter", /api-version/],
    ["GET", `${vnet}?api-version=soon`, 400, "InvalidApiVersionParameter", /'soon'/],
    [
      "GET",
      `${vnet}?api-version=2014-01-01`,
      400,
      "NoRegisteredProviderFound",
      /2014-01-01.*virtualNetworks.*2020-08-01/,
    ],
    ["GET", `${vnet}?${version}&${version}`, 400, "InvalidQueryParameter", /api-version/],
    ["GET", `${vnet}?${version}&colour=red`, 400, "InvalidQueryParameter", /'colour'/],
    ["GET", `${vnet}?${version}&$expand=colour`, 404, "ResourceNotFound", /vnet/],
    ["POST", `${vnet}?${version}`, 405, "MethodNotAllowed", /'POST'/],
    ["PUT", `${group}/providers/Microsoft.Network/virtualNetworks?${version}`, 405, "MethodNotAllowed", /'PUT'/],
    ["POST", `${vnet}/prepareNetworkPolicies?${version}`, 404, "InvalidResourceType", /prepareNetworkPolicies/],
    ["GET", `${group}?api-version=2010-01-01`, 400, "InvalidApiVersionParameter", /2010-01-01/],
    ["GET", `${root}/resourceGroups/none?api-version=2019-07-01`, 404, "ResourceGroupNotFound", /'none'/],
    [
      "GET",
      `${root}/resourceGroups/none/providers/Microsoft.Network/virtualNetworks/v?${version}`,
      404,
      "ResourceGroupNotFound",
      /'none'/,
    ],
    ["POST", `${group}/exportTemplate?api-version=2019-07-01`, 404, "NotFound", /exportTemplate/],
    ["GET", `${vnet}%2fx?${version}`, 400, "InvalidResourceName", /%2fx/],
    ["GET", `${vnet}%00?${version}`, 400, "InvalidResourceName", /%00/],
    ["GET", `${vnet}%zz?${version}`, 400, "InvalidRequestUri", /%zz/],
    [
      "GET",
      `${root}/providers/Microsoft.Network/locations/eastus/operations/x?${version}`,
      404,
      "OperationNotFound",
      /'x'/,
    ],
  ];
  for (const [method, path, status, code, message] of cases) {
    const answer = await arm.plain(method, path);
    assert.equal(answer.status, status, `${method} ${path}: ${answer.text}`);
    assert.equal(answer.body.error.code, code, path);
    assert.match(answer.body.error.message, message);
  }
});

test("what is not ours is passed on: other namespaces, subscriptions themselves, other roots", async () => {
  await using arm = await withGroup();
  for (const path of [
    root,
    "/",
    "/metadata/endpoints",
    `${root}/providers/Microsoft.Network`,
    `${root}/locations`,
    `${group}/providers/Microsoft.Other/things/x`,
  ])
    assert.equal((await arm.plain("GET", `${path}?${version}`)).status, 0, path);
});

test("a member that a model does not have is named with its model and path; read-only ones are passed over", async () => {
  await using arm = await withGroup();
  const put = (body: unknown) => arm.plain("PUT", `${vnet}?${version}`, body);
  const space = { addressSpace: { addressPrefixes: ["10.0.0.0/16"] } };
  const unknown = await put({
    location: "eastus",
    properties: { ...space, subnets: [{ name: "s", properties: { colour: 1 } }] },
  });
  assert.equal(unknown.status, 400);
  assert.deepEqual(unknown.body.error, {
    code: "InvalidRequestFormat",
    message: "Cannot parse the request.",
    details: [
      {
        code: "InvalidJson",
        message:
          "Could not find member 'colour' on object of type 'SubnetProperties'. Path 'properties.subnets[0].properties.colour'.",
      },
    ],
  });
  const wrong = await put({ location: "eastus", properties: { addressSpace: { addressPrefixes: "10.0.0.0/16" } } });
  assert.match(
    wrong.body.error.details[0].message,
    /Error converting value.*'properties.addressSpace.addressPrefixes'/,
  );
  const value = await put({
    location: "eastus",
    properties: { ...space, subnets: [{ name: "s", properties: { privateEndpointNetworkPolicies: "Sometimes" } }] },
  });
  assert.match(value.body.error.details[0].message, /"Sometimes".*PrivateEndpointNetworkPolicies/);
  const read = await put({
    id: vnet,
    name: "VNET",
    type: "microsoft.network/virtualnetworks",
    etag: "old",
    location: "eastus",
    properties: { ...space, provisioningState: "Failed", resourceGuid: "mine" },
  });
  assert.equal(read.status, 201, read.text);
  assert.notEqual(read.body.properties.resourceGuid, "mine");
  const both = await put({ location: "eastus", colour: 1, shape: 2, properties: space });
  assert.equal(both.body.error.details.length, 2, "all findings come together (ARM-ERR-04)");
});

test("a body that contradicts its address is refused (ARM-URI-04)", async () => {
  await using arm = await withGroup();
  const cases: [object, string][] = [
    [{ id: `${vnet}2` }, "MismatchingResourceId"],
    [{ name: "other" }, "MismatchingResourceName"],
    [{ type: "Microsoft.Network/routeTables" }, "MismatchingResourceType"],
  ];
  for (const [more, code] of cases) {
    const answer = await arm.plain("PUT", `${vnet}?${version}`, { location: "eastus", properties: {}, ...more });
    assert.equal(answer.status, 400);
    assert.equal(answer.body.error.code, code);
  }
});

test("location is required and stays; tags keep ARM's limits (ARM-PUT-06, ARM-ENV-01)", async () => {
  await using arm = await withGroup();
  const table = `${group}/providers/Microsoft.Network/routeTables/rt?${version}`;
  const put = (body: object) => arm.plain("PUT", table, body);
  assert.equal((await put({})).body.error.code, "LocationRequired");
  assert.equal((await put({ location: "eastus" })).status, 201);
  await arm.plain("GET", table);
  const moved = await put({ location: "westus" });
  assert.equal(moved.status, 409);
  assert.equal(moved.body.error.code, "InvalidResourceLocation");
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, "v"]));
  assert.equal((await put({ location: "eastus", tags: many })).body.error.code, "TooManyTags");
  assert.equal((await put({ location: "eastus", tags: { a: "1", A: "2" } })).body.error.code, "DuplicateTagNames");
  assert.equal((await put({ location: "eastus", tags: { "a<": "1" } })).body.error.code, "InvalidTagName");
  assert.equal((await put({ location: "eastus", tags: { a: "v".repeat(257) } })).body.error.code, "InvalidTagValue");
});

test("bodies that are no JSON object are 400 (ARM-ERR-06)", async () => {
  await using arm = await withGroup();
  const deep = `${'{"a":'.repeat(200)}1${"}".repeat(200)}`;
  for (const body of ["", "{", "null", "[]", "1", '"x"', '{"a":', deep, new Uint8Array([0xff, 0xfe, 0x00])])
    for (const path of [vnet, group, `${vnet}/subnets/s`, `${group}/providers/Microsoft.Resources/deployments/d`]) {
      const version = path === group ? "2019-07-01" : path.includes("deployments") ? "2021-04-01" : "2020-08-01";
      const answer = await arm.plain("PUT", `${path}?api-version=${version}`, body);
      assert.equal(answer.status, 400, `${path} ${String(body).slice(0, 20)}: ${answer.text}`);
    }
});

test("one member too many anywhere in a good body is a 400 that names it", async () => {
  await using arm = await withGroup();
  const id = `${group}/providers/Microsoft.Network/loadBalancers/lb`;
  const good = {
    location: "eastus",
    sku: { name: "Standard" },
    tags: {},
    properties: {
      backendAddressPools: [{ name: "p", properties: {} }],
      probes: [{ name: "q", properties: { protocol: "Tcp", port: 1 } }],
      outboundRules: [
        {
          name: "o",
          properties: {
            protocol: "All",
            backendAddressPool: { id: `${id}/backendAddressPools/p` },
            frontendIPConfigurations: [],
          },
        },
      ],
    },
  };
  assert.equal((await arm.plain("PUT", `${id}?${version}`, good)).status, 201);
  const places = [
    [],
    ["sku"],
    ["properties"],
    ["properties", "backendAddressPools", "0"],
    ["properties", "backendAddressPools", "0", "properties"],
    ["properties", "probes", "0", "properties"],
    ["properties", "outboundRules", "0", "properties", "backendAddressPool"],
  ];
  const name = fc.stringMatching(/^[a-z]{3,8}Q$/);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), name, fc.jsonValue({ maxDepth: 2 }), async (place, extra, value) => {
      const body = structuredClone(good);
      // biome-ignore lint/suspicious/noExplicitAny: walks into a literal
      let at: any = body;
      for (const step of place) at = at[step];
      at[extra] = value;
      const answer = await arm.plain("PUT", `${id}?${version}`, body);
      assert.equal(answer.status, 400, answer.text);
      assert.ok(answer.text.includes(extra), answer.text);
    }),
    { numRuns: 200 },
  );
});

test("no body of whatever kind makes a 5xx, whatever the type, and every error has ARM's form (ARM-ERR-01, ARM-ERR-06)", async () => {
  await using arm = await withGroup();
  const json = fc.jsonValue({ maxDepth: 4 });
  const rows = allTypes().rows;
  const member = fc.constantFrom(
    "location",
    "properties",
    "tags",
    "sku",
    "kind",
    "zones",
    "identity",
    "subnets",
    "ipConfigurations",
  );
  const body = fc.oneof(
    json,
    fc.dictionary(member, json),
    fc.record({
      location: fc.constant("eastus"),
      properties: fc.dictionary(
        fc.constantFrom(
          "subnets",
          "addressSpace",
          "securityRules",
          "frontendIPConfigurations",
          "ipConfigurations",
          "subnet",
          "level",
          "principalId",
          "template",
          "mode",
          "networkAcls",
        ),
        json,
      ),
    }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...rows.map((row) => row.type)),
      fc.constantFrom("PUT", "PATCH", "POST", "DELETE"),
      body,
      async (called, method, given) => {
        const row = allTypes().row(called.toLowerCase());
        assert.ok(row);
        const names = row.type
          .split("/")
          .slice(1)
          .map((type, index) => `${type}/n${index}xx`);
        const path = `${group}/providers/${row.type.split("/")[0]}/${names.join("/")}?api-version=${row.apiVersions[0]}`;
        const answer = await arm.plain(method, path, JSON.stringify(given));
        if (method === "DELETE") assert.ok([200, 202, 204, 405].includes(answer.status), answer.text);
        else
          assert.ok(
            (answer.status >= 400 && answer.status < 500) || (method !== "POST" && answer.status < 300),
            answer.text,
          );
        if (answer.status < 400) return;
        assert.equal(typeof answer.body.error.code, "string");
        assert.notEqual(answer.body.error.message, "");
      },
    ),
    { numRuns: 600 },
  );
});
