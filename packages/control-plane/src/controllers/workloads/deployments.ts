import type { KubeObject } from "../../objects/object.ts";
import { condition, ownedBy, type PodTemplate, share, specOf, statusOf } from "./pods.ts";
import { hashOf } from "./template-hash.ts";
import { type WorkloadContext, workloadController } from "./workload.ts";

const sets = { group: "apps", plural: "replicasets" };
const deployments = { group: "apps", plural: "deployments" };
const revisionAnnotation = "deployment.kubernetes.io/revision";
const hashLabel = "pod-template-hash";

interface Spec {
  replicas?: number;
  paused?: boolean;
  template: PodTemplate;
  selector: { matchLabels?: Record<string, string> };
  minReadySeconds?: number;
  revisionHistoryLimit?: number;
  progressDeadlineSeconds?: number;
  strategy?: { type?: string; rollingUpdate?: { maxSurge?: unknown; maxUnavailable?: unknown } };
}
interface SetStatus {
  replicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
}
interface Status {
  conditions?: {
    type: string;
    status: string;
    reason?: string;
    lastTransitionTime?: string;
    lastUpdateTime?: string;
  }[];
}

/** Rolls a deployment's pods over to its template, some at a time, by replica sets old and new. */
export const deploymentsController = workloadController(
  { group: "apps", plural: "deployments", kind: "Deployment" },
  "apps/replicasets",
  (context, deployment) => {
    const spec = specOf<Spec>(deployment);
    if (deployment.metadata.deletionTimestamp === undefined && !spec.paused) roll(context, deployment, spec);
    report(context, deployment, spec);
  },
);

const revisionOf = ({ metadata }: KubeObject): number => Number(metadata.annotations?.[revisionAnnotation] ?? 0);
const replicasOf = (set: KubeObject): number => specOf<{ replicas?: number }>(set).replicas ?? 0;

function roll(context: WorkloadContext, deployment: KubeObject, spec: Spec): void {
  const { replicas = 1, template, strategy } = spec;
  const hash = hashOf(template);
  const all = context.owned.of(deployment.metadata.uid);
  const current = all.find((set) => set.metadata.labels?.[hashLabel] === hash);
  const old = all.filter((set) => set !== current);
  const newest = Math.max(0, ...old.map(revisionOf));
  const recreate = strategy?.type === "Recreate";
  if (current === undefined) {
    const waits = recreate && old.some((set) => (statusOf<SetStatus>(set).replicas ?? 0) > 0 || replicasOf(set) > 0);
    if (!waits) create(context, deployment, spec, hash, newest + 1, old);
    else for (const set of old) if (replicasOf(set) > 0) scale(context, set, 0);
    return;
  }
  const revision = revisionOf(current) > newest ? revisionOf(current) : newest + 1;
  if (String(revision) !== current.metadata.annotations?.[revisionAnnotation]) {
    context.update(sets, annotated(current, revision));
    return;
  }
  if (deployment.metadata.annotations?.[revisionAnnotation] !== String(revision))
    context.update(deployments, annotated(deployment, revision));
  const surge = recreate ? 0 : share(strategy?.rollingUpdate?.maxSurge ?? "25%", replicas, true);
  let unavailable = recreate ? replicas : share(strategy?.rollingUpdate?.maxUnavailable ?? "25%", replicas, false);
  if (surge === 0 && unavailable === 0) unavailable = 1;
  const total = all.reduce((sum, set) => sum + replicasOf(set), 0);
  const room = replicas + surge - total;
  const wanted = Math.min(replicas, replicasOf(current) + Math.max(0, room));
  if (replicasOf(current) !== wanted) {
    scale(context, current, wanted);
    return;
  }
  const available = all.reduce(
    (sum, set) => sum + Math.min(statusOf<SetStatus>(set).availableReplicas ?? 0, replicasOf(set)),
    0,
  );
  // Pods of old sets that are no use may always go; of the others as many as may be missed.
  let spare = available - (replicas - unavailable);
  for (const set of old) {
    const has = replicasOf(set);
    if (has === 0) continue;
    const useless = Math.max(0, has - (statusOf<SetStatus>(set).availableReplicas ?? 0));
    const goes = Math.min(has, useless + Math.max(0, spare));
    spare -= Math.max(0, goes - useless);
    if (goes > 0) scale(context, set, has - goes);
  }
  const retired = old.filter((set) => replicasOf(set) === 0 && (statusOf<SetStatus>(set).replicas ?? 0) === 0);
  const keep = spec.revisionHistoryLimit ?? 10;
  for (const set of retired.toSorted((a, b) => revisionOf(b) - revisionOf(a)).slice(keep)) context.remove(sets, set);
}

