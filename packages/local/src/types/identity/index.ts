import type { TypeRow } from "../../resources/contract.ts";
import { federatedCredentials } from "./federated-credentials.ts";
import { ownIdentities } from "./own-identity.ts";
import { userAssignedIdentities } from "./user-assigned.ts";

export { identityAssignment, identityGoes } from "./assignment.ts";
export { type Trust, trustOf } from "./federated-credentials.ts";

/** The types of Microsoft.ManagedIdentity. */
export const identityTypes = (): readonly TypeRow[] => [userAssignedIdentities, federatedCredentials, ownIdentities];
