import { type KubernetesClient, type KubernetesObject, kinds } from "@aro/kubernetes";
import { type OperatorRole, operatorNames, operatorRoles } from "@aro/operator-objects";
import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { clusterCondition } from "../kubernetes/operator-status.ts";
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
