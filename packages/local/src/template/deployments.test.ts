import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "@aro/runtime";
import { inProcess, subscription } from "../../tools/in-process.ts";
import type { ExternalResources } from "../resources/index.ts";
import type { WallResponse } from "../wall.ts";

const root = `/subscriptions/${subscription}`;
const group = `${root}/resourceGroups/rg`;
const deployment = (name: string, action = "") =>
  `${group}/providers/Microsoft.Resources/deployments/${name}${action}?api-version=2021-04-01`;
const schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

const template = (resources: unknown[], more: object = {}) => ({
  $schema: schema,
  contentVersion: "1.0.0.0",
  resources,
  ...more,
});
const table = (name: string, more: object = {}) => ({
  type: "Microsoft.Network/routeTables",
  apiVersion: "2020-08-01",
  name,
  location: "[resourceGroup().location]",
  ...more,
});
const body = (given: object, more: object = {}) => ({ properties: { mode: "Incremental", template: given, ...more } });

async function fresh(
  options: Parameters<typeof inProcess>[0] = { timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } },
) {
  const arm = inProcess(options);
  await arm.plain("PUT", `${group}?api-version=2019-07-01`, { location: "eastus" });
  return arm;
}

/** Deploys and reads until the deployment has ended. */
async function deploy(arm: Awaited<ReturnType<typeof fresh>>, given: object, more: object = {}) {
  const put = await arm.plain("PUT", deployment("d"), body(given, more));
  if (put.status >= 400) return put;
  for (let tries = 0; ; tries++) {
    const read = await arm.plain("GET", deployment("d"));
    if (["Succeeded", "Failed", "Canceled"].includes(read.body.properties.provisioningState) || tries > 200)
      return read;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("parameters, variables, copies, conditions and outputs come to what they say", async () => {
  await using arm = await fresh();
  const made = await deploy(
    arm,
    template(
      [
        table("[concat(variables('prefix'), copyIndex('each', 1))]", {
          copy: { name: "each", count: "[parameters('count')]" },
        }),
        table("never", { condition: "[equals(parameters('count'), 7)]" }),
        table("last", {
          dependsOn: ["each", "never"],
          tags: { first: "[if(not(empty(parameters('secret'))), 'yes', variables('absent'))]" },
        }),
        table("routed", {
          properties: {
            copy: [
              {
                name: "routes",
                count: 2,
                input: {
                  name: "[format('r{0}', copyIndex('routes'))]",
                  properties: { nextHopType: "None", addressPrefix: "[concat('10.', copyIndex('routes'), '.0.0/16')]" },
                },
              },
            ],
          },
        }),
      ],
      {
        parameters: {
          count: { type: "int", defaultValue: 2 },
          secret: { type: "secureString" },
          list: { type: "array" },
        },
        variables: { prefix: "[concat('t', '-')]" },
        outputs: {
          ids: { type: "array", value: "[createArray(resourceId('Microsoft.Network/routeTables', 't-1'))]" },
          state: { type: "string", value: "[reference('last').provisioningState]" },
          whole: {
            type: "string",
            value: "[reference(resourceId('Microsoft.Network/routeTables', 'last'), '2020-08-01', 'full').tags.first]",
          },
          plain: { type: "string", value: "[[not an expression]" },
          secret: { type: "securestring", value: "[parameters('secret')]" },
        },
      },
    ),
    { parameters: { count: { value: 3 }, secret: { value: "hush" }, list: { value: [1] } } },
  );
  assert.equal(made.body.properties.provisioningState, "Succeeded", made.text);
  const names = (await arm.plain("GET", `${group}/resources?api-version=2019-07-01`)).body.value.map(
    (one: { name: string }) => one.name,
  );
  assert.deepEqual(names, ["last", "routed", "t-1", "t-2", "t-3"]);
  assert.deepEqual(made.body.properties.outputs, {
    ids: { type: "Array", value: [`${group}/providers/Microsoft.Network/routeTables/t-1`] },
    state: { type: "String", value: "Succeeded" },
    whole: { type: "String", value: "yes" },
    plain: { type: "String", value: "[not an expression]" },
    secret: { type: "SecureString" },
  });
  assert.deepEqual(made.body.properties.parameters.secret, { type: "SecureString" });
  assert.doesNotMatch(made.text, /hush/, "secure values are never shown (ARM-HDR-11)");
  const routed = await arm.plain(
    "GET",
    `${group}/providers/Microsoft.Network/routeTables/routed?api-version=2020-08-01`,
  );
  assert.deepEqual(
    routed.body.properties.routes.map((one: { name: string }) => one.name),
    ["r0", "r1"],
  );
});

test("children are made inline, by name and as parts of their own", async () => {
  await using arm = await fresh();
  const made = await deploy(
    arm,
    template([
      {
        type: "Microsoft.Network/virtualNetworks",
        apiVersion: "2020-08-01",
        name: "v",
        location: "eastus",
        properties: { addressSpace: { addressPrefixes: ["10.0.0.0/16"] } },
        resources: [
          {
            type: "subnets",
            apiVersion: "2020-08-01",
            name: "inner",
            dependsOn: ["v"],
            properties: { addressPrefix: "10.0.0.0/24" },
          },
        ],
      },
      {
        type: "Microsoft.Network/virtualNetworks/subnets",
        apiVersion: "2020-08-01",
        name: "v/outer",
        dependsOn: ["[resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 'inner')]"],
        properties: { addressPrefix: "10.0.1.0/24" },
      },
      {
        type: "Microsoft.Authorization/locks",
        apiVersion: "2016-09-01",
        name: "keep",
        scope: "Microsoft.Network/virtualNetworks/v",
        dependsOn: ["v/outer"],
        properties: { level: "CanNotDelete" },
      },
    ]),
  );
  assert.equal(made.body.properties.provisioningState, "Succeeded", made.text);
  const vnet = await arm.plain("GET", `${group}/providers/Microsoft.Network/virtualNetworks/v?api-version=2020-08-01`);
  assert.deepEqual(
    vnet.body.properties.subnets.map((one: { name: string }) => one.name),
    ["inner", "outer"],
  );
  assert.equal(
    (await arm.plain("DELETE", `${group}/providers/Microsoft.Network/virtualNetworks/v?api-version=2020-08-01`)).body
      .error.code,
    "ScopeLocked",
  );
});

test("a template that is wrong is refused before anything happens, and validate says the same (ARM-PRE-02, ARM-PRE-05)", async () => {
  await using arm = await fresh();
  const cases: [string, object, RegExp, string?][] = [
    ["unknown function", template([table("[colour('x')]")]), /'colour' is not valid/],
    [
      "unknown function deep in properties",
      template([table("a", { properties: { routes: "[colour()]" } })]),
      /resource '[^']*\/routeTables\/a'.*colour/,
    ],
    ["syntax", template([table("[concat('a']")]), /Unable to parse language expression/],
    ["arguments", template([table("[resourceGroup(1)]")]), /'resourceGroup'.*argument/],
    ["missing parameter", template([table("[parameters('p')]")]), /template parameter 'p' is not found/],
    ["missing variable", template([table("[variables('p')]")]), /template variable 'p' is not found/],
    [
      "a variable of itself",
      template([table("[variables('p')]")], { variables: { p: "[variables('q')]", q: "[variables('p')]" } }),
      /refers to itself/,
    ],
    ["value not given", template([table("a")], { parameters: { p: { type: "string" } } }), /'p' is not provided/],
    ["reference in a name", template([table("[reference('x').y]")]), /'reference' is not expected at this location/],
    ["copyIndex without a copy", template([table("[concat('a', copyIndex())]")]), /'copyIndex' is not expected/],
    ["dependency", template([table("a", { dependsOn: ["nothing"] })]), /'nothing' is not defined in the template/],
    ["circle", template([table("a", { dependsOn: ["b"] }), table("b", { dependsOn: ["a"] })]), /Circular dependency/],
    ["twice", template([table("a"), table("A")]), /defined multiple times/],
    ["segments", template([table("a/b")]), /incorrect segment lengths/],
    ["unknown type", template([table("a", { type: "Microsoft.Network/nothings" })]), /nothings/],
    [
      "unknown version",
      template([table("a", { apiVersion: "2014-01-01" })]),
      /2014-01-01/,
      "NoRegisteredProviderFound",
    ],
    ["unknown member", template([table("a", { colour: 1 })]), /'colour'/],
    ["unknown top member", template([], { colour: 1 }), /'colour'/],
    ["user functions", template([], { functions: [] }), /user-defined functions/],
    ["no resources", { $schema: schema, contentVersion: "1.0.0.0" }, /resources/],
    ["no schema", { contentVersion: "1.0.0.0", resources: [] }, /\$schema/],
    [
      "nested deployment",
      template([table("a", { type: "Microsoft.Resources/deployments", apiVersion: "2021-04-01" })]),
      /nested deployment/,
    ],
  ];
  for (const [what, given, message, code] of cases) {
    for (const [method, path] of [
      ["PUT", deployment("d")],
      ["POST", deployment("d", "/validate")],
    ] as const) {
      const answer = await arm.plain(method, path, body(given));
      assert.equal(answer.status, 400, `${what}: ${answer.text}`);
      assert.equal(answer.body.error.code, code ?? "InvalidTemplate", what);
      assert.match(answer.body.error.message, message, what);
    }
  }
  assert.equal((await arm.plain("GET", deployment("d"))).status, 404);
  assert.deepEqual((await arm.plain("GET", `${group}/resources?api-version=2019-07-01`)).body.value, []);
});

test("what is no Incremental deployment of an inline template is refused by name", async () => {
  await using arm = await fresh();
  const cases: [object, RegExp][] = [
    [{ properties: { mode: "Complete", template: template([]) } }, /'Complete'/],
    [{ properties: { mode: "Incremental", templateLink: { uri: "https://x" } } }, /templateLink/],
    [{ properties: { mode: "Incremental" } }, /template/],
    [{ properties: { template: template([]) } }, /'mode'/],
    [{ properties: { mode: "Incremental", template: template([]), colour: 1 } }, /'colour'/],
    [{ location: "eastus", properties: { mode: "Incremental", template: template([]) } }, /'location'/],
    [{ properties: { mode: "Incremental", template: template([]), parameters: { p: { value: 1 } } } }, /'p'/],
  ];
  for (const [given, message] of cases) {
    const answer = await arm.plain("PUT", deployment("d"), given);
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.body.error.message, message);
  }
});

