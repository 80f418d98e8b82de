import { fieldManager } from "@aro/hive";
import { applyAll, kinds, type Secret } from "@aro/kubernetes";
import { credentialsRequest } from "@aro/operator-objects";
import type { OnceStep } from "@aro/steps";
import { type ClusterContext, tenantOf } from "../context.ts";
import { clusterClient } from "../kubernetes/api-server.ts";
import { infraIdOf, managedGroup, regionOf } from "../names/cluster-facts.ts";
import { hasServicePrincipal, principalOf, servicePrincipalProfile } from "./service-principal.ts";

/*
 * The root of a cluster's credentials for Azure, from which its cloud credential operator makes all others (spec 03 §8.1).
 */

const credentialOperator = "openshift-cloud-credential-operator";

/** The operator asks for credentials of its own, as this build wants them. */
export const ensureCredentialsRequest: OnceStep<ClusterContext> = {
  name: "ensureCredentialsRequest",
  kind: "once",
  run: (context, signal) => applyAll(clusterClient(context), [credentialsRequest], fieldManager, signal),
};

/** From here on the cluster has the principal that the customer gave; a failure later does not take it back. */
export const updateOpenShiftSecret: OnceStep<ClusterContext> = {
  name: "updateOpenShiftSecret",
  kind: "once",
  appliesTo: hasServicePrincipal,
  run: async (context, signal) => {
    const { run } = context;
    const client = clusterClient(context);
    await applyAll(client, [rootSecret(context)], fieldManager, signal);
    await run.markApplied([servicePrincipalProfile]);
    try {
      const pods = { namespace: credentialOperator, labelSelector: "app=cloud-credential-operator" };
      for (const { metadata } of await client.list(kinds.Pod, pods, signal))
        await client.delete(kinds.Pod, { name: metadata.name, namespace: credentialOperator }, signal);
    } catch (error) {
      signal.throwIfAborted();
      // It looks again by itself; a restart only makes it quicker.
      run.log.warn("the cloud credential operator was not restarted", { error });
    }
  },
};

function rootSecret(context: ClusterContext): Secret {
  const cluster = context.run.cluster();
  const { clientId, clientSecret } = principalOf(context);
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "azure-credentials", namespace: "kube-system" },
    type: "Opaque",
    stringData: {
      azure_subscription_id: cluster.partitionKey,
      azure_resource_prefix: infraIdOf(cluster),
      azure_resourcegroup: managedGroup(cluster),
      azure_region: regionOf(cluster),
      azure_client_id: clientId,
      azure_client_secret: context.sealer.openText(clientSecret).reveal(),
      azure_tenant_id: tenantOf(context.run),
    },
  };
}
