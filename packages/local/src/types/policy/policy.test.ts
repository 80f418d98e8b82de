import assert from "node:assert/strict";
import { test } from "node:test";
import { PolicyClient } from "@azure/arm-policy";
import { inProcess, subscription } from "../../../tools/in-process.ts";

const root = `/subscriptions/${subscription}`;
const group = `${root}/resourceGroups/rg`;
const codeOf = (code: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, code);
  return true;
};
// oxlint-disable-next-line unicorn/no-thenable
const consequence = "then";
const ruleOf = (condition: object, effect = "deny") => ({ if: condition, [consequence]: { effect } });

async function fresh() {
  const arm = inProcess();
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  const policy = arm.client(PolicyClient);
  const define = async (name: string, condition: object, more: object = {}) =>
    (await policy.policyDefinitions.createOrUpdate(name, { mode: "All", policyRule: ruleOf(condition), ...more })).id ??
    "";
  const assign = (name: string, policyDefinitionId: string, more: object = {}, scope = group) =>
    policy.policyAssignments.create(scope, name, { policyDefinitionId, ...more });
  return Object.assign(arm, { policy, define, assign });
}

const storage = { location: "eastus", kind: "StorageV2", sku: { name: "Standard_LRS" } } as const;

test("definitions, sets and assignments live their whole life through the SDK", async () => {
  await using arm = await fresh();
  const { policyDefinitions, policySetDefinitions, policyAssignments } = arm.policy;
  const made = await policyDefinitions.createOrUpdate("p", {
    mode: "Indexed",
    displayName: "P",
    policyRule: ruleOf({ field: "location", equals: "[parameters('where')]" }),
    parameters: { where: { type: "String" } },
  });
  assert.equal(made.policyType, "Custom");
  assert.equal(made.id, `${root}/providers/Microsoft.Authorization/policyDefinitions/p`);
  const set = await policySetDefinitions.createOrUpdate("s", {
    policyDefinitions: [{ policyDefinitionId: made.id ?? "", parameters: { where: { value: "westus" } } }],
  });
  assert.equal(set.policyDefinitions?.[0]?.policyDefinitionReferenceId, "1");
  const assignment = await arm.assign("a", made.id ?? "", { parameters: { where: { value: "westus" } } });
  assert.equal(assignment.scope, group);
  assert.equal(assignment.enforcementMode, "Default");
  await assert.rejects(policyDefinitions.delete("p"), codeOf("PolicyDefinitionInUse"));
  const custom: (string | undefined)[] = [];
  for await (const one of policyDefinitions.list({ filter: "policyType eq 'Custom'" })) custom.push(one.name);
  assert.deepEqual(custom, ["p"]);
  const here: (string | undefined)[] = [];
  for await (const one of policyAssignments.listForResourceGroup("rg")) here.push(one.name);
  assert.deepEqual(here, ["a"]);
  await policyAssignments.delete(group, "a");
  await policySetDefinitions.delete("s");
  await policyDefinitions.delete("p");
  await assert.rejects(policyDefinitions.get("p"), codeOf("ResourceNotFound"));
  const builtIn = await policyDefinitions.getBuiltIn("e56962a6-4747-49cd-b67b-bf8b01975c4c");
  assert.equal(builtIn.displayName, "Allowed locations");
});