test("a resource that fails fails the deployment, with the provider's own code and message; others are made (ARM-ERR-05)", async () => {
  await using arm = await fresh();
  const made = await deploy(
    arm,
    template([
      {
        type: "Microsoft.Network/virtualNetworks",
        apiVersion: "2020-08-01",
        name: "bad",
        location: "eastus",
        properties: { addressSpace: { addressPrefixes: ["10.0.0.1/16"] } },
      },
      table("good"),
      table("after", { dependsOn: ["bad"] }),
    ]),
  );
  const { properties } = made.body;
  assert.equal(properties.provisioningState, "Failed");
  assert.equal(properties.error.code, "DeploymentFailed");
  assert.deepEqual(
    properties.error.details.map((one: { code: string }) => one.code),
    ["InvalidCIDRNotation"],
  );
  assert.match(properties.error.details[0].target, /virtualNetworks\/bad$/);
  const names = (await arm.plain("GET", `${group}/resources?api-version=2019-07-01`)).body.value.map(
    (one: { name: string }) => one.name,
  );
  assert.deepEqual(names, ["good"]);
  const operations = (await arm.plain("GET", `${group}/deployments/d/operations?api-version=2021-04-01`)).body.value;
  const failed = operations.find(
    (one: { properties: { provisioningState: string } }) => one.properties.provisioningState === "Failed",
  );
  assert.equal(failed.properties.statusMessage.error.code, "InvalidCIDRNotation");
  assert.equal(failed.properties.targetResource.resourceName, "bad");
  assert.equal(operations.length, 2, "what never began has no operation");
  await assert.rejects(
    arm.deployments.deployments.createOrUpdate(
      "rg",
      "d",
      body(template([table("x", { properties: { routes: 1 } })])) as never,
    ),
    /DeploymentFailed|At least one resource deployment operation failed/,
  );
});

