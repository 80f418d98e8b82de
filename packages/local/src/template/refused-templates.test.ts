import assert from "node:assert/strict";
import { test } from "node:test";
import { body, deployment, fresh, group, schema, table, template } from "./testing/deploying.ts";

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