function create(
  context: WorkloadContext,
  deployment: KubeObject,
  { replicas = 1, template, selector, minReadySeconds, strategy }: Spec,
  hash: string,
  revision: number,
  old: readonly KubeObject[],
): void {
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  const running = old.reduce((sum, set) => sum + replicasOf(set), 0);
  const surge = share(strategy?.rollingUpdate?.maxSurge ?? "25%", replicas, true);
  const first = running === 0 ? replicas : Math.max(0, Math.min(replicas, replicas + surge - running));
  context.create(sets, deployment.metadata.namespace ?? "", {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      labels,
      annotations: {
        [revisionAnnotation]: String(revision),
        "deployment.kubernetes.io/desired-replicas": String(replicas),
      },
      ownerReferences: [ownedBy(deployment)],
    },
    spec: {
      replicas: first,
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  });
}

const annotated = (object: KubeObject, revision: number): KubeObject => ({
  ...object,
  metadata: {
    ...object.metadata,
    annotations: { ...object.metadata.annotations, [revisionAnnotation]: String(revision) },
  },
});

const scale = (context: WorkloadContext, set: KubeObject, replicas: number): void =>
  context.update(sets, { ...set, spec: { ...specOf<object>(set), replicas } });

function report(context: WorkloadContext, deployment: KubeObject, spec: Spec): void {
  const { replicas = 1, template, strategy, progressDeadlineSeconds = 600 } = spec;
  const all = context.owned.of(deployment.metadata.uid);
  const hash = hashOf(template);
  const current = all.find((set) => set.metadata.labels?.[hashLabel] === hash);
  const sum = (member: keyof SetStatus) =>
    all.reduce((total, set) => total + (statusOf<SetStatus>(set)[member] ?? 0), 0);
  const updated = current === undefined ? 0 : (statusOf<SetStatus>(current).replicas ?? 0);
  const available = sum("availableReplicas");
  const total = sum("replicas");
  const unavailable = Math.max(0, Math.max(total, replicas) - available);
  const held = statusOf<Status>(deployment).conditions;
  const least = replicas - share(strategy?.rollingUpdate?.maxUnavailable ?? "25%", replicas, false);
  const isComplete = updated === replicas && total === replicas && available === replicas;
  const name = current?.metadata.name ?? deployment.metadata.name;
  const progressing = held?.find(({ type }) => type === "Progressing");
  const since = Date.parse(progressing?.lastUpdateTime ?? context.now());
  const isLate = !isComplete && context.clock.now() - since > progressDeadlineSeconds * 1000;
  if (!isComplete && !isLate && !spec.paused)
    context.queue.addAfter(
      `${deployment.metadata.namespace}/${deployment.metadata.name}`,
      progressDeadlineSeconds * 1000,
    );
  const counts = {
    ...(total === 0 ? {} : { replicas: total }),
    ...(updated === 0 ? {} : { updatedReplicas: updated }),
    ...(sum("readyReplicas") === 0 ? {} : { readyReplicas: sum("readyReplicas") }),
    ...(available === 0 ? {} : { availableReplicas: available }),
    ...(unavailable === 0 ? {} : { unavailableReplicas: unavailable }),
  };
  context.report(deployment, {
    observedGeneration: deployment.metadata.generation,
    ...counts,
    conditions: [
      condition(
        held,
        context.now(),
        available >= least
          ? {
              type: "Available",
              status: "True",
              reason: "MinimumReplicasAvailable",
              message: "Deployment has minimum availability.",
            }
          : {
              type: "Available",
              status: "False",
              reason: "MinimumReplicasUnavailable",
              message: "Deployment does not have minimum availability.",
            },
        true,
      ),
      condition(
        held,
        context.now(),
        isComplete
          ? {
              type: "Progressing",
              status: "True",
              reason: "NewReplicaSetAvailable",
              message: `ReplicaSet "${name}" has successfully progressed.`,
            }
          : isLate
            ? {
                type: "Progressing",
                status: "False",
                reason: "ProgressDeadlineExceeded",
                message: `ReplicaSet "${name}" has timed out progressing.`,
              }
            : {
                type: "Progressing",
                status: "True",
                reason: "ReplicaSetUpdated",
                message: `ReplicaSet "${name}" is progressing.`,
              },
        true,
      ),
    ],
  });
}