test("a second deployment of a name waits for the first: DeploymentActive; cancel ends it; delete removes its record", async () => {
  const clock = manualClock();
  await using arm = await fresh({ clock, timing: { scale: 1, holdMilliseconds: 0 } });
  const given = template([table("one"), table("two", { dependsOn: ["one"] })]);
  const first = await arm.plain("PUT", deployment("d"), body(given));
  assert.equal(first.status, 201);
  assert.equal(first.body.properties.provisioningState, "Accepted");
  await clock.advance(100);
  const status = new URL(first.headers["azure-asyncoperation"] ?? "");
  assert.match(status.pathname, /\/deployments\/d\/operationStatuses\//);
  assert.equal((await arm.plain("GET", status.pathname + status.search)).body.status, "Running");
  const second = await arm.plain("PUT", deployment("d"), body(given));
  assert.equal(second.status, 409);
  assert.equal(second.body.error.code, "DeploymentActive");
  assert.equal((await arm.plain("DELETE", deployment("d"))).body.error.code, "DeploymentActive");
  assert.equal((await arm.plain("POST", deployment("d", "/cancel"))).status, 204);
  await clock.advance(60_000);
  const ended = await arm.plain("GET", status.pathname + status.search);
  assert.equal(ended.body.status, "Canceled");
  assert.equal((await arm.plain("POST", deployment("d", "/cancel"))).status, 409);
  const names = (await arm.plain("GET", `${group}/resources?api-version=2019-07-01`)).body.value.map(
    (one: { name: string }) => one.name,
  );
  assert.deepEqual(names, ["one"], "what had not begun is not begun");
  assert.equal((await arm.plain("HEAD", deployment("d"))).status, 204);
  assert.deepEqual(
    (
      await arm.plain(
        "GET",
        `${group}/providers/Microsoft.Resources/deployments?api-version=2021-04-01&$filter=provisioningState eq 'Canceled'`,
      )
    ).body.value.length,
    1,
  );
  const removed = await arm.plain("DELETE", deployment("d"));
  assert.equal(removed.status, 202);
  assert.equal((await arm.plain("HEAD", deployment("d"))).status, 404);
  assert.equal((await arm.plain("DELETE", deployment("d"))).status, 204);
});

test("while somebody else works on what a resource needs, the deployment tries again by itself", async () => {
  const clock = manualClock();
  await using arm = await fresh({ clock, timing: { scale: 1, holdMilliseconds: 0 } });
  await arm.plain("PUT", `${group}/providers/Microsoft.Network/routeTables/rt?api-version=2020-08-01`, {
    location: "eastus",
  });
  await arm.plain("PUT", deployment("d"), body(template([table("rt", { tags: { by: "template" } })])));
  await clock.advance(30_000);
  const read = await arm.plain("GET", deployment("d"));
  assert.equal(read.body.properties.provisioningState, "Succeeded", read.text);
  assert.deepEqual(
    (await arm.plain("GET", `${group}/providers/Microsoft.Network/routeTables/rt?api-version=2020-08-01`)).body.tags,
    { by: "template" },
  );
});

test("resources of forwarded providers are shown to them before, sent to them and waited for; their errors come through (ARM-PRE-01)", async () => {
  const sent: string[] = [];
  let reads = 0;
  const answer = (status: number, given: object): WallResponse => ({
    status,
    headers: {},
    body: new TextEncoder().encode(JSON.stringify(given)),
  });
  const externalResources: ExternalResources = {
    owns: (namespace) => namespace === "microsoft.redhatopenshift",
    list: async () => [],
    send: async ({ request, principal }) => {
      sent.push(`${request.method} ${request.url.pathname.split("/").at(-1)} ${principal.name.slice(0, 8)}`);
      const given = request.body.length === 0 ? {} : JSON.parse(new TextDecoder().decode(request.body));
      if (request.url.pathname.endsWith("/preflight"))
        return given.resources[0].location === "wrong"
          ? answer(200, {
              status: "Failed",
              error: { code: "InvalidParameter", message: "Wrong.", target: "location" },
            })
          : answer(given.resources[0].location === "silent" ? 503 : 200, { status: "Succeeded" });
      if (given.location === "nowhere")
        return answer(400, {
          error: { code: "InvalidParameter", message: "The location is wrong.", target: "location" },
        });
      return answer(request.method === "PUT" ? 201 : 200, {
        properties: { provisioningState: ++reads > 2 ? "Succeeded" : "Creating", url: "https://c" },
      });
    },
  };
  await using arm = await fresh({ timing: { scale: 1_000, holdMilliseconds: 500 }, externalResources });
  const cluster = (location: string) => ({
    type: "Microsoft.RedHatOpenShift/openShiftClusters",
    apiVersion: "2025-07-25",
    name: "c",
    location,
    properties: { x: "[concat('a','b')]" },
  });
  const made = await arm.deployments.deployments.createOrUpdate(
    "rg",
    "d",
    body(
      template([cluster("eastus"), table("later", { dependsOn: ["c"] })], {
        outputs: { url: { type: "string", value: "[reference('c').url]" } },
      }),
    ) as never,
  );
  assert.deepEqual(made.properties?.outputs, { url: { type: "String", value: "https://c" } });
  assert.deepEqual(sent, ["POST preflight aaaaaaaa", "PUT c aaaaaaaa", "GET c aaaaaaaa", "GET c aaaaaaaa"]);
  const failed = await arm.plain("PUT", deployment("e"), body(template([cluster("nowhere")])));
  const status = new URL(failed.headers["azure-asyncoperation"] ?? "");
  const ended = await arm.plain("GET", status.pathname + status.search);
  assert.equal(ended.body.error.details[0].code, "InvalidParameter");
  assert.equal(ended.body.error.details[0].target, "location");
  for (const [method, path] of [
    ["POST", deployment("f", "/validate")],
    ["PUT", deployment("f")],
  ] as const) {
    const refused = await arm.plain(method, path, body(template([table("none"), cluster("wrong")])));
    assert.equal(refused.body.error.code, "InvalidTemplateDeployment");
    assert.deepEqual(refused.body.error.details, [{ code: "InvalidParameter", message: "Wrong.", target: "location" }]);
    const silent = await arm.plain(method, path.replace("/f", "/g"), body(template([cluster("silent")])));
    assert.ok(silent.status < 300, "a provider that does not say does not stand in the way");
  }
  assert.equal((await arm.plain("GET", `${group}/resources?api-version=2019-07-01`)).body.value.length, 1);
});

test("a deployment lives through the SDK: validate, create, list, export, cancel refused, delete", async () => {
  await using arm = await fresh({ timing: { scale: 1_000, holdMilliseconds: 500 } });
  const { deployments } = arm.deployments;
  const given = body(template([table("a")])) as never;
  const validated = await deployments.validate("rg", "d", given);
  assert.equal(validated.error, undefined);
  await deployments.createOrUpdate("rg", "d", given);
  assert.equal((await deployments.get("rg", "d")).name, "d");
  const names: (string | undefined)[] = [];
  for await (const one of deployments.listByResourceGroup("rg")) names.push(one.name);
  assert.deepEqual(names, ["d"]);
  assert.deepEqual((await deployments.exportTemplate("rg", "d")).template, template([table("a")]));
  await assert.rejects(deployments.cancel("rg", "d"), /cannot be cancelled/);
  await deployments.delete("rg", "d");
  await assert.rejects(deployments.get("rg", "d"), /could not be found/);
});
