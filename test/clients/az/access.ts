import { allLacking, type Chapter } from "./command.ts";

const group = "/subscriptions/$subscription/resourceGroups/rg";
const inIdentity = "-g rg --identity-name who";
const federated = "--issuer https://issuer.test --audiences api://AzureADTokenExchange";

/** Managed identities. */
export const identities: Chapter = {
  title: "identity",
  commands: [
    { say: "identity create -g rg -n who", keep: { principal: "principalId" }, shows: { tenantId: "$tenant" } },
    { say: "identity show -g rg -n who", shows: { principalId: "$principal" } },
    { say: "identity list -g rg --query [].name", shows: ["who"] },
    { say: "identity create -g rg -n who --tags a=b", shows: { principalId: "$principal", tags: { a: "b" } } },
    {
      say: `identity federated-credential create ${inIdentity} -n trust --subject one ${federated}`,
      shows: { subject: "one" },
    },
    { say: `identity federated-credential show ${inIdentity} -n trust`, shows: { issuer: "https://issuer.test" } },
    { say: `identity federated-credential list ${inIdentity} --query [].name`, shows: ["trust"] },
    {
      say: `identity federated-credential update ${inIdentity} -n trust --subject two ${federated}`,
      shows: { subject: "two" },
    },
    { say: `identity federated-credential delete ${inIdentity} -n trust -y` },
    { say: "identity show -g rg -n nobody", refused: /ResourceNotFound/ },
  ],
};

const lacking = /object has no attribute 'config'|No module named 'azure\.mgmt\.authorization/;
const theirs = `--assignee $principal --scope ${group}`;

/** Roles: who has one, and what somebody without hears. */
export const roles: Chapter = {
  title: "role assignment",
  commands: allLacking(lacking, [
    { say: "role definition list --name Contributor --query [].roleType", shows: ["BuiltInRole"] },
    {
      say: `role assignment create --assignee-object-id $principal --assignee-principal-type ServicePrincipal --role Reader --scope ${group}`,
      shows: { principalId: "$principal", principalType: "ServicePrincipal" },
      keep: { assignment: "id" },
    },
    { say: `role assignment list --scope ${group} --query [].roleDefinitionName`, shows: ["Reader"] },
    { say: `role assignment list ${theirs} --query [].id`, shows: ["$assignment"] },
    {
      say: `role assignment create --assignee-object-id $principal --assignee-principal-type ServicePrincipal --role Contributor --scope ${group}`,
      shows: { principalId: "$principal" },
    },
    { say: `role assignment delete ${theirs} --role Contributor` },
    { say: `role assignment list ${theirs} --query [].roleDefinitionName`, shows: ["Reader"] },
    {
      say: `role assignment create ${theirs} --role "No such role"`,
      refused: /Role 'No such role' doesn't exist/,
    },
    { say: `role assignment delete ${theirs} --role Reader` },
    { say: `role assignment list ${theirs}`, shows: [] },
    { say: "identity delete -g rg -n who" },
    { say: "identity list -g rg", shows: [] },
    {
      say: "ad sp create-for-rbac -n onlooker --role Reader --scopes /subscriptions/$subscription",
      keep: { onlooker: "appId", onlookersSecret: "password" },
    },
    {
      say: "login --service-principal -u $onlooker -p $onlookersSecret --tenant $tenant",
      shows: [{ id: "$subscription" }],
    },
    { say: "group show -n rg", shows: { name: "rg" } },
    { say: "group create -n mine -l eastus", refused: /AuthorizationFailed/ },
    { say: "login --service-principal -u $client -p $secret --tenant $tenant", shows: [{ id: "$subscription" }] },
  ]),
};
