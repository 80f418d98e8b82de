import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../tools/in-process.ts";
import { table, template } from "./testing/deploying.ts";

const root = `/subscriptions/${subscription}`;
const group = (name = "rg") => `${root}/resourceGroups/${name}`;
const deployment = (name: string, action = "", of = "rg") =>
  `${group(of)}/providers/Microsoft.Resources/deployments/${name}${action}?api-version=2021-04-01`;

const nested = (name: string, inner: object, properties: object = {}, more: object = {}) => ({
  type: "Microsoft.Resources/deployments",
  apiVersion: "2021-04-01",
  name,
  ...more,
  properties: { mode: "Incremental", template: inner, ...properties },
});
const innerScope = { expressionEvaluationOptions: { scope: "inner" } };

async function fresh() {
  const arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  for (const name of ["rg", "other"])
    await arm.plain("PUT", `${group(name)}?api-version=2019-07-01`, { location: "eastus" });
  return arm;
}

/** Deploys and reads until the deployment has ended. */
async function deploy(arm: Awaited<ReturnType<typeof fresh>>, given: object) {
  const put = await arm.plain("PUT", deployment("d"), { properties: { mode: "Incremental", template: given } });
  if (put.status >= 400) return put;
  for (let tries = 0; ; tries++) {
    const read = await arm.plain("GET", deployment("d"));
    if (["Succeeded", "Failed", "Canceled"].includes(read.body.properties.provisioningState) || tries > 500)
      return read;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("a nested template is computed by the outer one, or by itself with parameters of its own; its outputs are read", async () => {
  await using arm = await fresh();
  const outputs = {
    outer: { type: "string", value: "[reference('outer').outputs.name.value]" },
    inner: { type: "string", value: "[reference('inner').outputs.name.value]" },
  };
  const shown = (name: string) => ({ outputs: { name: { type: "String", value: name } } });
  const made = await deploy(
    arm,
    template(
      [
        nested(
          "outer",
          template([table("[variables('name')]", { tags: { text: "[[kept]" } })], shown("[variables('name')]")),
        ),
        nested(
          "inner",
          template([table("[parameters('name')]")], {
            parameters: { name: { type: "string" } },
            variables: { name: "from-inner" },
            ...shown("[concat(parameters('name'), '-', variables('name'))]"),
          }),
          { ...innerScope, parameters: { name: { value: "[concat(variables('name'), '-2')]" } } },
          { dependsOn: ["outer"] },
        ),
      ],
      { variables: { name: "from-outer" }, outputs },
    ),
  );
  assert.equal(made.body.properties.provisioningState, "Succeeded", made.text);
  assert.equal(made.body.properties.outputs.outer.value, "from-outer");
  assert.equal(made.body.properties.outputs.inner.value, "from-outer-2-from-inner");
  const read = (name: string) =>
    arm.plain("GET", `${group()}/providers/Microsoft.Network/routeTables/${name}?api-version=2020-08-01`);
  assert.deepEqual((await read("from-outer")).body.tags, { text: "[kept]" });
  assert.equal((await read("from-outer-2")).status, 200);
  assert.equal((await arm.plain("GET", deployment("inner"))).body.properties.provisioningState, "Succeeded");
});

test("a nested deployment goes to another group when it says so, and its resourceGroup() is that one", async () => {
  await using arm = await fresh();
  const inner = template([table("there", { tags: { group: "[resourceGroup().name]" } })]);
  const made = await deploy(arm, template([nested("n", inner, innerScope, { resourceGroup: "other" })]));
  assert.equal(made.body.properties.provisioningState, "Succeeded", made.text);
  const path = `${group("other")}/providers/Microsoft.Network/routeTables/there?api-version=2020-08-01`;
  assert.deepEqual((await arm.plain("GET", path)).body.tags, { group: "other" });
  assert.equal((await arm.plain("GET", deployment("n", "", "other"))).status, 200);
  const nowhere = await deploy(arm, template([nested("n", inner, innerScope, { resourceGroup: "none" })]));
  assert.equal(nowhere.body.properties.error.details[0].code, "ResourceGroupNotFound");
});

test("the failure of a nested deployment is told as a tree that ends at the cause", async () => {
  await using arm = await fresh();
  const bad = table("bad", { properties: { colour: 1 } });
  const made = await deploy(arm, template([nested("n", template([bad], {}))]));
  const { error } = made.body.properties;
  assert.equal(error.code, "DeploymentFailed");
  assert.match(error.target, /deployments\/d$/);
  const [own] = error.details;
  assert.deepEqual(
    [own.code, own.target],
    ["ResourceDeploymentFailure", `${group()}/providers/Microsoft.Resources/deployments/n`],
  );
  assert.match(own.message, /terminal provisioning state 'Failed'/);
  const [failed] = own.details;
  assert.equal(failed.code, "DeploymentFailed");
  assert.match(failed.details[0].target, /routeTables\/bad$/);
});

test("a nested deployment that is none is refused before anything happens", async () => {
  await using arm = await fresh();
  for (const [given, message] of [
    [nested("n", template([]), { mode: "Complete" }), /Complete/],
    [nested("n", { resources: [] }), /\$schema/],
    [nested("a b", template([])), /name 'a b'/],
    [nested("n", template([]), {}, { subscriptionId: subscription }), /to a subscription/],
    [nested("n", template([]), {}, { apiVersion: "1999-01-01" }), /1999-01-01/],
    [{ ...table("t"), resourceGroup: "other" }, /'resourceGroup'/],
  ] as const) {
    const answer = await deploy(arm, template([table("first"), given]));
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.body.error.message, message);
  }
  assert.deepEqual((await arm.plain("GET", `${group()}/resources?api-version=2019-07-01`)).body.value, []);
});

test("a canceled deployment lets what is nested in it begin nothing more", async () => {
  const { manualClock } = await import("@aro/runtime");
  const clock = manualClock();
  await using arm = inProcess({ clock, timing: { scale: 1, holdMilliseconds: 0 } });
  await arm.plain("PUT", `${group()}?api-version=2019-07-01`, { location: "eastus" });
  const inner = template([table("one"), table("two", { dependsOn: ["one"] })]);
  const body = { properties: { mode: "Incremental", template: template([nested("n", inner)]) } };
  assert.equal((await arm.plain("PUT", deployment("d"), body)).status, 201);
  const state = async (name: string) => (await arm.plain("GET", deployment(name))).body.properties?.provisioningState;
  for (let tries = 0; tries < 100 && (await state("n")) !== "Running"; tries++) await new Promise(setImmediate);
  assert.equal((await arm.plain("POST", deployment("d", "/cancel"))).status, 204);
  for (let tries = 0; tries < 200 && (await state("d")) !== "Canceled"; tries++) {
    await clock.advance(60_000);
    await new Promise(setImmediate);
  }
  assert.deepEqual([await state("d"), await state("n")], ["Canceled", "Canceled"]);
  const two = `${group()}/providers/Microsoft.Network/routeTables/two?api-version=2020-08-01`;
  assert.equal((await arm.plain("GET", two)).status, 404);
});

test("defaults know the present and fresh ids, outputs may be copies, resources answer their lists, the cloud tells itself", async () => {
  await using arm = await fresh();
  const account = {
    type: "Microsoft.Storage/storageAccounts",
    apiVersion: "2021-09-01",
    name: "listed",
    location: "eastus",
    sku: { name: "Standard_LRS" },
    kind: "StorageV2",
    properties: {},
  };
  const made = await deploy(
    arm,
    template([account], {
      parameters: {
        now: { type: "string", defaultValue: "[utcNow('yyyy')]" },
        id: { type: "string", defaultValue: "[newGuid()]" },
      },
      outputs: {
        now: { type: "string", value: "[parameters('now')]" },
        id: { type: "string", value: "[parameters('id')]" },
        each: { type: "array", copy: { count: 3, input: "[copyIndex()]" } },
        key: { type: "string", value: "[listKeys('listed', '2021-09-01').keys[0].keyName]" },
        suffix: { type: "string", value: "[environment().suffixes.storage]" },
      },
    }),
  );
  const { outputs } = made.body.properties;
  assert.equal(made.body.properties.provisioningState, "Succeeded", made.text);
  assert.match(outputs.now.value, /^20\d\d$/);
  assert.match(outputs.id.value, /^[0-9a-f-]{36}$/);
  assert.deepEqual(outputs.each.value, [0, 1, 2]);
  assert.equal(outputs.key.value, "key1");
  assert.equal(outputs.suffix.value, "core.test");
  for (const expression of ["[utcNow()]", "[newGuid()]", "[listKeys('listed', '2021-09-01')]"])
    assert.match(
      (await deploy(arm, template([table(expression)]))).text,
      /is not expected at this location/,
      expression,
    );
  const unknown = await deploy(
    arm,
    template([account], { outputs: { x: { type: "string", value: "[listDoors('listed', '2021-09-01')]" } } }),
  );
  assert.match(unknown.text, /has no such action/);
});
