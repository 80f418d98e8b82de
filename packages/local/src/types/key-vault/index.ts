import type { TypeRow } from "../../resources/contract.ts";
import { vaults } from "./vaults.ts";

export { keyVaultViews } from "./views.ts";

/** The types of Microsoft.KeyVault. */
export const keyVaultTypes = (): readonly TypeRow[] => [vaults];
