import type { OnceStep } from "@aro/steps";
import { type ClusterContext, tenantOf } from "../context.ts";
import { propertiesOf, usesWorkloadIdentity } from "../names/cluster-facts.ts";
import { refuseFindings } from "../validation/refuse.ts";
import { validateCluster } from "../validation/validate-cluster.ts";
import type { Validation } from "../validation/validation.ts";

/** What a run's cluster is validated with. Roles that were given with the request are waited for. */
const validationOf = (context: ClusterContext): Validation => {
  const { run, azure, credentials, cloud, sealer, settings, clock, random, durations } = context;
  return {
    ...{ clock, random, durations, credentials, cloud, sealer },
    cluster: run.cluster(),
    creating: propertiesOf(run.cluster()).provisioningState === "Creating",
    principalKnown: true,
    tenantId: tenantOf(run),
    clients: azure.clients,
    region: settings.location,
    awaitRoles: true,
  };
};

/** Looks at everything of the customer's that the cluster stands on, and says all that is wrong with it (spec 03 §11.1). */
export const validateResources: OnceStep<ClusterContext> = {
  name: "validateResources",
  kind: "once",
  retryAuthorization: true,
  appliesTo: ({ run }) => !usesWorkloadIdentity(run.cluster()),
  run: async (context, signal) => refuseFindings(await validateCluster(validationOf(context), signal)),
};
