import { type ClusterProperties, isTerminal } from "@aro/api";

/**
 * What a cluster's states mean for a new PUT, PATCH or DELETE (spec 01 §3.1).
 * `running`: an operation works on it. `createFailed`, `deleteFailed`: that is how the last one ended, and only some requests lead on from
 * there. `updateFailed`: usable, though not as somebody wanted it. `settled`: none of these.
 */
export type Standing = "running" | "createFailed" | "updateFailed" | "deleteFailed" | "settled";

/** Where the cluster stands. */
export function standingOf({ provisioningState, failedProvisioningState }: ClusterProperties): Standing {
  if (!isTerminal(provisioningState)) return "running";
  if (provisioningState === "Succeeded") return "settled";
  switch (failedProvisioningState) {
    case "Creating":
      return "createFailed";
    case "Deleting":
      return "deleteFailed";
    case "Updating":
      return "updateFailed";
    default:
      return "settled";
  }
}
