import { kinds, type ObjectChange } from "@aro/kubernetes";
import { operatorNames } from "@aro/operator-objects";
import type { Watch } from "./controller.ts";

/*
 * What makes controllers look (spec 04 §4.6).
 */

/** Creation, deletion, and updates that changed the wishes: not those of status or labels alone. */
const generationChanged = (change: ObjectChange): boolean =>
  change.type !== "updated" || change.before.metadata.generation !== change.object.metadata.generation;

const isCluster = ({ object }: ObjectChange): boolean => object.metadata.name.toLowerCase() === operatorNames.cluster;

/** Every change of the Cluster object, its status included. */
export const anyClusterChange: Watch = { kind: kinds.AroCluster, when: isCluster };

/** A change of what the operator is told. */
export const clusterChange: Watch = {
  kind: kinds.AroCluster,
  when: (change) => isCluster(change) && generationChanged(change),
};

/** One secret. */
export const secretNamed = (namespace: string, name: string): Watch => ({
  kind: kinds.Secret,
  select: { namespace, fieldSelector: `metadata.name=${name}` },
});

/** Label that says what a machine set's machines are. */
export const machineRoleLabel = "machine.openshift.io/cluster-api-machine-role";

/** Machine sets of workers. */
export const workerMachineSets: Watch = {
  kind: kinds.MachineSet,
  select: { namespace: "openshift-machine-api" },
  when: ({ object }) => object.metadata.labels?.[machineRoleLabel]?.toLowerCase() === "worker",
};
