import { createChecker } from "../../resources/checker.ts";
import { keyVaultModels } from "../generated/key-vault.ts";

/** Versions that our clients send: @azure/arm-keyvault and az 2.91 the newest, azurerm, az 2.45, spec 03 §9.1. */
export const vaultVersions: readonly string[] = [
  "2026-05-15",
  "2026-02-01",
  "2023-07-01",
  "2023-02-01",
  "2022-07-01",
  "2021-10-01",
  "2019-09-01",
];

export const vaultType = "microsoft.keyvault/vaults";

const { models, values } = keyVaultModels;

/** Checks bodies of Microsoft.KeyVault. What a vault itself tells is passed over when it is sent back. */
export const vaultChecker = createChecker({
  models: {
    ...models,
    VaultCreateOrUpdateParameters: {
      id: "-string",
      name: "-string",
      type: "-string",
      systemData: "-any",
      ...models["VaultCreateOrUpdateParameters"],
    },
    VaultProperties: { ...models["VaultProperties"], vaultUri: "-string", provisioningState: "-string" },
  },
  values,
});
