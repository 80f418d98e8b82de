import type { TypeRow } from "../type-row.ts";
import { denyAssignments } from "./deny-assignments.ts";
import { locks } from "./locks.ts";
import { roleAssignments } from "./role-assignments.ts";
import { roleDefinitions } from "./role-definitions.ts";

/** The types of Microsoft.Authorization. */
export const authorizationTypes = (): readonly TypeRow[] => [roleAssignments, roleDefinitions, denyAssignments, locks];
