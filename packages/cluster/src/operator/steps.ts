import { type KubernetesClient, type KubernetesObject, kinds } from "@aro/kubernetes";
import { type OperatorRole, operatorNames, operatorRoles } from "@aro/operator-objects";
import { isoTime } from "@aro/runtime";
import type { ConditionStep, OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { clusterClient } from "../kubernetes/api-server.ts";
import { clusterCondition } from "../kubernetes/operator-status.ts";
import { usesWorkloadIdentity } from "../names/cluster-facts.ts";
import { installOperator, setForceReconciliation } from "./deploy.ts";

export const installAROOperator: OnceStep<ClusterContext> = {
  name: "installAROOperator",
  kind: "once",
  run: installOperator,
};

/** While a cluster is installed, nothing waits for an upgrade. */
export const enableOperatorReconciliation: OnceStep<ClusterContext> = {
  name: "enableOperatorReconciliation",
  kind: "once",
  run: (context, signal) => setForceReconciliation(context, true, signal),
};

export const disableOperatorReconciliation: OnceStep<ClusterContext> = {
  name: "disableOperatorReconciliation",
  kind: "once",
  run: (context, signal) => setForceReconciliation(context, false, signal),
};

/** The operator reads its credentials when it starts: this starts it anew (spec 04 §8.7). */
export const restartAROOperatorMaster: OnceStep<ClusterContext> = {
  name: "restartAROOperatorMaster",
  kind: "once",
  appliesTo: ({ run }) => !usesWorkloadIdentity(run.cluster()),
  run: async (context, signal) => {
    const restarted = {
      apiVersion: kinds.Deployment.apiVersion,
      kind: kinds.Deployment.kind,
      metadata: { name: operatorNames.master, namespace: operatorNames.namespace },
      spec: {
        template: {
          metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": isoTime(context.clock.now()) } },
        },
      },
    };
    // A manager of its own: as the deployment's, which does not name the annotation, it would be taken back at the next one.
    const options = { fieldManager: "aro-rp-restart", force: true };
    await clusterClient(context).apply(kinds.Deployment, restarted, options, signal);
  },
};

export const aroDeploymentReady = clusterCondition({
  name: "aroDeploymentReady",
  limit: "operatorInstallLimit",
  sentence: "The ARO operator of the cluster did not initialise.",
  wants: async (_, client, signal) => {
    const wanting = await Promise.all(operatorRoles.map((role) => deploymentWants(client, role, signal)));
    const told = wanting.filter((one) => one !== undefined);
    return told.length === 0 ? undefined : told.join(", ");
  },
});

/** The same after a restart, which takes no image with it: less patience (spec 03 §14). */
export const aroDeploymentReadyAgain: ConditionStep<ClusterContext> = {
  ...aroDeploymentReady,
  limit: "operatorUpdateLimit",
  appliesTo: ({ run }) => !usesWorkloadIdentity(run.cluster()),
};

interface DeploymentStatus {
  replicas?: number;
  availableReplicas?: number;
  updatedReplicas?: number;
  observedGeneration?: number;
}

/** Undefined when all replicas of an operator's deployment are new and available (spec 04 §5.11). */
async function deploymentWants(
  client: KubernetesClient,
  role: OperatorRole,
  signal: AbortSignal,
): Promise<string | undefined> {
  const name = operatorNames[role];
  const found = await client.get<KubernetesObject>(
    kinds.Deployment,
    { name, namespace: operatorNames.namespace },
    signal,
  );
  if (found === undefined) return `${name} is not deployed`;
  const wanted = (found["spec"] as { replicas?: number }).replicas ?? 1;
  const {
    replicas = 0,
    availableReplicas = 0,
    updatedReplicas = 0,
    observedGeneration,
  } = (found["status"] ?? {}) as DeploymentStatus;
  const isCurrent = observedGeneration === found.metadata.generation;
  const isReady = [replicas, availableReplicas, updatedReplicas].every((count) => count === wanted);
  return isCurrent && isReady ? undefined : `${name} has ${availableReplicas} of ${wanted} replicas available`;
}