test("what a policy denies is refused with the policy, its assignment and the comparisons that led to it", async () => {
  await using arm = await fresh();
  const shared = "Microsoft.Storage/storageAccounts/allowSharedKeyAccess";
  const condition = {
    allOf: [
      { field: "type", equals: "microsoft.storage/storageaccounts" },
      { not: { field: shared, equals: "false" } },
    ],
  };
  const id = await arm.define("no-shared-keys", condition, { displayName: "No shared keys" });
  await arm.assign("guard", id, { displayName: "Guard" });
  const { storageAccounts } = arm.storage;
  const error = (await storageAccounts.create("rg", "acct1x", storage).catch((thrown: unknown) => thrown)) as {
    statusCode: number;
    code: string;
    message: string;
    details: { error: { target: string; additionalInfo: { type: string; info: Record<string, never> }[] } };
  };
  assert.deepEqual([error.statusCode, error.code], [403, "RequestDisallowedByPolicy"]);
  assert.match(
    error.message,
    /Resource 'acct1x' was disallowed by policy\. Policy identifiers: '\[\{"policyAssignment":\{"name":"Guard"/,
  );
  const answer = await arm.plain(
    "PUT",
    `${group}/providers/Microsoft.Storage/storageAccounts/acct1x?api-version=2021-09-01`,
    storage,
  );
  const { target, additionalInfo } = answer.body.error;
  assert.equal(target, "acct1x");
  assert.equal(additionalInfo[0].type, "PolicyViolation");
  const { info } = additionalInfo[0];
  assert.deepEqual(
    [
      info.policyDefinitionDisplayName,
      info.policyDefinitionEffect,
      info.policyAssignmentName,
      info.policyAssignmentScope,
    ],
    ["No shared keys", "deny", "guard", group],
  );
  assert.deepEqual(
    info.evaluationDetails.evaluatedExpressions.map((one: { path: string; result: string }) => [one.path, one.result]),
    [
      ["type", "True"],
      ["properties.allowSharedKeyAccess", "False"],
    ],
  );
  await storageAccounts.create("rg", "acct1x", { ...storage, allowSharedKeyAccess: false });
  await assert.rejects(
    storageAccounts.update("rg", "acct1x", { allowSharedKeyAccess: true }),
    codeOf("RequestDisallowedByPolicy"),
  );
});

test("an assignment reaches what lies below its scope, not what it leaves out, and nothing when it is not enforced", async () => {
  await using arm = await fresh();
  await arm.groups.resourceGroups.createOrUpdate("other", { location: "eastus" });
  const id = await arm.define("no-tables", { field: "type", equals: "Microsoft.Network/routeTables" });
  const make = (rg: string) => arm.network.routeTables.createOrUpdate(rg, "t", { location: "eastus" });
  await arm.assign("a", id, { notScopes: [`${root}/resourceGroups/OTHER`] }, root);
  await assert.rejects(make("rg"), codeOf("RequestDisallowedByPolicy"));
  await make("other");
  await arm.assign("a", id, { enforcementMode: "DoNotEnforce" }, root);
  await make("rg");
});

test("parameters, effects, tags, groups and parts are looked at as the rule says", async () => {
  await using arm = await fresh();
  const { policy, network } = arm;
  const builtIn = "/providers/Microsoft.Authorization/policyDefinitions";
  await arm.assign("where", `${builtIn}/e56962a6-4747-49cd-b67b-bf8b01975c4c`, {
    parameters: { listOfAllowedLocations: { value: ["East US"] } },
  });
  await assert.rejects(
    network.routeTables.createOrUpdate("rg", "t", { location: "westus" }),
    codeOf("RequestDisallowedByPolicy"),
  );
  await policy.policyAssignments.delete(group, "where");
  await arm.assign("tagged", `${builtIn}/871b6d14-10aa-478d-b590-94f262ecfa99`, {
    parameters: { tagName: { value: "owner" } },
  });
  await assert.rejects(
    network.routeTables.createOrUpdate("rg", "t", { location: "eastus" }),
    codeOf("RequestDisallowedByPolicy"),
  );
  const address = { addressPrefixes: ["10.0.0.0/16"] };
  await network.virtualNetworks.createOrUpdate("rg", "v", {
    location: "eastus",
    tags: { Owner: "me" },
    addressSpace: address,
  });
  await policy.policyAssignments.delete(group, "tagged");
  const endpoints = await arm.define("no-endpoints", {
    allOf: [
      { field: "type", equals: "Microsoft.Network/virtualNetworks/subnets" },
      { field: "Microsoft.Network/virtualNetworks/subnets/serviceEndpoints[*].service", like: "Microsoft.Sto*" },
      { field: "Microsoft.Network/virtualNetworks/subnets/serviceEndpoints", exists: true },
    ],
  });
  await arm.assign("endpoints", endpoints);
  const subnet = (service?: string) =>
    network.subnets.createOrUpdate("rg", "v", "s", {
      addressPrefix: "10.0.0.0/24",
      ...(service === undefined ? {} : { serviceEndpoints: [{ service }] }),
    });
  await assert.rejects(subnet("Microsoft.Storage"), codeOf("RequestDisallowedByPolicy"));
  await subnet("Microsoft.KeyVault");
  await subnet();
  const groups = await arm.define("no-groups", {
    allOf: [
      { field: "type", equals: "Microsoft.Resources/subscriptions/resourceGroups" },
      { field: "name", match: "aro-####" },
    ],
  });
  await arm.assign("groups", groups, {}, root);
  await assert.rejects(
    arm.groups.resourceGroups.createOrUpdate("aro-1234", { location: "eastus" }),
    codeOf("RequestDisallowedByPolicy"),
  );
  await arm.groups.resourceGroups.createOrUpdate("aro-12345", { location: "eastus" });
});

