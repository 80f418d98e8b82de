import { type KubernetesObject, kinds } from "@aro/kubernetes";
import { isOn } from "@aro/operator-objects";
import { readCluster } from "../cluster/cluster-object.ts";
import { reportDegraded, reportWell } from "../cluster/controller-conditions.ts";
import type { Controller, OperatorContext } from "../runtime/controller.ts";
import { clusterChange } from "../runtime/watches.ts";

const name = "IngressControllerARO";
const fewest = 2;

/** Keeps the default ingress at two routers at least (spec 04 §6.16), so that the loss of a node takes no route down. */
export const ingressReplicas: Controller = {
  name,
  watches: [clusterChange],
  reconcile: async (context, _key, signal) => {
    const { spec } = await readCluster(context, signal);
    if (!isOn(spec.operatorflags, "aro.ingress.enabled")) return {};
    try {
      await raise(context, signal);
    } catch (error) {
      await reportDegraded(context, name, error, signal);
      throw error;
    }
    await reportWell(context, name, signal);
    return {};
  },
};

async function raise({ client, log }: OperatorContext, signal: AbortSignal): Promise<void> {
  const place = { namespace: "openshift-ingress-operator", name: "default" };
  const ingress = await client.get<KubernetesObject>(kinds.IngressController, place, signal);
  if (ingress === undefined) throw new Error(`there is no IngressController "${place.namespace}/${place.name}"`);
  const spec = (ingress["spec"] ?? {}) as { replicas?: number };
  // Without a number the ingress operator chooses.
  if (spec.replicas === undefined || spec.replicas === null || spec.replicas >= fewest) return;
  log.info("ingress.raised", { from: spec.replicas, to: fewest });
  await client.update(kinds.IngressController, { ...ingress, spec: { ...spec, replicas: fewest } }, signal);
}
