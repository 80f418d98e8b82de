import type { KubeObject } from "../../objects/object.ts";
import { findings } from "../../schemas/findings.ts";
import type { Cause } from "../../status/status.ts";
import { checkPodSpec } from "../checks/pod-spec.ts";
import { age, ageColumn, nameColumn } from "../columns.ts";
import type { Column, Columns } from "../kind.ts";
import { each, fill, type Members, optional, part } from "./filling.ts";
import { completePodSpec, completeTemplate } from "./pod-spec.ts";
import type { Traits } from "./traits.ts";

const column = (name: string, type: Column["type"] = "string", priority = 0): Column => ({ name, type, priority });
const at = (object: KubeObject, path: string): unknown =>
  path.split(".").reduce<unknown>((held, name) => (held as Members | undefined)?.[name], object);
const count = (object: KubeObject, path: string): number => Number(at(object, path) ?? 0);
const templateOf = (object: KubeObject): Members => (at(object, "spec.template.spec") ?? {}) as Members;
const names = (object: KubeObject): string =>
  each(templateOf(object), "containers")
    .map((one) => one["name"])
    .join(",");
const images = (object: KubeObject): string =>
  each(templateOf(object), "containers")
    .map((one) => one["image"])
    .join(",");

/** A selector as kubectl prints it. */
export function selectorText(selector: unknown): string {
  const { matchLabels = {}, matchExpressions = [] } = (selector ?? {}) as {
    matchLabels?: Record<string, string>;
    matchExpressions?: { key: string; operator: string; values?: string[] }[];
  };
  const terms = [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(({ key, operator, values = [] }) =>
      operator === "Exists"
        ? key
        : operator === "DoesNotExist"
          ? `!${key}`
          : `${key} ${operator.toLowerCase()} (${values.join(",")})`,
    ),
  ];
  return terms.length === 0 ? "<none>" : terms.join(",");
}

const workloadColumns = (own: readonly [Column, (object: KubeObject) => unknown][]): Columns => ({
  columns: [
    nameColumn,
    ...own.map(([one]) => one),
    ageColumn,
    column("Containers", "string", 1),
    column("Images", "string", 1),
    column("Selector", "string", 1),
  ],
  cells: (object, now) => [
    object.metadata.name,
    ...own.map(([, cell]) => cell(object)),
    age(object, now),
    names(object),
    images(object),
    selectorText(at(object, "spec.selector")),
  ],
});

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
    columns: workloadColumns([
      [column("Ready"), (one) => `${count(one, "status.readyReplicas")}/${count(one, "spec.replicas")}`],
      [column("Up-to-date", "integer"), (one) => count(one, "status.updatedReplicas")],
      [column("Available", "integer"), (one) => count(one, "status.availableReplicas")],
    ]),
  },
  "apps/replicasets": {
    ...workload,
    selectable: ["status.replicas"],
    prepare: (object, before) => {
      if (before === undefined) object["status"] = { replicas: 0 };
      completeTemplate(object);
      fill(part(object, "spec"), { replicas: 1 });
    },
    columns: workloadColumns([
      [column("Desired", "integer"), (one) => count(one, "spec.replicas")],
      [column("Current", "integer"), (one) => count(one, "status.replicas")],
      [column("Ready", "integer"), (one) => count(one, "status.readyReplicas")],
    ]),
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
    columns: {
      columns: [
        nameColumn,
        column("Ready"),
        ageColumn,
        column("Containers", "string", 1),
        column("Images", "string", 1),
      ],
      cells: (one, now) => [
        one.metadata.name,
        `${count(one, "status.readyReplicas")}/${count(one, "spec.replicas")}`,
        age(one, now),
        names(one),
        images(one),
      ],
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
    columns: workloadColumns([
      [column("Desired", "integer"), (one) => count(one, "status.desiredNumberScheduled")],
      [column("Current", "integer"), (one) => count(one, "status.currentNumberScheduled")],
      [column("Ready", "integer"), (one) => count(one, "status.numberReady")],
      [column("Up-to-date", "integer"), (one) => count(one, "status.updatedNumberScheduled")],
      [column("Available", "integer"), (one) => count(one, "status.numberAvailable")],
      [
        column("Node Selector"),
        (one) => selectorText({ matchLabels: at(one, "spec.template.spec.nodeSelector") as Record<string, string> }),
      ],
    ]),
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
    columns: {
      columns: [nameColumn, column("Status"), column("Completions"), column("Duration"), ageColumn],
      cells: (one, now) => [
        one.metadata.name,
        jobStatus(one),
        `${count(one, "status.succeeded")}/${count(one, "spec.completions") || 1}`,
        "",
        age(one, now),
      ],
    },
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
      if (before === undefined) object["status"] = { phase: "Pending", qosClass: quality(spec) };
    },
    validate: (object, before) =>
      before === undefined ? checkPodSpec(object["spec"] as Members, "spec") : checkPodUpdate(object, before),
    columns: {
      columns: [
        nameColumn,
        column("Ready"),
        column("Status"),
        column("Restarts"),
        ageColumn,
        column("IP", "string", 1),
        column("Node", "string", 1),
        column("Nominated Node", "string", 1),
        column("Readiness Gates", "string", 1),
      ],
      cells: (one, now) => [
        one.metadata.name,
        `${statuses(one).filter(({ ready }) => ready === true).length}/${each(one["spec"] as Members, "containers").length}`,
        podStatus(one),
        String(statuses(one).reduce((sum, { restartCount }) => sum + Number(restartCount ?? 0), 0)),
        age(one, now),
        at(one, "status.podIP") ?? "<none>",
        at(one, "spec.nodeName") ?? "<none>",
        at(one, "status.nominatedNodeName") ?? "<none>",
        "<none>",
      ],
    },
  },
};

const statuses = (pod: KubeObject): Members[] => each((pod["status"] ?? {}) as Members, "containerStatuses");

function podStatus(pod: KubeObject): string {
  if (pod.metadata.deletionTimestamp !== undefined) return "Terminating";
  for (const { state } of statuses(pod)) {
    const { waiting, terminated } = (state ?? {}) as {
      waiting?: { reason?: string };
      terminated?: { reason?: string };
    };
    const reason = waiting?.reason ?? (terminated?.reason === "Completed" ? undefined : terminated?.reason);
    if (reason !== undefined) return reason;
  }
  const phase = String(at(pod, "status.phase") ?? "Unknown");
  return phase === "Succeeded" ? "Completed" : String(at(pod, "status.reason") ?? phase);
}

function jobStatus(job: KubeObject): string {
  const conditions = each((job["status"] ?? {}) as Members, "conditions");
  const holds = (type: string) => conditions.some((one) => one["type"] === type && one["status"] === "True");
  if (holds("Complete")) return "Complete";
  if (holds("Failed")) return "Failed";
  return holds("Suspended") ? "Suspended" : "Running";
}

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
    const spec = structuredClone(one["spec"]) as Members;
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
