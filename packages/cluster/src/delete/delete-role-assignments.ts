import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { removeAssignments } from "../roles/remove-assignments.ts";
import { managedGroupState } from "./managed-group.ts";

/** Removes the role assignments made on the managed group (spec 03 §6 row 5). */
export const deleteRoleAssignments: OnceStep<ClusterContext> = {
  name: "deleteRoleAssignments",
  kind: "once",
  run: async (context, signal) => {
    if ((await managedGroupState(context, signal)) === "ours") await removeAssignments(context, () => true, signal);
  },
};
