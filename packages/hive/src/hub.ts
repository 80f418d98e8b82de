import type { CloudError, ClusterDocument } from "@aro/api";
import {
  applyAll,
  isRefusal,
  type KubernetesClient,
  KubernetesError,
  type KubernetesObject,
  kinds,
  retryOnConflict,
} from "@aro/kubernetes";
import type { Clock, Random } from "@aro/runtime";
import { correlationFields, logFieldsAnnotation } from "./cluster-deployment.ts";
import { installFailure, installLogRegexes } from "./failures.ts";
import { adoptionObjects, installObjects } from "./hub-objects.ts";
import type { HubFacts, InstallFacts } from "./install-facts.ts";
import { deploymentLabel, fieldManager, hubNames, hubNamespace } from "./names.ts";
import { type InstallProgress, installProgress, isInHand } from "./progress.ts";

type Cluster = Pick<ClusterDocument, "id">;

/** What the service asks of Hive about one cluster (spec 03 §7.6). */
export interface Hub {
  /**
   * Makes the cluster's namespace; one that stands already, of a run that died meanwhile, is taken. Its name.
   * @throws KubernetesError `AlreadyExists` when a former one was being removed.
   */
  createNamespace(cluster: Cluster, signal: AbortSignal): Promise<string>;
  /** False when there was none. What is in it goes with it; see {@link Hub.isGone}. */
  deleteNamespace(cluster: Cluster, signal: AbortSignal): Promise<boolean>;
  isGone(cluster: Cluster, signal: AbortSignal): Promise<boolean>;
  /** Makes Hive install the cluster. Repeated, it changes nothing of what Hive has added. */
  install(facts: InstallFacts, signal: AbortSignal): Promise<void>;
  /** How far the install is. */
  progress(cluster: Cluster, signal: AbortSignal): Promise<InstallProgress>;
  /** The customer's error of a failed install, read from the log of its last attempt. */
  failure(cluster: Cluster, reason: string, signal: AbortSignal): Promise<CloudError>;
  /** Makes Hive look after a cluster that stands. */
  adopt(facts: HubFacts, signal: AbortSignal): Promise<void>;
  isInHand(cluster: Cluster, signal: AbortSignal): Promise<boolean>;
  /** Takes the operation's ids out of the log fields, when it is over. */
  resetCorrelation(cluster: Cluster, signal: AbortSignal): Promise<void>;
  clusterDeployment(cluster: Cluster, signal: AbortSignal): Promise<KubernetesObject | undefined>;
  clusterSync(cluster: Cluster, signal: AbortSignal): Promise<KubernetesObject | undefined>;
  /** Tells Hive by which lines of a log it knows why an install failed. */
  publishFailures(signal: AbortSignal): Promise<void>;
}

/** Hive behind that API server. */
export function createHub(client: KubernetesClient, deps: { clock: Clock; random: Random }): Hub {
  const ours = (cluster: Cluster) => ({ name: hubNames.clusterDeployment, namespace: hubNamespace(cluster) });
  const deploymentOf = (cluster: Cluster, signal: AbortSignal) =>
    client.get(kinds.ClusterDeployment, ours(cluster), signal);
  const needed = async (cluster: Cluster, signal: AbortSignal): Promise<KubernetesObject> => {
    const found = await deploymentOf(cluster, signal);
    if (found === undefined) throw new Error(`Hive has no ClusterDeployment in ${hubNamespace(cluster)}`);
    return found;
  };
  const stands = async (cluster: Cluster, signal: AbortSignal): Promise<boolean> => {
    const found = await client.get(kinds.Namespace, { name: hubNamespace(cluster) }, signal);
    return found !== undefined && found.metadata.deletionTimestamp === undefined;
  };
  return {
    createNamespace: async (cluster, signal) => {
      const name = hubNamespace(cluster);
      try {
        await client.create(kinds.Namespace, { apiVersion: "v1", kind: "Namespace", metadata: { name } }, signal);
      } catch (error) {
        // The name is the document's id: it can only be of a run that died between the making and the writing down (spec 03 §15.6).
        // One that is on its way out takes nothing in any more, and may have gone since.
        if (!isRefusal(error, "AlreadyExists") || !(await stands(cluster, signal))) throw error;
      }
      return name;
    },
    deleteNamespace: (cluster, signal) => client.delete(kinds.Namespace, { name: hubNamespace(cluster) }, signal),
    isGone: async (cluster, signal) =>
      (await client.get(kinds.Namespace, { name: hubNamespace(cluster) }, signal)) === undefined,
    install: (facts, signal) => applyAll(client, installObjects(facts), fieldManager, signal),
    progress: async (cluster, signal) => installProgress(await deploymentOf(cluster, signal)),
    failure: async (cluster, reason, signal) => installFailure(reason, await lastLog(client, cluster, signal)),
    adopt: (facts, signal) => applyAll(client, adoptionObjects(facts), fieldManager, signal),
    isInHand: async (cluster, signal) => isInHand(await needed(cluster, signal)),
    resetCorrelation: (cluster, signal) =>
      retryOnConflict(
        async () => {
          const { metadata } = await needed(cluster, signal);
          const fields = JSON.parse(metadata.annotations?.[logFieldsAnnotation] ?? "{}") as Record<string, string>;
          for (const field of correlationFields) delete fields[field];
          const annotations = { [logFieldsAnnotation]: JSON.stringify(fields) };
          const patch = { metadata: { annotations, resourceVersion: metadata.resourceVersion } };
          await client.patch(kinds.ClusterDeployment, ours(cluster), patch, { as: "merge" }, signal);
        },
        deps,
        signal,
      ),
    clusterDeployment: deploymentOf,
    clusterSync: (cluster, signal) =>
      client.get(kinds.ClusterSync, { name: hubNames.clusterSync, namespace: hubNamespace(cluster) }, signal),
    publishFailures: (signal) =>
      applyAll(
        client,
        [
          {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "additional-install-log-regexes", namespace: "hive" },
            data: { regexes: JSON.stringify(installLogRegexes()) },
          },
        ],
        fieldManager,
        signal,
      ),
  };
}

/** The log of the last attempt, if one is kept. */
async function lastLog(client: KubernetesClient, cluster: Cluster, signal: AbortSignal): Promise<string | undefined> {
  type Provision = KubernetesObject & { spec: { attempt: number; installLog?: string } };
  try {
    const namespace = hubNamespace(cluster);
    const found = await client.list(kinds.ClusterProvision, { namespace, labelSelector: deploymentLabel }, signal);
    const provisions = (found as Provision[]).toSorted((one, other) => one.spec.attempt - other.spec.attempt);
    return provisions.at(-1)?.spec.installLog;
  } catch (error) {
    // The failure itself is known; its log is not worth losing it for.
    if (error instanceof KubernetesError) return undefined;
    throw error;
  }
}
