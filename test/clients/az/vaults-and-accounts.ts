import { allLacking, type Chapter } from "./command.ts";

const lacking = /No module named 'azure\.keyvault/;

const vaults: Chapter = {
  title: "keyvault secret",
  commands: [
    {
      say: "keyvault create -g rg -n kvclients -l eastus --enable-rbac-authorization false",
      shows: { properties: { vaultUri: "https://kvclients.vault.aro.test/", provisioningState: "Succeeded" } },
    },
    { say: "keyvault show -n kvclients", shows: { location: "eastus" } },
    { say: "keyvault list -g rg --query [].name", shows: ["kvclients"] },
    { say: "keyvault update -g rg -n kvclients --set tags.x=y", shows: { tags: { x: "y" } } },
    ...allLacking(lacking, [
      { say: "keyvault secret set --vault-name kvclients -n s --value one", shows: { value: "one" } },
      { say: "keyvault secret show --vault-name kvclients -n s", shows: { value: "one" } },
      { say: "keyvault secret set --vault-name kvclients -n s --value two", shows: { value: "two" } },
      { say: "keyvault secret list --vault-name kvclients --query [].name", shows: ["s"] },
      { say: "keyvault secret list-versions --vault-name kvclients -n s --query length(@)", shows: 2 },
      {
        say: "keyvault secret set-attributes --vault-name kvclients -n s --enabled false",
        shows: { attributes: { enabled: false } },
      },
      { say: "keyvault secret show --vault-name kvclients -n s", refused: /not allowed on a disabled secret/ },
      { say: "keyvault secret delete --vault-name kvclients -n s" },
      { say: "keyvault secret show --vault-name kvclients -n s", refused: /SecretNotFound/ },
    ]),
    { say: "keyvault delete -g rg -n kvclients" },
    { say: "keyvault list-deleted --query [].name", shows: ["kvclients"] },
    { say: "keyvault purge -n kvclients" },
    { say: "keyvault list -g rg", shows: [] },
  ],
};

const inAccount = "-g rg -n acctclients";
const withKey = "--account-name acctclients --account-key $key";

const accounts: Chapter = {
  title: "storage account, and its blobs",
  commands: [
    {
      say: `storage account create ${inAccount} --sku Standard_LRS`,
      shows: { provisioningState: "Succeeded", sku: { name: "Standard_LRS" } },
    },
    { say: `storage account show ${inAccount}`, shows: { kind: "StorageV2" } },
    { say: "storage account list -g rg --query [].name", shows: ["acctclients"] },
    { say: `storage account update ${inAccount} --tags x=y`, shows: { tags: { x: "y" } } },
    { say: "storage account check-name -n acctclients", shows: { nameAvailable: false, reason: "AlreadyExists" } },
    { say: `storage account keys list ${inAccount}`, keep: { key: "1.value" } },
    { say: `storage account keys renew ${inAccount} --key primary`, keep: { renewed: "0.value" } },
    { say: `storage container create -n box ${withKey}`, shows: { created: true } },
    { say: `storage container list ${withKey} --query [].name`, shows: ["box"] },
    { say: `storage blob upload -c box -n blob -f $file --no-progress ${withKey}` },
    { say: `storage blob list -c box ${withKey} --query [].name`, shows: ["blob"] },
    { say: `storage blob delete -c box -n blob ${withKey}` },
    { say: "storage account create -g rg -n A_", refused: /not a valid storage account name/ },
    { say: `storage account delete ${inAccount} -y` },
    { say: `storage account show ${inAccount}`, refused: /ResourceNotFound/ },
  ],
};

export const vaultsAndAccounts: readonly Chapter[] = [vaults, accounts];