test("a set applies each of its policies, and reasons are told where they are given", async () => {
  await using arm = await fresh();
  const definition = await arm.define(
    "types",
    { field: "type", in: "[parameters('types')]" },
    { parameters: { types: { type: "Array" }, effect: { type: "String", defaultValue: "Deny" } } },
  );
  const set = await arm.policy.policySetDefinitions.createOrUpdate("s", {
    parameters: { forbidden: { type: "Array" } },
    policyDefinitions: [
      { policyDefinitionId: definition, parameters: { types: { value: "[parameters('forbidden')]" } } },
    ],
  });
  await arm.assign("a", set.id ?? "", {
    parameters: { forbidden: { value: ["Microsoft.Network/routeTables"] } },
    nonComplianceMessages: [{ message: "no route tables here" }],
  });
  await assert.rejects(arm.network.routeTables.createOrUpdate("rg", "t", { location: "eastus" }), (error: unknown) => {
    assert.match((error as Error).message, /Reasons: 'no route tables here'/);
    return true;
  });
});

test("rules and parameters that nobody could carry out are refused by name", async () => {
  await using arm = await fresh();
  const bad = async (code: string, body: object) =>
    assert.rejects(arm.policy.policyDefinitions.createOrUpdate("p", { mode: "All", ...body }), codeOf(code));
  const field = { field: "type", equals: "x" };
  await bad("InvalidPolicyRule", { policyRule: ruleOf(field, "modify") });
  await bad("InvalidPolicyRule", { policyRule: ruleOf(field, "deployIfNotExists") });
  await bad("InvalidPolicyRule", { policyRule: ruleOf({ field: "type", resembles: "x" }) });
  await bad("InvalidPolicyRule", { policyRule: ruleOf({ field: "color", equals: "x" }) });
  await bad("InvalidPolicyRule", { policyRule: ruleOf({ count: { field: "a[*]" }, equals: 1 }) });
  await bad("InvalidPolicyRule", { policyRule: ruleOf({ value: "[unknown()]", equals: 1 }) });
  await bad("InvalidPolicyRule", { policyRule: ruleOf({ allOf: [] }) });
  await bad("InvalidPolicyRule", {});
  await bad("InvalidPolicyDefinitionMode", { mode: "Microsoft.Kubernetes.Data", policyRule: ruleOf(field) });
  const id = await arm.define(
    "q",
    { field: "name", equals: "[parameters('a')]" },
    { parameters: { a: { type: "String", allowedValues: ["x"] } } },
  );
  await assert.rejects(arm.assign("a", id), codeOf("MissingPolicyParameter"));
  await assert.rejects(
    arm.assign("a", id, { parameters: { a: { value: "y" } } }),
    codeOf("InvalidPolicyParameterValue"),
  );
  await assert.rejects(
    arm.assign("a", id, { parameters: { a: { value: "x" }, b: { value: 1 } } }),
    codeOf("UndefinedPolicyParameter"),
  );
  await assert.rejects(
    arm.assign("a", `${root}/providers/Microsoft.Authorization/policyDefinitions/none`),
    codeOf("PolicyDefinitionNotFound"),
  );
});

