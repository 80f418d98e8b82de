import { ResourceManagementClient } from "@azure/arm-resources";
import { DeploymentsClient } from "@azure/arm-resourcesdeployments";
import { type Step, step, stepsOf } from "./life.ts";
import {
  arm,
  byCertificate,
  credential,
  group,
  location,
  options,
  stranger,
  subscription,
  tagged,
  tags,
} from "./sign-in.ts";

const client = new ResourceManagementClient(credential, subscription, options);
const { resourceGroups, resources, providers } = client;
const { deployments } = new DeploymentsClient(credential, subscription, options);
const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/routeTables/generic`;
const version = "2023-04-01";
const template = (value: string) => ({
  properties: {
    mode: "Incremental" as const,
    template: {
      $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
      contentVersion: "1.0.0.0",
      resources: [],
      outputs: { said: { type: "string", value } },
    },
  },
});

/** The group that everything else lies in; whatever comes before it is about who signs in. */
export const beginning = (): readonly Step[] => [
  step("identity ClientSecretCredential: sign in", async () => {
    await resourceGroups.createOrUpdate(group, { location });
  }),
  step("identity ClientCertificateCredential: sign in", async () => {
    const other = new ResourceManagementClient(byCertificate(), subscription, options);
    await other.resourceGroups.get(group);
  }),
  step("identity ClientSecretCredential: refused with AADSTS7000215", async () => {
    const other = new ResourceManagementClient(stranger(), subscription, options);
    const message = await other.resourceGroups.get(group).then(
      () => "it was not refused",
      (error: Error) => `${error.name}: ${error.message}`,
    );
    if (!/^AuthenticationRequiredError|^AuthenticationError|AADSTS7000215/.test(message)) throw new Error(message);
  }),
];

export const ending = (): readonly Step[] => [
  step("resources resourceGroups: delete with everything in it", async () => {
    await resourceGroups.delete(group);
    const left: string[] = [];
    for await (const one of resources.list()) left.push(String(one.id));
    if (left.length > 0) throw new Error(`there is still ${left.join(", ")}`);
  }),
];

export const resourcesAndGroups = (): readonly Step[] => [
  ...stepsOf({
    what: "resources resourceGroups",
    create: () => resourceGroups.createOrUpdate("other", { location }),
    get: () => resourceGroups.get("other"),
    list: () => resourceGroups.list(),
    update: () => resourceGroups.update("other", { tags }),
    updated: tagged,
    remove: () => resourceGroups.delete("other"),
    refused: { status: 404, code: "ResourceGroupNotFound", call: () => resourceGroups.get("nowhere") },
  }),
  ...stepsOf({
    what: "resources resources",
    create: () => resources.createOrUpdateById(id, version, { location, properties: {} }),
    get: () => resources.getById(id, version),
    list: () => resources.listByResourceGroup(group),
    update: () => resources.updateById(id, version, { tags }),
    updated: tagged,
    remove: () => resources.deleteById(id, version),
    refused: {
      status: 400,
      code: "NoRegisteredProviderFound",
      call: () => resources.getById(id, "1999-01-01"),
    },
  }),
  ...stepsOf({
    what: "resources deployments",
    create: () => deployments.createOrUpdate(group, "d", template("one")),
    get: () => deployments.get(group, "d"),
    list: () => deployments.listByResourceGroup(group),
    update: () => deployments.createOrUpdate(group, "d", template("two")),
    updated: ({ properties }) => (properties?.outputs as { said?: { value?: string } })?.said?.value === "two",
    remove: () => deployments.delete(group, "d"),
    refused: {
      status: 400,
      code: "InvalidTemplate",
      call: () => deployments.createOrUpdate(group, "bad", template("[noSuchFunction()]")),
    },
  }),
  step("resources deployments: validate", async () => {
    const { properties } = (await deployments.validate(group, "d", template("one"))) ?? {};
    if (properties?.provisioningState !== "Succeeded") throw new Error(JSON.stringify(properties));
  }),
  step("resources providers: list, get", async () => {
    const found: string[] = [];
    for await (const one of providers.list()) found.push(String(one.namespace));
    const one = await providers.get("Microsoft.Network");
    if (!found.includes("Microsoft.Network") || one.registrationState !== "Registered")
      throw new Error(`${arm}: ${found}`);
  }),
];
