import { inProcess, subscription } from "../../../tools/in-process.ts";

/** Path of the group that templates of tests are deployed to. */
export const group = `/subscriptions/${subscription}/resourceGroups/rg`;

/** Path and query of a deployment to the group, or of an action on it. */
export const deployment = (name: string, action = "") =>
  `${group}/providers/Microsoft.Resources/deployments/${name}${action}?api-version=2021-04-01`;

/** The address that says that a file is a template. */
export const schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

/** A template of these resources. */
export const template = (resources: unknown[], more: object = {}) => ({
  $schema: schema,
  contentVersion: "1.0.0.0",
  resources,
  ...more,
});

/** A route table as a template's resource: quickly made, and in nobody's way. */
export const table = (name: string, more: object = {}) => ({
  type: "Microsoft.Network/routeTables",
  apiVersion: "2020-08-01",
  name,
  location: "[resourceGroup().location]",
  ...more,
});

/** What a PUT of a deployment says. */
export const body = (given: object, more: object = {}) => ({
  properties: { mode: "Incremental", template: given, ...more },
});

/** An emulated ARM with one empty group; without options what lasts is done at once. */
export async function fresh(
  options: Parameters<typeof inProcess>[0] = { timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } },
) {
  const arm = inProcess(options);
  await arm.plain("PUT", `${group}?api-version=2019-07-01`, { location: "eastus" });
  return arm;
}

/** Deploys and reads until the deployment has ended. */
export async function deploy(arm: Awaited<ReturnType<typeof fresh>>, given: object, more: object = {}) {
  const put = await arm.plain("PUT", deployment("d"), body(given, more));
  if (put.status >= 400) return put;
  for (let tries = 0; ; tries++) {
    const read = await arm.plain("GET", deployment("d"));
    if (["Succeeded", "Failed", "Canceled"].includes(read.body.properties.provisioningState) || tries > 200)
      return read;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
