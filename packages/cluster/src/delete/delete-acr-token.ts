import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { hasRegistry, removeToken } from "../registry/registry-tokens.ts";

/** Takes the cluster's token out of the service's registry (spec 03 §6.14). */
export const deleteACRToken: OnceStep<ClusterContext> = {
  name: "deleteACRToken",
  kind: "once",
  appliesTo: hasRegistry,
  run: removeToken,
};