test("a deployment that would make what a policy denies ends before it makes anything, each violation with its policy (spec 03 §7.6)", async () => {
  await using arm = await fresh();
  const shared = "Microsoft.Storage/storageAccounts/allowSharedKeyAccess";
  const id = await arm.define("no-shared-keys", { field: shared, equals: true });
  await arm.assign("guard", id);
  const resource = (type: string, name: string, more: object) => ({ type, name, location: "eastus", ...more });
  const template = {
    $schema: "https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    parameters: { shared: { type: "bool", defaultValue: true } },
    resources: [
      resource("Microsoft.Network/routeTables", "t", { apiVersion: "2020-08-01" }),
      resource("Microsoft.Storage/storageAccounts", "acct1x", {
        apiVersion: "2021-09-01",
        sku: { name: "Standard_LRS" },
        kind: "StorageV2",
        properties: { allowSharedKeyAccess: "[parameters('shared')]" },
      }),
    ],
  };
  const path = `${group}/providers/Microsoft.Resources/deployments/d?api-version=2021-04-01`;
  const properties = { mode: "Incremental", template };
  const refused = await arm.plain("PUT", path, { properties });
  assert.deepEqual([refused.status, refused.body.error.code], [400, "InvalidTemplateDeployment"]);
  assert.match(JSON.stringify(refused.body), /"code":"InvalidTemplateDeployment".*"code":"RequestDisallowedByPolicy"/);
  const [detail] = refused.body.error.details;
  assert.deepEqual([detail.target, detail.additionalInfo[0].info.policyAssignmentName], ["acct1x", "guard"]);
  const network = `${group}/providers/Microsoft.Network/routeTables/t?api-version=2020-08-01`;
  assert.equal((await arm.plain("GET", network)).status, 404);
  const validated = await arm.plain("POST", path.replace("/d?", "/d/validate?"), { properties });
  assert.equal(validated.body.error.code, "InvalidTemplateDeployment");
  const parameters = { shared: { value: false } };
  assert.equal((await arm.plain("PUT", path, { properties: { ...properties, parameters } })).status, 201);
});

test("a policy of effect modify changes what is asked for, with an identity of its own", async () => {
  await using arm = await fresh();
  const shared = "Microsoft.Storage/storageAccounts/allowSharedKeyAccess";
  const operations = [
    { operation: "addOrReplace", field: shared, value: false },
    { operation: "add", field: "tags['owner']", value: "[field('name')]" },
    { operation: "remove", field: "tags['secret']" },
  ];
  const details = { roleDefinitionIds: ["/providers/microsoft.authorization/roleDefinitions/r"], operations };
  const made = await arm.policy.policyDefinitions.createOrUpdate("m", {
    mode: "Indexed",
    policyRule: {
      if: { field: "type", equals: "Microsoft.Storage/storageAccounts" },
      [consequence]: { effect: "modify", details },
    },
  });
  const id = made.id ?? "";
  await assert.rejects(arm.assign("m", id), codeOf("ResourceIdentityRequired"));
  await arm.assign("m", id, { location: "eastus", identity: { type: "SystemAssigned" } });
  const { storageAccounts } = arm.storage;
  const account = await storageAccounts.create("rg", "acct1x", {
    ...storage,
    allowSharedKeyAccess: true,
    tags: { Secret: "x", stage: "test" },
  });
  assert.equal(account.allowSharedKeyAccess, false);
  assert.deepEqual(account.tags, { stage: "test", owner: "acct1x" });
  const patched = await storageAccounts.update("rg", "acct1x", { allowSharedKeyAccess: true, tags: { owner: "me" } });
  assert.deepEqual([patched.allowSharedKeyAccess, patched.tags], [false, { owner: "me" }]);
  await arm.network.routeTables.createOrUpdate("rg", "t", { location: "eastus" });
  assert.equal((await arm.network.routeTables.get("rg", "t")).tags, undefined);
});
