import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { removeRoleDefinitions } from "../roles/remove-role-definitions.ts";
import { managedGroupState } from "./managed-group.ts";

/** Removes the roles that an older version of the service defined for the managed group (spec 03 §6 row 6). */
export const deleteRoleDefinitions: OnceStep<ClusterContext> = {
  name: "deleteRoleDefinitions",
  kind: "once",
  run: async (context, signal) => {
    if ((await managedGroupState(context, signal)) === "ours") await removeRoleDefinitions(context, signal);
  },
};
