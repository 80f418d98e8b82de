import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../../tools/in-process.ts";

const root = `/subscriptions/${subscription}`;
const group = `${root}/resourceGroups/rg`;
const contributor = `${root}/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c`;
const reader = `${root}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`;
const id = (digit: string) =>
  `${digit.repeat(8)}-${digit.repeat(4)}-${digit.repeat(4)}-${digit.repeat(4)}-${digit.repeat(12)}`;
const codeOf = (code: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, code);
  return true;
};

async function fresh() {
  const arm = inProcess();
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  await arm.network.routeTables.createOrUpdate("rg", "rt", { location: "eastus" });
  return arm;
}

const collect = async <Item>(pages: AsyncIterable<Item>): Promise<Item[]> => {
  const found: Item[] = [];
  for await (const one of pages) found.push(one);
  return found;
};

test("a role assignment lives its whole life through the SDK", async () => {
  await using arm = await fresh();
  const { roleAssignments } = arm.authorization;
  const body = { principalId: id("a"), roleDefinitionId: contributor.toLowerCase(), principalType: "ServicePrincipal" };
  const made = await roleAssignments.create(group, id("1"), body);
  assert.equal(made.id, `${group}/providers/Microsoft.Authorization/roleAssignments/${id("1")}`);
  assert.equal(made.scope, group);
  assert.equal(made.roleDefinitionId, contributor);
  assert.equal(made.principalType, "ServicePrincipal");
  assert.equal((await roleAssignments.getById(made.id ?? "")).id, made.id);
  await roleAssignments.create(group, id("1"), body);
  await assert.rejects(roleAssignments.create(group, id("2"), body), codeOf("RoleAssignmentExists"));
  await assert.rejects(
    roleAssignments.create(group, id("1"), { ...body, principalId: id("b") }),
    codeOf("RoleAssignmentUpdateNotPermitted"),
  );
  await assert.rejects(
    roleAssignments.create(group, id("2"), { ...body, principalId: "me" }),
    codeOf("InvalidPrincipalId"),
  );
  await assert.rejects(
    roleAssignments.create(group, id("2"), { ...body, roleDefinitionId: contributor.replace("b24988ac", "00000000") }),
    codeOf("RoleDefinitionDoesNotExist"),
  );
  await assert.rejects(roleAssignments.create(group, "name", body), codeOf("InvalidResourceName"));
  const gone = await roleAssignments.delete(group, id("1"));
  assert.equal(gone.principalId, id("a"));
  await roleAssignments.delete(group, id("1"));
  await assert.rejects(roleAssignments.get(group, id("1")), codeOf("RoleAssignmentNotFound"));
});

test("a list of assignments shows what holds at the scope and below, and atScope() not what is below", async () => {
  await using arm = await fresh();
  const { roleAssignments } = arm.authorization;
  const table = `${group}/providers/Microsoft.Network/routeTables/rt`;
  await arm.groups.resourceGroups.createOrUpdate("rg2", { location: "eastus" });
  const give = (scope: string, name: string, who: string) =>
    roleAssignments.create(scope, id(name), { principalId: id(who), roleDefinitionId: reader, principalType: "User" });
  await give(root, "1", "a");
  await give(group, "2", "a");
  await give(table, "3", "b");
  await give(`${root}/resourceGroups/rg2`, "4", "b");
  const names = async (pages: AsyncIterable<{ name?: string }>) =>
    (await collect(pages))
      .map((one) => one.name?.at(0) ?? "")
      .sort((one, other) => (one < other ? -1 : 1))
      .join("");
  assert.equal(await names(roleAssignments.listForScope(group)), "123");
  assert.equal(await names(roleAssignments.listForScope(group, { filter: "atScope()" })), "12");
  assert.equal(await names(roleAssignments.listForScope(table, { filter: "atScope()" })), "123");
  assert.equal(await names(roleAssignments.listForScope(group, { filter: `principalId eq '${id("a")}'` })), "12");
  assert.equal(
    await names(roleAssignments.listForScope(group, { filter: `atScope() and assignedTo('${id("b")}')` })),
    "",
  );
  assert.equal(await names(roleAssignments.listForSubscription()), "1234");
  assert.equal(await names(roleAssignments.listForResourceGroup("rg")), "123");
  await assert.rejects(
    names(roleAssignments.listForScope(group, { filter: "colour eq 'red'" })),
    codeOf("UnsupportedQuery"),
  );
  await arm.network.routeTables.delete("rg", "rt");
  assert.equal(await names(roleAssignments.listForScope(group)), "12", "an assignment goes with its scope");
});

test("built-in roles are read by id and by name, custom ones made, listed and deleted", async () => {
  await using arm = await fresh();
  const { roleDefinitions } = arm.authorization;
  const owner = await roleDefinitions.get(root, "8e3af657-a8ff-443c-a75c-2fe8c4bcb635");
  assert.equal(owner.roleName, "Owner");
  assert.deepEqual(owner.permissions?.[0]?.actions, ["*"]);
  assert.equal((await roleDefinitions.getById(contributor)).roleName, "Contributor");
  const named = await collect(roleDefinitions.list(group, { filter: "roleName eq 'Network Contributor'" }));
  assert.deepEqual(
    named.map((one) => one.name),
    ["4d97b98b-1d4f-4787-a291-c67834d212e7"],
  );
  const custom = {
    roleName: "Azure Red Hat OpenShift cluster",
    roleType: "CustomRole",
    permissions: [{ actions: ["*/read"] }],
    assignableScopes: [group],
  };
  const made = await roleDefinitions.createOrUpdate(group, id("5"), custom);
  assert.equal(made.roleType, "CustomRole");
  const listed = await collect(roleDefinitions.list(group, { filter: "type eq 'CustomRole'" }));
  assert.deepEqual(
    listed.map((one) => one.assignableScopes),
    [[group]],
  );
  const all = await collect(roleDefinitions.list(group));
  assert.ok(all.length > 10);
  await assert.rejects(
    roleDefinitions.createOrUpdate(group, id("6"), { ...custom, roleName: "owner" }),
    codeOf("RoleDefinitionWithSameNameExists"),
  );
  await arm.authorization.roleAssignments.create(group, id("7"), {
    principalId: id("a"),
    roleDefinitionId: made.id ?? "",
  });
  const again = await roleDefinitions.createOrUpdate(group, id("5"), { ...custom, description: "changed" });
  assert.equal(again.description, "changed");
  await assert.rejects(roleDefinitions.delete(group, id("5")), codeOf("RoleDefinitionHasAssignments"));
  await arm.authorization.roleAssignments.delete(group, id("7"));
  await roleDefinitions.delete(group, id("5"));
  await assert.rejects(roleDefinitions.get(group, id("5")), codeOf("RoleDefinitionDoesNotExist"));
});

