import { copyOf } from "../../objects/json.ts";
import type { KubeObject } from "../../objects/object.ts";
import { findings } from "../../schemas/findings.ts";
import type { Cause } from "../../status/status.ts";
import { checkPodSpec } from "../checks/pod-spec.ts";
import { each, fill, type Members, optional, part } from "./filling.ts";
import { completePodSpec, completeTemplate } from "./pod-spec.ts";
import type { Traits } from "./traits.ts";

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

const workload: Traits = { hasGeneration: true, validate: checkSelector };

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
      if (before === undefined) object["status"] = { phase: "Pending", qosClass: quality(spec), ...gated(spec) };
    },
    validate: (object, before) =>
      before === undefined ? checkPodSpec(object["spec"] as Members, "spec") : checkPodUpdate(object, before),
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

/** How sure a pod is of its share of a node. */
function quality(spec: Members): string {
  const all = [...each(spec, "containers"), ...each(spec, "initContainers")].map(
    (one) => optional(one, "resources") ?? {},
  );
  const named = (one: Members, name: string) => optional(one, name) ?? {};
  if (
    all.every(
      (one) => Object.keys(named(one, "requests")).length === 0 && Object.keys(named(one, "limits")).length === 0,
    )
  )
    return "BestEffort";
  const guaranteed = all.every((one) =>
    ["cpu", "memory"].every((name) => {
      const limit = named(one, "limits")[name];
      return limit !== undefined && String(named(one, "requests")[name] ?? limit) === String(limit);
    }),
  );
  return guaranteed ? "Guaranteed" : "Burstable";
}

const changeable = new Set([
  "activeDeadlineSeconds",
  "tolerations",
  "terminationGracePeriodSeconds",
  "nodeName",
  "schedulingGates",
]);

/** Of a pod that is there, little may be changed. */
function checkPodUpdate(object: KubeObject, before: KubeObject): Cause[] {
  const plain = (one: KubeObject): string => {
    const spec = copyOf(one["spec"]) as Members;
    for (const name of changeable) delete spec[name];
    // The scheduler's binding gives a pod its node, once.
    if (at(before, "spec.nodeName") === undefined) delete spec["nodeName"];
    for (const list of ["containers", "initContainers"]) for (const held of each(spec, list)) delete held["image"];
    return JSON.stringify(sorted(spec));
  };
  return plain(object) === plain(before)
    ? []
    : [
        findings.forbidden(
          "spec",
          "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
        ),
      ];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, held]) => [name, sorted(held)]),
  );
}
