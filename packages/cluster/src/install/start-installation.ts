import { CloudError } from "@aro/api";
import { isoTime } from "@aro/runtime";
import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties } from "../context.ts";
import { usesWorkloadIdentity } from "../names/cluster-facts.ts";

/**
 * Marks the install as running: `install.now` opens the window of a day in which the bootstrap machine may read its ignition (spec 03 §2.7). A create
 * that is taken up again opens a new one, since the first may have passed.
 */
export const startInstallation: OnceStep<ClusterContext> = {
  name: "startInstallation",
  kind: "once",
  run: async (context) => {
    // Roles of workload identities come with role sets, of which no part of the service knows yet: refused before anything is made.
    if (usesWorkloadIdentity(context.run.cluster()))
      throw new CloudError({
        code: "InvalidParameter",
        target: "properties.platformWorkloadIdentityProfile",
        message:
          "Clusters with workload identities cannot be created in this region yet. Use 'properties.servicePrincipalProfile' instead.",
      });
    await patchProperties(context, () => ({
      install: { now: isoTime(context.clock.now()), phase: "InstallPhaseBootstrap" },
    }));
  },
};
