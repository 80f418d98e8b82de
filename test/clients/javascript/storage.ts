import { KeyVaultManagementClient } from "@azure/arm-keyvault";
import { StorageManagementClient } from "@azure/arm-storage";
import { SecretClient } from "@azure/keyvault-secrets";
import { type Step, step, stepsOf } from "./life.ts";
import { credential, group, location, options, subscription, tagged, tags, tenant } from "./sign-in.ts";

const { storageAccounts, blobContainers } = new StorageManagementClient(credential, subscription, options);
const { vaults } = new KeyVaultManagementClient(credential, subscription, options);
const account = { location, kind: "StorageV2", sku: { name: "Standard_LRS" } };

/** Object id of who signs in, as its token says. */
async function self(): Promise<string> {
  const token = await credential.getToken(options.credentialScopes);
  return (JSON.parse(Buffer.from(token?.token.split(".")[1] ?? "", "base64url").toString()) as { oid: string }).oid;
}

export const storage = (): readonly Step[] => [
  ...stepsOf({
    what: "storage storageAccounts",
    create: () => storageAccounts.create(group, "acctclients", account),
    get: () => storageAccounts.getProperties(group, "acctclients"),
    list: () => storageAccounts.listByResourceGroup(group),
    update: () => storageAccounts.update(group, "acctclients", { tags }),
    updated: tagged,
    remove: () => storageAccounts.delete(group, "acctclients"),
    refused: { status: 400, code: "AccountNameInvalid", call: () => storageAccounts.create(group, "Bad", account) },
  }),
  ...stepsOf({
    what: "storage blobContainers",
    create: async () => {
      await storageAccounts.create(group, "acctclients", account);
      const { keys = [] } = await storageAccounts.listKeys(group, "acctclients");
      if (keys.length !== 2) throw new Error(`there are ${keys.length} keys`);
      return blobContainers.create(group, "acctclients", "box", {});
    },
    get: () => blobContainers.get(group, "acctclients", "box"),
    list: () => blobContainers.list(group, "acctclients"),
    update: () => blobContainers.update(group, "acctclients", "box", { metadata: { team: "clients" } }),
    updated: ({ metadata }: { metadata?: Record<string, string> }) => metadata?.["team"] === "clients",
    remove: () => blobContainers.delete(group, "acctclients", "box"),
    refused: {
      status: 404,
      code: "ContainerNotFound",
      call: () => blobContainers.get(group, "acctclients", "nowhere"),
    },
  }),
];

export const keyVault = (): readonly Step[] => [
  ...stepsOf({
    what: "keyvault vaults",
    create: async () => {
      const permissions = { secrets: ["all"] };
      const accessPolicies = [{ tenantId: tenant, objectId: await self(), permissions }];
      const sku = { family: "A", name: "standard" } as const;
      return vaults.createOrUpdate(group, "kvclients", {
        location,
        properties: { tenantId: tenant, sku, accessPolicies, enableRbacAuthorization: false },
      });
    },
    get: () => vaults.get(group, "kvclients"),
    list: () => vaults.listByResourceGroup(group),
    update: () => vaults.update(group, "kvclients", { tags }),
    updated: tagged,
    remove: async () => {
      await secretsLive();
      await vaults.delete(group, "kvclients");
    },
    refused: { status: 404, code: "ResourceNotFound", call: () => vaults.get(group, "kvnowhere") },
  }),
  step("keyvault vaults: listDeleted, purge", async () => {
    const { properties } = await vaults.getDeleted("kvclients", location);
    if (properties?.location !== location) throw new Error(JSON.stringify(properties));
    await vaults.purgeDeleted("kvclients", location);
  }),
];

/** Its secrets, at its own name, which only the proxy of the environment knows. */
async function secretsLive(): Promise<void> {
  const secrets = new SecretClient("https://kvclients.vault.aro.test", credential);
  await secrets.setSecret("s", "one");
  await secrets.setSecret("s", "two");
  const { value } = await secrets.getSecret("s");
  if (value !== "two") throw new Error(`the secret is ${value}`);
  const poller = await secrets.beginDeleteSecret("s");
  await poller.pollUntilDone();
  const found = await secrets.getSecret("s").then(
    () => "it is still there",
    (error: { code?: string }) => error.code,
  );
  if (found !== "SecretNotFound") throw new Error(found);
}
