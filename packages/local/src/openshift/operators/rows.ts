/** Where pods of a workload stand. */
export type Place = "masters" | "workers" | "all";

/** A workload of an operator: `[kind, namespace, name, pods, place, containers]`. */
export interface WorkloadRow {
  kind: "Deployment" | "DaemonSet" | "StatefulSet" | "StaticPod";
  namespace: string;
  name: string;
  /** How many; of a daemon set or static pod as many as there are nodes. */
  replicas: number;
  place: Place;
  containers: readonly string[];
}

/** A ClusterOperator: what it runs, what it calls its versions, what it names as its own. */
export interface OperatorRow {
  name: string;
  /** When the version operator comes to it: operators of one level go side by side. */
  level: number;
  /** Names of operands whose versions it reports besides `operator`. */
  operands?: readonly string[];
  /** `relatedObjects` besides its namespaces: group, resource, name. */
  related: readonly (readonly [group: string, resource: string, name: string])[];
  workloads: readonly WorkloadRow[];
  /** First minor version that has it. */
  since?: number;
}

const workload =
  (kind: WorkloadRow["kind"]) =>
  (path: string, place: Place, replicas = 1, containers: readonly string[] = []): WorkloadRow => {
    const [namespace = "", name = ""] = path.split("/");
    return { kind, namespace, name, replicas, place, containers: containers.length === 0 ? [name] : containers };
  };

/** `NAMESPACE/NAME` as a workload. */
export const deployment = workload("Deployment");
export const daemonSet = (path: string, place: Place, containers: readonly string[] = []): WorkloadRow =>
  workload("DaemonSet")(path, place, 0, containers);
export const statefulSet = workload("StatefulSet");
export const staticPod = (path: string, containers: readonly string[]): WorkloadRow =>
  workload("StaticPod")(path, "masters", 0, containers);
