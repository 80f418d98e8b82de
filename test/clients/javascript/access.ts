import { randomUUID } from "node:crypto";
import { AuthorizationManagementClient } from "@azure/arm-authorization";
import { ManagedServiceIdentityClient } from "@azure/arm-msi";
import { type Step, stepsOf } from "./life.ts";
import { credential, group, location, options, subscription, tagged, tags } from "./sign-in.ts";

const { roleDefinitions, roleAssignments } = new AuthorizationManagementClient(credential, subscription, options);
const { userAssignedIdentities, federatedIdentityCredentials } = new ManagedServiceIdentityClient(
  credential,
  subscription,
  options,
);
const scope = `/subscriptions/${subscription}/resourceGroups/${group}`;
const reader = `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`;
const [role, assignment] = [randomUUID(), randomUUID()];
const definition = (description: string) => ({
  roleName: "Looker",
  description,
  permissions: [{ actions: ["*/read"], notActions: [] }],
  assignableScopes: [scope],
});
const trust = (subject: string) => ({
  issuer: "https://issuer.test",
  subject,
  audiences: ["api://AzureADTokenExchange"],
});

export const access = (): readonly Step[] => [
  ...stepsOf({
    what: "msi userAssignedIdentities",
    create: () => userAssignedIdentities.createOrUpdate(group, "who", { location }),
    get: () => userAssignedIdentities.get(group, "who"),
    list: () => userAssignedIdentities.listByResourceGroup(group),
    update: () => userAssignedIdentities.update(group, "who", { location, tags }),
    updated: tagged,
    remove: () => userAssignedIdentities.delete(group, "who"),
    refused: { status: 404, code: "ResourceNotFound", call: () => userAssignedIdentities.get(group, "nobody") },
  }),
  ...stepsOf({
    what: "msi federatedIdentityCredentials",
    create: async () => {
      await userAssignedIdentities.createOrUpdate(group, "trusting", { location });
      return federatedIdentityCredentials.createOrUpdate(group, "trusting", "trust", trust("one"));
    },
    get: () => federatedIdentityCredentials.get(group, "trusting", "trust"),
    list: () => federatedIdentityCredentials.list(group, "trusting"),
    update: () => federatedIdentityCredentials.createOrUpdate(group, "trusting", "trust", trust("two")),
    updated: ({ subject }) => subject === "two",
    remove: () => federatedIdentityCredentials.delete(group, "trusting", "trust"),
    refused: {
      status: 404,
      code: "ParentResourceNotFound",
      call: () => federatedIdentityCredentials.createOrUpdate(group, "nobody", "trust", trust("one")),
    },
  }),
  ...stepsOf({
    what: "authorization roleDefinitions",
    create: () => roleDefinitions.createOrUpdate(scope, role, definition("before")),
    get: () => roleDefinitions.get(scope, role),
    list: () => roleDefinitions.list(scope),
    update: () => roleDefinitions.createOrUpdate(scope, role, definition("after")),
    updated: ({ description }) => description === "after",
    remove: () => roleDefinitions.delete(scope, role),
    refused: { status: 404, code: "RoleDefinitionDoesNotExist", call: () => roleDefinitions.get(scope, randomUUID()) },
  }),
  ...stepsOf({
    what: "authorization roleAssignments",
    create: async () => {
      const { principalId = "" } = await userAssignedIdentities.get(group, "trusting");
      return roleAssignments.create(scope, assignment, {
        roleDefinitionId: reader,
        principalId,
        principalType: "ServicePrincipal",
      });
    },
    get: () => roleAssignments.get(scope, assignment),
    list: () => roleAssignments.listForResourceGroup(group),
    remove: () => roleAssignments.delete(scope, assignment),
    refused: {
      status: 400,
      code: "PrincipalNotFound",
      call: () =>
        roleAssignments.create(scope, randomUUID(), {
          roleDefinitionId: reader,
          principalId: randomUUID(),
        }),
    },
  }),
];
