import { objectIdOf } from "@aro/azure";
import type { MemoryStep, OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties, tenantOf } from "../context.ts";
import { propertiesOf, usesWorkloadIdentity } from "../names/cluster-facts.ts";

type ServicePrincipal = ReturnType<ClusterContext["credentials"]["servicePrincipal"]>;

const remembered = "clusterServicePrincipal";
const hasServicePrincipal = ({ run }: ClusterContext) => !usesWorkloadIdentity(run.cluster());

/** Takes the cluster's service principal to hand; nothing is asked of it yet. */
export const initializeClusterSPClients: MemoryStep<ClusterContext> = {
  name: "initializeClusterSPClients",
  kind: "memory",
  appliesTo: hasServicePrincipal,
  run: async ({ run, credentials, sealer }) => {
    const profile = propertiesOf(run.cluster()).servicePrincipalProfile;
    if (profile === undefined) throw new Error(`cluster ${run.cluster().id} has no service principal`);
    const { clientId, clientSecret } = profile;
    run.memory.set(
      remembered,
      credentials.servicePrincipal({ tenantId: tenantOf(run), clientId, secret: sealer.openText(clientSecret) }),
    );
  },
};

/**
 * Learns the object id that roles are given to. It is read from the `oid` claim of a token that the service principal is issued for ARM: the same
 * id that Graph would name for its application id, had without a right in Graph, and it proves the secret in passing. A wrong
 * secret or an unknown application is tried again while they may be spreading, then is InvalidServicePrincipalCredentials.
 */
export const clusterSPObjectID: OnceStep<ClusterContext> = {
  name: "clusterSPObjectID",
  kind: "once",
  retryAuthorization: true,
  appliesTo: hasServicePrincipal,
  run: async (context, signal) => {
    const credential = context.run.memory.get(remembered) as ServicePrincipal | undefined;
    if (credential === undefined) throw new Error("initializeClusterSPClients has not run");
    const spObjectId = await objectIdOf(credential, context.cloud, signal);
    await patchProperties(context, ({ servicePrincipalProfile }) =>
      servicePrincipalProfile === undefined
        ? {}
        : { servicePrincipalProfile: { ...servicePrincipalProfile, spObjectId } },
    );
  },
};
