import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { removeNames } from "../dns.ts";

/** Gives the cluster's name back (spec 03 §6.2). */
export const deleteDNS: OnceStep<ClusterContext> = {
  name: "deleteDNS",
  kind: "once",
  run: removeNames,
};
