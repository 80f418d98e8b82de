import type { TypeRow } from "../../resources/contract.ts";
import { accounts } from "./accounts.ts";
import { blobServices, containers } from "./blobs.ts";
import { managementPolicies } from "./management-policies.ts";
import { otherServices } from "./services.ts";

export { storageViews } from "./views.ts";

/** The types of Microsoft.Storage. */
export const storageTypes = (): readonly TypeRow[] => [
  accounts,
  blobServices,
  containers,
  managementPolicies,
  ...otherServices,
];
