import type { Behaviour } from "../facts/evidence.ts";

const subject = "Hive";

/** What the emulated Hive does as Hive does it. */
export const hiveBehaviours: readonly Behaviour[] = [
  {
    subject,
    what: "a ClusterDeployment without spec.installed gets a ClusterProvision, which runs the installer's commands with its secrets as files; what fails has the reason of the first published expression that its log matches",
    evidence: "documented",
  },
  {
    subject,
    what: "install pods beyond what the hub's nodes hold, four for each processor, wait their turn as pending pods do; the service's limit for an install counts that too",
    evidence: "assumed",
  },
  {
    subject,
    what: "one with spec.installed and clusterMetadata is adopted: nothing is provisioned; Unreachable and ActiveAPIURLOverride say whether the cluster answers its administrator's kubeconfig",
    evidence: "documented",
  },
  {
    subject,
    what: "SyncSets and SelectorSyncSets are brought in the order objects, secrets, patches; Apply takes fields over, CreateOrUpdate merges, CreateOnly leaves what there is; mode Sync removes what is not named any more; ClusterSync tells each set's result",
    evidence: "documented",
  },
  {
    subject,
    what: "sets are brought again when they change, after a failure, and every two hours by ClusterSyncLease; not while the cluster is unreachable or annotated hive.openshift.io/syncset-pause",
    evidence: "documented",
  },
  {
    subject,
    what: "Apply is server-side apply by the manager hive, by force; Hive itself keeps what it applied last in an annotation",
    evidence: "assumed",
  },
  {
    subject,
    what: "a deployment with preserveOnDelete goes and its machines stay; without it is held with DeprovisionLaunchError, since no machines are removed here",
    evidence: "assumed",
  },
  {
    subject,
    what: "a bootstrap machine answers SSH with the keys of its ignition, and the commands of failure diagnostics by what the emulated machine does",
    evidence: "assumed",
  },
];
