import { kinds, parseYaml, retryOnConflict, type Secret, yamlText } from "@aro/kubernetes";
import { credentialsRequest } from "@aro/operator-objects";
import { isoTime } from "@aro/runtime";
import type { ConditionStep, OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { clusterClient } from "../kubernetes/api-server.ts";
import { clusterCondition } from "../kubernetes/operator-status.ts";
import { hasServicePrincipal, principalOf } from "./service-principal.ts";

/*
 * What in a cluster reads its credentials once, when it starts: it is given the new ones and started anew (spec 03 §8.1).
 */

const cloudProvider = { name: "azure-cloud-provider", namespace: "kube-system" };
const key = "cloud-config";
/** Stands on the secret from its change until its readers have been told: a run that dies in between does not forget them (spec 03 §8.1 "edge-triggered"). */
const untold = "aro.openshift.io/credential-rollout-pending";
/** A synchronisation that is older was not about these credentials. */
const freshMilliseconds = 300_000;

interface CloudConfig {
  secret: Secret;
  /** As it is to be; members that others keep in it stay. */
  config: Record<string, unknown>;
  isCurrent: boolean;
}

/** The secret with which the cloud provider signs in; undefined when the cluster has none. */
async function cloudConfig(context: ClusterContext, signal: AbortSignal): Promise<CloudConfig | undefined> {
  const secret = await clusterClient(context).get<Secret>(kinds.Secret, cloudProvider, signal);
  const text = secret?.data?.[key];
  if (secret === undefined || text === undefined) return undefined;
  const present = parseYaml(Buffer.from(text, "base64").toString("utf8")) as Record<string, unknown> | null;
  const { clientId: aadClientId, clientSecret } = principalOf(context);
  const wanted = { aadClientId, aadClientSecret: context.sealer.openText(clientSecret).reveal() };
  const isCurrent = Object.entries(wanted).every(([member, value]) => present?.[member] === value);
  return { secret, config: { ...present, ...wanted }, isCurrent };
}

/** The cloud credential operator has handed the new credentials on. */
export const aroCredentialsRequestReconciled: ConditionStep<ClusterContext> = {
  ...clusterCondition({
    name: "aroCredentialsRequestReconciled",
    limit: "credentialsRequestLimit",
    sentence: "The cluster did not hand its new credentials on to its operators.",
    wants: async (context, client, signal) => {
      const found = await cloudConfig(context, signal);
      if (found === undefined || found.isCurrent) return undefined;
      const { name, namespace = "" } = credentialsRequest.metadata;
      const request = await client.get(kinds.CredentialsRequest, { name, namespace }, signal);
      if (request === undefined) return `there is no CredentialsRequest '${name}'`;
      const { lastSyncTimestamp } = (request["status"] ?? {}) as { lastSyncTimestamp?: string };
      if (lastSyncTimestamp === undefined) return `the CredentialsRequest '${name}' was never synchronised`;
      if (context.clock.now() - Date.parse(lastSyncTimestamp) < freshMilliseconds) return undefined;
      return `the CredentialsRequest '${name}' was last synchronised at ${lastSyncTimestamp}`;
    },
  }),
  appliesTo: hasServicePrincipal,
};

/** The cloud provider signs in as the new principal, and those who read its secret are rolled out anew. */
export const updateAROSecret: OnceStep<ClusterContext> = {
  name: "updateAROSecret",
  kind: "once",
  appliesTo: hasServicePrincipal,
  run: async (context, signal) => {
    const client = clusterClient(context);
    const isUntold = await retryOnConflict(
      async () => {
        const found = await cloudConfig(context, signal);
        if (found === undefined) return false;
        const { secret, config, isCurrent } = found;
        if (isCurrent) return secret.metadata.annotations?.[untold] !== undefined;
        const text = Buffer.from(yamlText(config), "utf8").toString("base64");
        const metadata = { ...secret.metadata, annotations: { ...secret.metadata.annotations, [untold]: "true" } };
        await client.update(kinds.Secret, { ...secret, metadata, data: { ...secret.data, [key]: text } }, signal);
        return true;
      },
      context,
      signal,
    );
    if (!isUntold) return;
    const spec = { forceRedeploymentReason: `Credential rotation ${isoTime(context.clock.now())}` };
    for (const kind of [kinds.KubeAPIServer, kinds.KubeControllerManager])
      await client.patch(kind, { name: "cluster" }, { spec }, { as: "merge" }, signal);
    const told = { metadata: { annotations: { [untold]: null } } };
    await client.patch(kinds.Secret, cloudProvider, told, { as: "merge" }, signal);
  },
};
