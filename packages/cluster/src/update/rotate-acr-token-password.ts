import { fieldManager, registryPullSecret } from "@aro/hive";
import {
  applyAll,
  joinedPullSecrets,
  type KubernetesClient,
  type KubernetesObject,
  kinds,
  type Secret,
} from "@aro/kubernetes";
import { operatorNames } from "@aro/operator-objects";
import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { clusterClient } from "../kubernetes/api-server.ts";
import { hasRegistry, renewPassword } from "../registry/registry-tokens.ts";

const key = ".dockerconfigjson";
const globalSecret = { name: "pull-secret", namespace: "openshift-config" };

/**
 * Renews the password of the cluster's registry token when it grows old, and lets the cluster have the one that is written down: whichever run
 * renewed it, the cluster may not have got it (spec 03 §15.26).
 */
export const rotateACRTokenPassword: OnceStep<ClusterContext> = {
  name: "rotateACRTokenPassword",
  kind: "once",
  appliesTo: hasRegistry,
  run: async (context, signal) => {
    await renewPassword(context, signal);
    const client = clusterClient(context);
    const own = registryPullSecret(context.run.cluster(), context.sealer);
    await applyAll(client, [operatorSecret(own)], fieldManager, signal);
    await applyAll(client, [await joinedSecret(client, own, signal)], fieldManager, signal);
  },
};

const operatorSecret = (text: string): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: operatorNames.pullSecret, namespace: operatorNames.namespace },
  type: "Opaque",
  stringData: { [key]: text },
});

/** The cluster's own pull secret with ours in it; one that is unusable is replaced. */
async function joinedSecret(client: KubernetesClient, own: string, signal: AbortSignal): Promise<KubernetesObject> {
  const type = "kubernetes.io/dockerconfigjson";
  const found = await client.get<Secret>(kinds.Secret, globalSecret, signal);
  const former = found?.data?.[key];
  const usable = found !== undefined && found.type === type && former !== undefined && found["immutable"] !== true;
  if (found !== undefined && !usable) await client.delete(kinds.Secret, globalSecret, signal);
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: globalSecret,
    type,
    stringData: { [key]: merged(usable ? former : undefined, own) },
  };
}

function merged(former: string | undefined, own: string): string {
  try {
    const text = former === undefined ? undefined : Buffer.from(former, "base64").toString("utf8");
    const joined = joinedPullSecrets([
      { what: "the pull secret that is there", text },
      { what: "the pull secret of the cluster's tokens", text: own },
    ]);
    return JSON.stringify(joined);
  } catch {
    // What cannot be read pulls nothing.
    return own;
  }
}