test("a custom role is assigned where it says only, and says actions only that could be some", async () => {
  await using arm = await fresh();
  const { roleDefinitions, roleAssignments } = arm.authorization;
  const custom = { roleName: "r", roleType: "CustomRole", permissions: [{ actions: ["*/read"] }] };
  const made = await roleDefinitions.createOrUpdate(root, id("5"), { ...custom, assignableScopes: [group] });
  const give = (scope: string, name: string) =>
    roleAssignments.create(scope, id(name), { principalId: id("a"), roleDefinitionId: made.id ?? "" });
  await give(group, "1");
  await assert.rejects(give(root, "2"), codeOf("RoleDefinitionDoesNotExist"));
  for (const action of ["everything", "Microsoft.Network/", "a b/read"])
    await assert.rejects(
      roleDefinitions.createOrUpdate(root, id("6"), {
        ...custom,
        roleName: "s",
        assignableScopes: [group],
        permissions: [{ actions: [action] }],
      }),
      codeOf("InvalidActionOrNotAction"),
    );
});

test("a principal is one of the directory, of the type that is said; one that is too new to be seen is taken at its word", async () => {
  const known = { kind: "Group", displayName: "team" } as const;
  await using arm = inProcess({
    principals: {
      createManagedIdentity: () => assert.fail(),
      removeManagedIdentity: () => assert.fail(),
      managedIdentityAt: () => assert.fail(),
      principalOf: (objectId) => (objectId === id("a") ? known : undefined),
      groupsOf: (objectId) => (objectId === id("b") ? [id("a")] : []),
    },
  });
  const { roleAssignments } = arm.authorization;
  const give = (name: string, principalId: string, principalType?: string) =>
    roleAssignments.create(root, id(name), {
      principalId,
      roleDefinitionId: reader,
      ...(principalType === undefined ? {} : { principalType }),
    });
  assert.equal((await give("1", id("a"))).principalType, "Group");
  await assert.rejects(give("2", id("b")), codeOf("PrincipalNotFound"));
  await assert.rejects(give("2", id("a"), "User"), codeOf("UnmatchedPrincipalType"));
  assert.equal((await give("2", id("c"), "ServicePrincipal")).principalType, "ServicePrincipal");
  const assigned = (filter: string) => collect(roleAssignments.listForScope(root, { filter }));
  assert.equal((await assigned(`assignedTo('${id("b")}')`)).length, 1);
  assert.equal((await assigned(`principalId eq '${id("b")}'`)).length, 0);
});

test("deny assignments are read by anyone and made by nobody who asks ARM directly", async () => {
  await using arm = await fresh();
  const path = `${group}/providers/Microsoft.Authorization/denyAssignments/${id("9")}?api-version=2018-07-01-preview`;
  assert.equal((await arm.plain("PUT", path, { properties: {} })).status, 405);
  assert.equal((await arm.plain("GET", path)).status, 404);
  const { denyAssignments } = arm.authorization;
  assert.deepEqual(await collect(denyAssignments.listForScope(group)), []);
  const name = "[guid(resourceGroup().id, 'deny')]";
  await arm.deployments.deployments.createOrUpdate("rg", "d", {
    properties: {
      mode: "Incremental",
      template: {
        $schema: "https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#",
        contentVersion: "1.0.0.0",
        resources: [
          {
            type: "Microsoft.Authorization/denyAssignments",
            apiVersion: "2018-07-01-preview",
            name,
            properties: {
              denyAssignmentName: name,
              permissions: [{ actions: ["*/write"], notActions: ["Microsoft.Resources/tags/*"] }],
              principals: [{ id: "00000000-0000-0000-0000-000000000000", type: "SystemDefined" }],
              excludePrincipals: [{ id: id("e"), type: "ServicePrincipal" }],
              isSystemProtected: true,
            },
          },
        ],
      },
    },
  } as never);
  const [made, ...others] = await collect(denyAssignments.listForScope(group));
  assert.deepEqual(others, []);
  assert.equal(made?.isSystemProtected, true);
  assert.deepEqual(made?.permissions?.[0]?.actions, ["*/write"]);
  assert.equal(made?.excludePrincipals?.[0]?.id, id("e"));
  assert.equal((await denyAssignments.getById(made?.id ?? "")).denyAssignmentName, made?.denyAssignmentName);
  const filter = `denyAssignmentName eq '${made?.denyAssignmentName}'`;
  assert.equal((await collect(denyAssignments.listForScope(group, { filter }))).length, 1);
  assert.equal((await collect(denyAssignments.listForScope(group, { filter: "denyAssignmentName eq 'x'" }))).length, 0);
});
