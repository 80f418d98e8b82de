import type { TypeRow, ViewRow } from "../../resources/contract.ts";
import { denyAssignments } from "./deny-assignments.ts";
import { locks } from "./locks.ts";
import { permissions } from "./permissions.ts";
import { providerOperations } from "./provider-operations.ts";
import { roleAssignments } from "./role-assignments.ts";
import { roleDefinitions } from "./role-definitions.ts";

/** The types of Microsoft.Authorization. */
export const authorizationTypes = (): readonly TypeRow[] => [roleAssignments, roleDefinitions, denyAssignments, locks];

/** Its addresses that are no resources. */
export const authorizationViews = (): readonly ViewRow[] => [permissions, ...providerOperations];
