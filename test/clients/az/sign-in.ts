import type { Chapter } from "./command.ts";

const proof = "login --service-principal -u $client --tenant $tenant";
const owned = [{ id: "$subscription", state: "Enabled", tenantId: "$tenant", user: { type: "servicePrincipal" } }];

/** The cloud is registered, the owner signs in by each proof. */
export const signIn: Chapter = {
  title: "login, account",
  commands: [
    { say: "cloud register -n AroLocal --cloud-config @$cloudConfig" },
    { say: "cloud set -n AroLocal" },
    { say: "cloud show", shows: { name: "AroLocal", isActive: true, endpoints: { resourceManager: "$arm" } } },
    { say: "account show", refused: /az login/ },
    { say: `${proof} -p wrong`, refused: /AADSTS7000215/ },
    { say: `${proof} $byCertificate`, shows: owned },
    { say: "group list" },
    { say: "logout" },
    { say: `${proof} -p $secret`, shows: owned },
    { say: "account show", shows: { id: "$subscription", homeTenantId: "$tenant", isDefault: true } },
    { say: "account list", shows: owned },
    { say: "account set -s $subscription" },
    { say: "account list-locations --query [?name=='eastus'].displayName", shows: ["East US"] },
    {
      say: "account get-access-token",
      shows: { subscription: "$subscription", tenant: "$tenant", tokenType: "Bearer" },
    },
  ],
};

/** What of it all is part of `npm test`: an az takes most of a second to start. */
export const sample: readonly Chapter[] = [
  {
    title: "login, group",
    commands: [
      { say: "cloud register -n AroLocal --cloud-config @$cloudConfig" },
      { say: "cloud set -n AroLocal" },
      { say: `${proof} $byCertificate`, shows: owned },
      { say: "group create -n rg -l eastus --tags a=b", shows: { name: "rg", location: "eastus", tags: { a: "b" } } },
      { say: "group delete -n rg -y" },
      { say: "group show -n rg", refused: /ResourceGroupNotFound/ },
    ],
  },
];

/** Resource groups. */
export const groups: Chapter = {
  title: "group",
  commands: [
    { say: "group create -n rg -l eastus --tags a=b", shows: { name: "rg", location: "eastus", tags: { a: "b" } } },
    { say: "group show -n rg", shows: { properties: { provisioningState: "Succeeded" } } },
    { say: "group exists -n rg", shows: true },
    { say: "group list --tag a=b --query [].name", shows: ["rg"] },
    { say: "group update -n rg --set tags.c=d", shows: { tags: { a: "b", c: "d" } } },
    { say: "group create -n other -l westeurope" },
    { say: "group list --query [].name", shows: ["other", "rg"] },
    { say: "group delete -n other -y" },
    { say: "group exists -n other", shows: false },
    { say: "group show -n other", refused: /ResourceGroupNotFound/ },
    { say: "group create -n rg -l nowhere", refused: /InvalidResourceGroupLocation/ },
    { say: "group create -n third -l nowhere", refused: /LocationNotAvailableForResourceGroup/ },
    { say: "lock create -n keep -g rg --lock-type CanNotDelete", shows: { level: "CanNotDelete" } },
    { say: "group delete -n rg -y", refused: /ScopeLocked/ },
    { say: "lock delete -n keep -g rg" },
  ],
};

/** The end: everything goes with its group. */
export const ending: Chapter = {
  title: "the end",
  commands: [
    { say: "group delete -n rg -y" },
    { say: "resource list", shows: [] },
    { say: "group show -n rg", refused: /ResourceGroupNotFound/ },
    { say: "logout" },
    { say: "group list", refused: /az login/ },
  ],
};

/** The public cloud's own profile, with nothing but a proxy and an authority to trust: its names lead here. */
export const publicCloud: Chapter = {
  title: "profile AzureCloud",
  commands: [
    { say: "cloud set -n AzureCloud" },
    { say: `${proof} -p $secret`, shows: [{ id: "$subscription", cloudName: "AzureCloud" }] },
    { say: "group create -n public -l eastus", shows: { properties: { provisioningState: "Succeeded" } } },
    { say: "resource create -g public -n rt --resource-type Microsoft.Network/routeTables --properties {}" },
    { say: "resource list -g public --query [].name", shows: ["rt"] },
    { say: "ad sp show --id $client", shows: { appId: "$client" } },
    { say: "ad user list --query length(@)", shows: 4 },
    { say: "aro list", refused: /The resource provider 'Microsoft.RedHatOpenShift' cannot be reached/ },
    { say: "group delete -n public -y" },
    { say: "cloud set -n AroLocal" },
    { say: `${proof} -p $secret`, shows: owned },
    { say: "aro list", refused: /The resource provider 'Microsoft.RedHatOpenShift' cannot be reached/ },
  ],
};
