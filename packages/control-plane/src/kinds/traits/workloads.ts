import type { KubeObject } from "../../objects/object.ts";
import { findings } from "../../schemas/findings.ts";
import type { Cause } from "../../status/status.ts";
import { checkEphemeralContainers, checkNewPod, checkPodUpdate, checkResize } from "../checks/pod-changes.ts";
import { checkPodSpec } from "../checks/pod-spec.ts";
import { each, fill, type Members, optional, part } from "./filling.ts";
import { confinePod } from "./pod-parts.ts";
import { completePodSpec, completeTemplate } from "./pod-spec.ts";
import { qualityOf } from "./quality.ts";
import type { Traits } from "./trait.ts";

const at = (object: KubeObject, path: string): unknown =>
  path.split(".").reduce<unknown>((held, name) => (held as Members | undefined)?.[name], object);
/** A workload selects its own pods, and goes on selecting them. */
function checkSelector(object: KubeObject, before: KubeObject | undefined): Cause[] {
  const selector = at(object, "spec.selector") as
    | { matchLabels?: Record<string, string>; matchExpressions?: object[] }
    | undefined;
  const causes: Cause[] = [];
  const isEmpty =
    Object.keys(selector?.matchLabels ?? {}).length === 0 && (selector?.matchExpressions ?? []).length === 0;
  if (selector === undefined)
    return [
      findings.required("spec.selector"),
      findings.invalid(
        "spec.template.metadata.labels",
        at(object, "spec.template.metadata.labels") ?? null,
        "`selector` does not match template `labels`",
      ),
    ];
  if (isEmpty) return [findings.invalid("spec.selector", selector, "empty selector is invalid for deployment")];
  const labels = (at(object, "spec.template.metadata.labels") ?? {}) as Record<string, string>;
  const missed = Object.entries(selector.matchLabels ?? {}).some(([key, value]) => labels[key] !== value);
  if (missed)
    causes.push(
      findings.invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`"),
    );
  if (before !== undefined && JSON.stringify(at(before, "spec.selector")) !== JSON.stringify(selector))
    causes.push(findings.invalid("spec.selector", selector, "field is immutable"));
  return [...causes, ...checkPodSpec(at(object, "spec.template.spec") as Members | undefined, "spec.template.spec")];
}

const startEmpty = (object: KubeObject, before: KubeObject | undefined): void => {
  if (before === undefined) object["status"] = {};
};

const workload: Traits = { hasGeneration: true, statusApart: true, validate: checkSelector };

function startBudget(object: KubeObject, before: KubeObject | undefined): void {
  if (before === undefined)
    object["status"] = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };
}

export const workloads: Readonly<Record<string, Traits>> = {
  "apps/deployments": {
    ...workload,
    prepare: (object, before) => {
      startEmpty(object, before);
      completeTemplate(object);
      const spec = part(object, "spec");
      fill(spec, { replicas: 1, strategy: {}, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
      const strategy = part(spec, "strategy");
      fill(strategy, { type: "RollingUpdate" });
      if (strategy["type"] === "RollingUpdate")
        fill(part(strategy, "rollingUpdate"), { maxUnavailable: "25%", maxSurge: "25%" });
    },
  },
  "apps/replicasets": {
    ...workload,
    selectable: ["status.replicas"],
    prepare: (object, before) => {
      if (before === undefined) object["status"] = { replicas: 0 };
      completeTemplate(object);
      fill(part(object, "spec"), { replicas: 1 });
    },
  },
  "apps/statefulsets": {
    ...workload,
    prepare: (object, before) => {
      if (before === undefined) object["status"] = { replicas: 0, availableReplicas: 0 };
      completeTemplate(object);
      const spec = part(object, "spec");
      fill(spec, {
        replicas: 1,
        podManagementPolicy: "OrderedReady",
        updateStrategy: {},
        revisionHistoryLimit: 10,
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      });
      const strategy = part(spec, "updateStrategy");
      fill(strategy, { type: "RollingUpdate" });
      if (strategy["type"] === "RollingUpdate") fill(part(strategy, "rollingUpdate"), { partition: 0 });
    },
  },
  "apps/daemonsets": {
    ...workload,
    prepare: (object, before) => {
      object.metadata.annotations = {
        "deprecated.daemonset.template.generation": "1",
        ...object.metadata.annotations,
      };
      if (before === undefined)
        object["status"] = {
          currentNumberScheduled: 0,
          numberMisscheduled: 0,
          desiredNumberScheduled: 0,
          numberReady: 0,
        };
      completeTemplate(object);
      const spec = part(object, "spec");
      fill(spec, { updateStrategy: {}, revisionHistoryLimit: 10 });
      const strategy = part(spec, "updateStrategy");
      fill(strategy, { type: "RollingUpdate" });
      if (strategy["type"] === "RollingUpdate")
        fill(part(strategy, "rollingUpdate"), { maxUnavailable: 1, maxSurge: 0 });
    },
  },
  "policy/poddisruptionbudgets": { hasGeneration: true, prepare: startBudget },
  "batch/jobs": {
    hasGeneration: true,
    selectable: ["status.successful"],
    prepare: (object, before) => {
      startEmpty(object, before);
      completeTemplate(object);
      const spec = part(object, "spec");
      fill(spec, {
        parallelism: 1,
        ...(spec["completions"] === undefined && spec["parallelism"] === undefined ? { completions: 1 } : {}),
        backoffLimit: 6,
        completionMode: "NonIndexed",
        suspend: false,
        manualSelector: false,
        podReplacementPolicy: "TerminatingOrFailed",
      });
      if (before !== undefined || spec["manualSelector"] === true) return;
      const labels = {
        "batch.kubernetes.io/controller-uid": object.metadata.uid,
        "batch.kubernetes.io/job-name": object.metadata.name,
        "controller-uid": object.metadata.uid,
        "job-name": object.metadata.name,
      };
      spec["selector"] = { matchLabels: { "batch.kubernetes.io/controller-uid": object.metadata.uid } };
      const metadata = part(part(spec, "template"), "metadata");
      metadata["labels"] = { ...(metadata["labels"] as object | undefined), ...labels };
      object.metadata.labels ??= { ...(metadata["labels"] as Record<string, string>) };
    },
    validate: (object) => checkPodSpec(at(object, "spec.template.spec") as Members | undefined, "spec.template.spec"),
  },
  "batch/cronjobs": {
    hasGeneration: true,
    prepare: (object, before) => {
      startEmpty(object, before);
      const spec = part(object, "spec");
      fill(spec, {
        concurrencyPolicy: "Allow",
        suspend: false,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
      });
      const job = optional(spec, "jobTemplate");
      if (job === undefined) return;
      part(job, "metadata");
      completeTemplate(job);
    },
  },
  "/pods": {
    hasGeneration: true,
    statusApart: true,
    selectable: [
      "spec.nodeName",
      "spec.restartPolicy",
      "spec.schedulerName",
      "spec.serviceAccountName",
      "spec.hostNetwork",
      "status.phase",
      "status.podIP",
      "status.podIPs",
      "status.nominatedNodeName",
    ],
    answersDeleted: true,
    // A pod that no node has goes at once.
    gracePeriod: (object) => {
      const phase = at(object, "status.phase");
      if (!at(object, "spec.nodeName") || phase === "Succeeded" || phase === "Failed") return 0;
      return Number(at(object, "spec.terminationGracePeriodSeconds") ?? 30);
    },
    prepare: (object, before) => {
      const spec = part(object, "spec");
      completePodSpec(spec);
      fill(spec, { enableServiceLinks: true });
      if (before === undefined) object["status"] = { phase: "Pending", qosClass: qualityOf(spec), ...gated(spec) };
    },
    confine: confinePod,
    validate: (object, before, subresource) => {
      if (before === undefined) return checkNewPod(object);
      if (subresource === "ephemeralcontainers") return checkEphemeralContainers(object, before);
      return subresource === "resize" ? checkResize(object, before) : checkPodUpdate(object, before);
    },
  },
};

/** A pod that gates keep from being scheduled says so from its first moment. */
const gated = (spec: Members): Members =>
  each(spec, "schedulingGates").length === 0
    ? {}
    : {
        conditions: [
          {
            type: "PodScheduled",
            status: "False",
            lastProbeTime: null,
            lastTransitionTime: null,
            reason: "SchedulingGated",
            message: "Scheduling is blocked due to non-empty scheduling gates",
          },
        ],
      };
