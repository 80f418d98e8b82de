import assert from "node:assert/strict";
import { test } from "node:test";
import { body, deploy, fresh, group, table, template } from "./testing/deploying.ts";

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
