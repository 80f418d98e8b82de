import { defaultOperatorFlags } from "@aro/api";
import { fieldManager, registryPullSecret } from "@aro/hive";
import {
  applyAll,
  conditionStatus,
  isRefusal,
  type KubernetesObject,
  kinds,
  type OwnerReference,
  retryOnConflict,
} from "@aro/kubernetes";
import {
  type ClusterSpec,
  clusterObject,
  forceReconciliation,
  type OperatorBuild,
  operatorDefinitions,
  operatorDeployment,
  operatorNames,
  operatorRoles,
  staticObjects,
  tagOf,
} from "@aro/operator-objects";
import type { MemoryStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { clusterClient } from "../kubernetes/api-server.ts";
import { propertiesOf, usesWorkloadIdentity } from "../names/cluster-facts.ts";
import { operatorClusterSpec } from "./cluster-spec.ts";

/*
 * How the operator comes into a cluster and is kept in step with the service (spec 04 §8).
 */

const remembered = "operator's cluster spec";
const name = { name: operatorNames.cluster };

/** The build that this service deploys, or the one that the cluster's document asks for. */
async function operatorBuild(context: ClusterContext, signal: AbortSignal): Promise<OperatorBuild> {
  const { run, settings } = context;
  const asked = propertiesOf(run.cluster())["operatorVersion"];
  const image =
    typeof asked === "string" && asked !== "" ? `${settings.registry}/aro:${asked}` : settings.operatorImage;
  const version = await clusterClient(context).get(kinds.ClusterVersion, { name: "version" }, signal);
  const history =
    (version?.["status"] as { history?: { state: string; version: string }[] } | undefined)?.history ?? [];
  const current = history.find(({ state }) => state === "Completed")?.version ?? history[0]?.version ?? "";
  const [, minor = "99"] = /^4\.(\d+)\./.exec(current) ?? [];
  return {
    image,
    version: tagOf(image),
    restricted: Number(minor) >= 11,
    workloadIdentity: usesWorkloadIdentity(run.cluster()),
  };
}

/** Brings everything but the Cluster object: a running operator first becomes the new one, and then is told what is new. */
async function updateOperator(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const client = clusterClient(context);
  const build = await operatorBuild(context, signal);
  await applyAll(client, operatorDefinitions, fieldManager, signal);
  for (const { metadata } of operatorDefinitions) await established(context, metadata.name, signal);
  const objects = [
    ...staticObjects,
    pullSecret(context),
    ...operatorRoles.map((role) => operatorDeployment(role, build)),
  ];
  await applyAll(client, objects, fieldManager, signal);
}

/** Everything, the Cluster object last. */
export async function installOperator(context: ClusterContext, signal: AbortSignal): Promise<void> {
  await updateOperator(context, signal);
  await syncClusterObject(context, signal);
  await ownPullSecret(context, signal);
}

/** Tells the operator what the service now knows of the cluster. What others keep in the object stays. */
async function syncClusterObject(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const spec = context.run.memory.get(remembered) as ClusterSpec | undefined;
  if (spec === undefined) throw new Error("initializeOperatorDeployer has not run");
  await applyAll(clusterClient(context), [clusterObject(spec)], fieldManager, signal);
}

/** Makes up what the operator will be told, of the document as it is now. @throws Error when the document lacks something it needs. */
export const initializeOperatorDeployer: MemoryStep<ClusterContext> = {
  name: "initializeOperatorDeployer",
  kind: "memory",
  run: async (context) => void context.run.memory.set(remembered, withFlags(operatorClusterSpec(context), context)),
};

const withFlags = (spec: ClusterSpec, { settings }: ClusterContext): ClusterSpec => ({
  ...spec,
  operatorflags: {
    "aro.environment": settings.environment,
    ...(Object.keys(spec.operatorflags).length === 0 ? defaultOperatorFlags : spec.operatorflags),
  },
});

/** Makes controllers act that otherwise wait for an upgrade, or lets them wait again. */
export async function setForceReconciliation(context: ClusterContext, on: boolean, signal: AbortSignal): Promise<void> {
  const client = clusterClient(context);
  const patch = { spec: { operatorflags: { [forceReconciliation]: String(on) } } };
  await retryOnConflict(
    async () => void (await client.patch(kinds.AroCluster, name, patch, { as: "merge" }, signal)),
    context,
    signal,
  );
}

function pullSecret({ run, sealer }: ClusterContext): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: operatorNames.pullSecret, namespace: operatorNames.namespace },
    type: "Opaque",
    stringData: { ".dockerconfigjson": registryPullSecret(run.cluster(), sealer) },
  };
}

/** A definition is of use once its names are taken and it is served. */
async function established(context: ClusterContext, definition: string, signal: AbortSignal): Promise<void> {
  const { clock, durations } = context;
  const until = clock.monotonic() + durations.definitionLimit;
  for (;;) {
    const found = await clusterClient(context).get(kinds.CustomResourceDefinition, { name: definition }, signal);
    const is = (type: string) => found !== undefined && conditionStatus(found, type) === "True";
    if (is("Established") && is("NamesAccepted")) return;
    if (clock.monotonic() >= until)
      throw new Error(`the definition ${definition} was not established in ${durations.definitionLimit / 1000} s`);
    await clock.sleep(durations.definitionPoll, signal);
  }
}

/** The pull secret goes with the Cluster object. An API server refuses owners for a moment whose kind it has just learnt. */
async function ownPullSecret(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const client = clusterClient(context);
  const secret = { name: operatorNames.pullSecret, namespace: operatorNames.namespace };
  const { clock, durations } = context;
  const until = clock.monotonic() + durations.definitionLimit;
  for (;;) {
    try {
      const owner = await client.get(kinds.AroCluster, name, signal);
      if (owner === undefined) throw new Error("the cluster has no Cluster object");
      const { apiVersion, kind } = kinds.AroCluster;
      const reference: OwnerReference = {
        apiVersion,
        kind,
        name: owner.metadata.name,
        uid: owner.metadata.uid ?? "",
        controller: true,
        blockOwnerDeletion: true,
      };
      const patch = { metadata: { ownerReferences: [reference] } };
      await client.patch(kinds.Secret, secret, patch, { as: "merge" }, signal);
      return;
    } catch (error) {
      if (clock.monotonic() >= until || !isRefusal(error, "Forbidden", "Conflict")) throw error;
      await clock.sleep(durations.definitionPoll, signal);
    }
  }
}
