import {
  conditionStatus,
  connect,
  createClient,
  type KubernetesClient,
  type KubernetesObject,
  kinds,
} from "@aro/kubernetes";
import type { ClusterContext } from "../context.ts";
import { serviceAccess } from "../kubernetes/api-server.ts";

/*
 * What the cluster itself says when something went wrong with it (spec 03 §2.8). Each collector logs; none of it reaches the customer.
 */

type Collector = (context: ClusterContext, client: KubernetesClient, signal: AbortSignal) => Promise<void>;

/** An object as it is logged: who owns which field of it says nothing about what went wrong. */
const shown = ({ metadata: { managedFields: _, ...metadata }, ...object }: KubernetesObject) => ({
  ...object,
  metadata,
});

const logClusterVersion: Collector = async ({ run }, client, signal) => {
  const version = await client.get(kinds.ClusterVersion, { name: "version" }, signal);
  run.log.info("cluster version", { object: version && shown(version) });
};

const logNodes: Collector = async ({ run }, client, signal) => {
  for (const node of await client.list(kinds.Node, {}, signal))
    run.log.info("node", { name: node.metadata.name, ready: conditionStatus(node, "Ready"), object: shown(node) });
};

const logClusterOperators: Collector = async ({ run }, client, signal) => {
  for (const one of await client.list(kinds.ClusterOperator, {}, signal)) {
    const is = (type: string) => conditionStatus(one, type);
    const summary = { available: is("Available"), progressing: is("Progressing"), degraded: is("Degraded") };
    run.log.info("cluster operator", { name: one.metadata.name, ...summary, object: shown(one) });
  }
};

const logIngressControllers: Collector = async ({ run }, client, signal) => {
  for (const one of await client.list(kinds.IngressController, { namespace: "openshift-ingress-operator" }, signal))
    run.log.info("ingress controller", { name: one.metadata.name, object: shown(one) });
};

const operatorNamespace = "openshift-azure-operator";
const tailLines = 20;

const logPodLogs: Collector = async ({ run }, client, signal) => {
  for (const { metadata, ...pod } of await client.list(kinds.Pod, { namespace: operatorNamespace }, signal)) {
    run.log.info("pod", { pod: metadata.name, status: pod["status"] });
    const text = await client
      .logs({ name: metadata.name, namespace: operatorNamespace }, { tailLines }, signal)
      .catch((error: unknown) => String(error));
    for (const line of text.split("\n").filter((one) => one !== ""))
      run.log.info("pod log", { pod: metadata.name, line });
  }
};

const collectors = { logClusterVersion, logNodes, logClusterOperators, logIngressControllers, logPodLogs };

/** The collectors of a cluster that can be spoken to; none when it has no kubeconfig or no endpoint yet. */
export function insideCollectors(
  context: ClusterContext,
): { name: string; collect: (signal: AbortSignal) => Promise<void> }[] {
  let client: KubernetesClient;
  try {
    client = createClient(connect(serviceAccess(context.run.cluster(), context.sealer, context.cloud), "aro-rp"));
  } catch {
    return [];
  }
  return Object.entries(collectors).map(([name, collect]) => ({
    name,
    collect: (signal) => collect(context, client, signal),
  }));
}
