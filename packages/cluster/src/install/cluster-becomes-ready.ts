import { CloudError } from "@aro/api";
import { conditionStatus, type KubernetesClient, type KubernetesObject, kinds } from "@aro/kubernetes";
import { clusterCondition, operatorWants } from "../kubernetes/operator-status.ts";

/*
 * What the service waits for inside a new cluster (spec 03 §8.4). Each tells what is still wanting.
 */

export const apiServersReady = clusterCondition({
  name: "apiServersReady",
  limit: "apiServersLimit",
  sentence: "The Kubernetes API of the cluster did not become ready.",
  wants: (_, client, signal) => operatorWants(client, "kube-apiserver", signal),
});

/** Fewer are no working cluster. */
const leastWorkers = 2;

export const minimumWorkerNodesReady = clusterCondition({
  name: "minimumWorkerNodesReady",
  limit: "clusterPartLimit",
  sentence: "The minimum number of worker nodes was not created.",
  wants: async (_, client, signal) => {
    const machines = await client.list(
      kinds.Machine,
      {
        namespace: "openshift-machine-api",
        labelSelector: "machine.openshift.io/cluster-api-machine-role=worker",
      },
      signal,
    );
    const running = machines.filter((machine) => phaseOf(machine) === "Running").length;
    if (running < leastWorkers) {
      refuseWhatQuotaForbids(machines);
      return `${running} of at least ${leastWorkers} worker machines are running${failureOf(machines)}`;
    }
    const nodes = await client.list(kinds.Node, { labelSelector: "node-role.kubernetes.io/worker" }, signal);
    const ready = nodes.filter((node) => conditionStatus(node, "Ready") === "True").length;
    return ready < leastWorkers ? `${ready} of at least ${leastWorkers} worker nodes are ready` : undefined;
  },
});

interface MachineStatus {
  phase?: string;
  errorMessage?: string;
  providerStatus?: object;
}
const statusOf = (machine: KubernetesObject) => (machine["status"] ?? {}) as MachineStatus;
const phaseOf = (machine: KubernetesObject) => statusOf(machine).phase;

/** What Azure says when there is no such size to be had, or no more of it (spec 03 §2.4). */
const outOfReach = /SkuNotAvailable|NotAvailableForSubscription|QuotaExceeded/;
const quotaWords = /quota|cores|current limit|new limit required/i;

/** @throws CloudError `QuotaExceeded` when a machine failed for want of its size: waiting does not help. */
function refuseWhatQuotaForbids(machines: readonly KubernetesObject[]): void {
  for (const machine of machines) {
    if (phaseOf(machine) !== "Failed") continue;
    const { providerStatus, errorMessage = "" } = statusOf(machine);
    const told = `${JSON.stringify(providerStatus ?? {})} ${errorMessage}`;
    if (!outOfReach.test(told) && !(told.includes("OperationNotAllowed") && quotaWords.test(told))) continue;
    throw new CloudError(
      {
        code: "QuotaExceeded",
        target: "properties.workerProfiles[0].VMSize",
        message: `Worker machines cannot be created: ${reasonOf(providerStatus) ?? (errorMessage || "Azure has none of that size for the subscription")}. Choose another size, or ask for more quota, and create the cluster again.`,
      },
      { status: 500 },
    );
  }
}

/** Why the first of those that failed did, for people. */
function failureOf(machines: readonly KubernetesObject[]): string {
  const failed = machines.find((machine) => phaseOf(machine) === "Failed");
  if (failed === undefined) return "";
  const { providerStatus, errorMessage } = statusOf(failed);
  return `; ${failed.metadata.name} failed: ${reasonOf(providerStatus) ?? errorMessage ?? "no reason is told"}`;
}

function reasonOf(providerStatus: object | undefined): string | undefined {
  const conditions = (providerStatus as { conditions?: { status: string; message?: string }[] } | undefined)
    ?.conditions;
  return conditions?.find(({ status, message }) => status === "False" && message)?.message;
}

export const operatorConsoleExists = clusterCondition({
  name: "operatorConsoleExists",
  limit: "clusterPartLimit",
  sentence: "The console operator of the cluster did not initialise.",
  wants: async (_, client, signal) =>
    (await client.get(kinds.Console, { name: "cluster" }, signal)) === undefined
      ? "no console is configured"
      : undefined,
});

export const operatorConsoleReady = clusterCondition({
  name: "operatorConsoleReady",
  limit: "consoleLimit",
  sentence: "The console operator of the cluster did not start.",
  wants: (_, client, signal) => operatorWants(client, "console", signal),
});

export const clusterVersionReady = clusterCondition({
  name: "clusterVersionReady",
  limit: "clusterPartLimit",
  sentence: "The version of the cluster did not become available.",
  wants: async (_, client, signal) => {
    const version = await client.get(kinds.ClusterVersion, { name: "version" }, signal);
    if (version === undefined) return "no version is reported";
    return conditionStatus(version, "Available") === "True" ? undefined : "the version is not available";
  },
});

export const ingressControllerReady = clusterCondition({
  name: "ingressControllerReady",
  limit: "clusterPartLimit",
  sentence: "The ingress operator of the cluster did not start.",
  wants: (_, client, signal) => operatorWants(client, "ingress", signal),
});

const settling = ["kube-controller-manager", "kube-apiserver", "kube-scheduler", "console", "authentication"];

export const clusterOperatorsHaveSettled = clusterCondition({
  name: "clusterOperatorsHaveSettled",
  limit: "clusterPartLimit",
  sentence: "The operators of the cluster did not settle.",
  wants: async (_, client, signal) => {
    const wanting = await Promise.all(settling.map((name) => wantsIfPresent(client, name, signal)));
    const told = wanting.filter((one) => one !== undefined);
    return told.length === 0 ? undefined : told.join(", ");
  },
});

/** An operator that the cluster does not have is not waited for. */
const wantsIfPresent = async (client: KubernetesClient, name: string, signal: AbortSignal) =>
  (await client.get(kinds.ClusterOperator, { name }, signal)) === undefined
    ? undefined
    : operatorWants(client, name, signal);
