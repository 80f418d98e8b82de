import type { Chapter } from "./command.ts";

/** Made beside the commands: a template of one network, and one with an unknown function. */
export const templates = {
  "good.json": {
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    parameters: { name: { type: "string", defaultValue: "deployed" } },
    resources: [
      {
        type: "Microsoft.Network/virtualNetworks",
        apiVersion: "2023-04-01",
        name: "[parameters('name')]",
        location: "[resourceGroup().location]",
        properties: { addressSpace: { addressPrefixes: ["10.1.0.0/16"] } },
      },
    ],
    outputs: {
      id: { type: "string", value: "[resourceId('Microsoft.Network/virtualNetworks', parameters('name'))]" },
    },
  },
  "bad.json": {
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    resources: [
      {
        type: "Microsoft.Network/virtualNetworks",
        apiVersion: "2023-04-01",
        name: "bad",
        location: "[noSuchFunction()]",
        properties: {},
      },
    ],
  },
} as const;

const type = "--resource-type Microsoft.Network/publicIPAddresses";

export const deployments: readonly Chapter[] = [
  {
    title: "deployment group",
    commands: [
      {
        say: "deployment group validate -g rg -f $templates/good.json",
        shows: { properties: { provisioningState: "Succeeded" } },
      },
      {
        say: "deployment group create -g rg -n d -f $templates/good.json --parameters name=given",
        shows: { properties: { provisioningState: "Succeeded", outputs: { id: { type: "String" } } } },
        keep: { made: "properties.outputs.id.value" },
      },
      { say: "deployment group show -g rg -n d", shows: { properties: { outputResources: [{ id: "$made" }] } } },
      { say: "deployment group list -g rg --query [?name=='d'].name", shows: ["d"] },
      {
        say: "deployment operation group list -g rg -n d --query [].properties.provisioningState",
        shows: ["Succeeded"],
      },
      { say: "deployment group export -g rg -n d", shows: { contentVersion: "1.0.0.0" } },
      {
        say: "deployment group what-if -g rg -f $templates/good.json --no-pretty-print",
        shows: { status: "Succeeded" },
      },
      { say: "deployment group validate -g rg -f $templates/bad.json", refused: /InvalidTemplate/ },
      { say: "deployment group create -g rg -f $templates/bad.json", refused: /InvalidTemplate/ },
      { say: "deployment group delete -g rg -n d" },
      { say: "deployment group show -g rg -n d", refused: /DeploymentNotFound/ },
    ],
  },
  {
    title: "resource",
    commands: [
      { say: "resource list -g rg --query [].id", shows: ["$made"] },
      { say: "resource show --ids $made", shows: { name: "given", location: "eastus" } },
      {
        say: `resource create -g rg -n ip ${type} --properties {"publicIPAllocationMethod":"Static"}`,
        shows: { properties: { provisioningState: "Succeeded", publicIPAllocationMethod: "Static" } },
      },
      { say: `resource update -g rg -n ip ${type} --set tags.p=q`, shows: { tags: { p: "q" } } },
      { say: `resource tag --tags q=r -g rg -n ip ${type}`, shows: { tags: { q: "r" } } },
      { say: `resource list -g rg ${type} --query [].name`, shows: ["ip"] },
      { say: `resource wait -g rg -n ip ${type} --exists` },
      { say: `resource delete -g rg -n ip ${type}` },
      { say: `resource show -g rg -n ip ${type}`, refused: /ResourceNotFound/ },
      {
        say: "resource create -g rg -n x --resource-type Microsoft.Network/noSuchThings --properties {}",
        refused: /noSuchThings/,
      },
      { say: "resource delete --ids $made" },
      { say: "resource list -g rg", shows: [] },
    ],
  },
];
