import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { reserveName } from "../dns.ts";

/** Reserves the cluster's name in the zone of the region. */
export const createDNS: OnceStep<ClusterContext> = {
  name: "createDNS",
  kind: "once",
  run: reserveName,
};
