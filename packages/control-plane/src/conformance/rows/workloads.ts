import { type RowSample, samplesOf } from "./sample.ts";

const deployment = samplesOf("apps/v1", "deployments");
const job = samplesOf("batch/v1", "jobs");
const cronJob = samplesOf("batch/v1", "cronjobs");
const scaler = samplesOf("autoscaling/v2", "horizontalpodautoscalers");
const oldScaler = samplesOf("autoscaling/v1", "horizontalpodautoscalers");
const budget = samplesOf("policy/v1", "poddisruptionbudgets");

const labels = { app: "web" };
const template = {
  metadata: { labels },
  spec: {
    containers: [
      { name: "a", image: "x:1" },
      { name: "b", image: "y:2" },
    ],
  },
};
const task = { spec: { ...template.spec, restartPolicy: "Never" } };
const selector = { matchLabels: labels };
const expressions = {
  matchLabels: { app: "web", zone: "1" },
  matchExpressions: [
    { key: "tier", operator: "In", values: ["b", "a"] },
    { key: "old", operator: "DoesNotExist" },
    { key: "app", operator: "Exists" },
    { key: "color", operator: "NotIn", values: ["red"] },
  ],
};
const manyLabels = { app: "web", zone: "1", tier: "a" };
const condition = (type: string, reason = "") => ({ type, status: "True", reason });
const began = "2026-01-02T03:04:05Z";

const target = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
const scaling = (metrics: readonly object[], more: object = {}) => ({
  spec: { scaleTargetRef: target, minReplicas: 2, maxReplicas: 5, metrics, ...more },
});
const metric = (name: string) => ({ name });
const about = { kind: "Service", name: "s", apiVersion: "v1" };
const everyMetric = [
  { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
  { type: "Resource", resource: { name: "memory", target: { type: "AverageValue", averageValue: "1Gi" } } },
  {
    type: "ContainerResource",
    containerResource: { name: "cpu", container: "a", target: { type: "Utilization", averageUtilization: 70 } },
  },
  { type: "Pods", pods: { metric: metric("per-pod"), target: { type: "AverageValue", averageValue: "100" } } },
  { type: "Object", object: { metric: metric("of"), describedObject: about, target: { type: "Value", value: "2k" } } },
  { type: "External", external: { metric: metric("out"), target: { type: "AverageValue", averageValue: "30" } } },
];
const current = [
  { type: "Resource", resource: { name: "cpu", current: { averageUtilization: 12, averageValue: "120m" } } },
  { type: "Resource", resource: { name: "memory", current: { averageValue: "512Mi" } } },
  {
    type: "ContainerResource",
    containerResource: { name: "cpu", container: "a", current: { averageUtilization: 7, averageValue: "70m" } },
  },
  { type: "Pods", pods: { metric: metric("per-pod"), current: { averageValue: "5" } } },
  { type: "Object", object: { metric: metric("of"), describedObject: about, current: { value: "1500" } } },
  { type: "External", external: { metric: metric("out"), current: { averageValue: "3", value: "6" } } },
];

/** What makes pods, and what counts them. */
export const workloadRows: readonly RowSample[] = [
  samplesOf("v1", "podtemplates")("of two containers", { template }),
  samplesOf("v1", "replicationcontrollers")(
    "of three",
    {
      spec: {
        replicas: 0,
        selector: { app: "web", b: "2" },
        template: { ...template, metadata: { labels: { app: "web", b: "2" } } },
      },
    },
    { status: { replicas: 2, readyReplicas: 1 } },
  ),
  deployment("that is paused", { spec: { paused: true, replicas: 3, selector, template } }),
  deployment(
    "that has pods",
    { spec: { replicas: 3, selector: expressions, template: { ...template, metadata: { labels: manyLabels } } } },
    { status: { replicas: 3, updatedReplicas: 2, readyReplicas: 1, availableReplicas: 1 } },
  ),
  samplesOf("apps/v1", "replicasets")(
    "that has pods",
    { spec: { replicas: 3, selector, template } },
    { status: { replicas: 2, readyReplicas: 1 } },
  ),
  samplesOf("apps/v1", "statefulsets")(
    "that has pods",
    { spec: { replicas: 3, serviceName: "s", selector, template } },
    { status: { replicas: 2, readyReplicas: 1 } },
  ),
  samplesOf("apps/v1", "daemonsets")(
    "on some nodes",
    {
      spec: { selector, template: { ...template, spec: { ...template.spec, nodeSelector: { os: "linux", a: "b" } } } },
    },
    {
      status: {
        desiredNumberScheduled: 6,
        currentNumberScheduled: 5,
        numberReady: 4,
        updatedNumberScheduled: 3,
        numberAvailable: 2,
        numberMisscheduled: 0,
      },
    },
  ),
  samplesOf("apps/v1", "daemonsets")("on every node", { spec: { selector, template } }),
  samplesOf("apps/v1", "controllerrevisions")("of somebody", {
    metadata: {
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          kind: "DaemonSet",
          name: "ds",
          uid: "00000000-0000-0000-0000-000000000000",
          controller: true,
        },
      ],
    },
    revision: 3,
    data: {},
  }),
  samplesOf("apps/v1", "controllerrevisions")("of nobody", { revision: 1, data: {} }),
  job("that waits", { spec: { suspend: true, template: task } }),
  job("of as many as come", { spec: { suspend: true, parallelism: 3, template: task } }),
  job("of one by one", { spec: { suspend: true, parallelism: 1, completions: 4, template: task } }),
  job(
    "that runs",
    { spec: { suspend: true, completions: 5, parallelism: 2, template: task } },
    { status: { active: 2, succeeded: 1, startTime: "2020-01-01T00:00:00Z", conditions: [] } },
  ),
  job(
    "that is complete",
    { spec: { suspend: true, template: task } },
    {
      status: {
        succeeded: 1,
        startTime: began,
        completionTime: "2026-01-02T03:10:15Z",
        conditions: [condition("SuccessCriteriaMet"), condition("Complete")],
      },
    },
  ),
  job(
    "that failed",
    { spec: { suspend: true, template: task } },
    { status: { failed: 1, startTime: began, conditions: [condition("FailureTarget"), condition("Failed")] } },
  ),
  job(
    "that is about to fail",
    { spec: { suspend: true, template: task } },
    { status: { startTime: began, conditions: [condition("FailureTarget")] } },
  ),
  job(
    "that is about to be complete",
    { spec: { suspend: true, template: task } },
    { status: { startTime: began, conditions: [condition("SuccessCriteriaMet")] } },
  ),
  job(
    "that was told to wait",
    { spec: { suspend: true, template: task } },
    { status: { conditions: [condition("Suspended", "JobSuspended")] } },
  ),
  job(
    "that goes",
    { metadata: { finalizers: ["a.test/hold"] }, spec: { suspend: true, template: task } },
    { isDeleted: true },
  ),
  cronJob("that is new", { spec: { schedule: "* * * * *", suspend: true, jobTemplate: { spec: { template: task } } } }),
  cronJob(
    "that ran",
    { spec: { schedule: "0 0 1 1 *", timeZone: "Europe/Berlin", jobTemplate: { spec: { template: task } } } },
    {
      status: {
        lastScheduleTime: "2020-01-01T00:00:00Z",
        active: [
          { kind: "Job", name: "a" },
          { kind: "Job", name: "b" },
        ],
      },
    },
  ),
  scaler("that says nothing of what it measures", { spec: { scaleTargetRef: target, maxReplicas: 3 } }),
  scaler("of which nothing is known", scaling(everyMetric.slice(0, 2))),
  scaler("of a container's use", scaling(everyMetric.slice(2, 3))),
  scaler("of pods", scaling(everyMetric.slice(3, 4))),
  scaler("of objects", scaling(everyMetric.slice(4, 5))),
  scaler("of what is outside", scaling(everyMetric.slice(5))),
  scaler("of one that is known", scaling(everyMetric.slice(0, 1)), {
    status: { currentReplicas: 2, desiredReplicas: 2, currentMetrics: current.slice(0, 1) },
  }),
  scaler("of two that are known", scaling(everyMetric.slice(1, 3)), {
    status: { currentReplicas: 2, desiredReplicas: 2, currentMetrics: current.slice(1, 3) },
  }),
  scaler("of pods that are known", scaling(everyMetric.slice(3, 4)), {
    status: { currentReplicas: 2, desiredReplicas: 2, currentMetrics: current.slice(3, 4) },
  }),
  scaler("of objects that are known", scaling(everyMetric.slice(4)), {
    status: { currentReplicas: 2, desiredReplicas: 2, currentMetrics: current.slice(4) },
  }),
  scaler("of everything", scaling(everyMetric), {
    status: { currentReplicas: 2, desiredReplicas: 2, currentMetrics: current },
  }),
  scaler(
    "of an object's average",
    scaling([
      {
        type: "Object",
        object: { metric: metric("of"), describedObject: about, target: { type: "AverageValue", averageValue: "2" } },
      },
    ]),
    {
      status: {
        currentReplicas: 1,
        desiredReplicas: 1,
        currentMetrics: [
          {
            type: "Object",
            object: { metric: metric("of"), describedObject: about, current: { averageValue: "1", value: "0" } },
          },
        ],
      },
    },
  ),
  scaler(
    "of a value outside",
    scaling([{ type: "External", external: { metric: metric("out"), target: { type: "Value", value: "30" } } }]),
    {
      status: {
        currentReplicas: 1,
        desiredReplicas: 1,
        currentMetrics: [{ type: "External", external: { metric: metric("out"), current: { value: "6" } } }],
      },
    },
  ),
  oldScaler("of processors", { spec: { scaleTargetRef: target, maxReplicas: 4, targetCPUUtilizationPercentage: 60 } }),
  oldScaler(
    "of processors that are known",
    { spec: { scaleTargetRef: target, maxReplicas: 4, minReplicas: 1, targetCPUUtilizationPercentage: 60 } },
    { status: { currentReplicas: 3, desiredReplicas: 3, currentCPUUtilizationPercentage: 33 } },
  ),
  budget("of at least", { spec: { minAvailable: 2, selector } }),
  budget(
    "of at most, in per cent",
    { spec: { maxUnavailable: "25%", selector } },
    { status: { disruptionsAllowed: 1, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 } },
  ),
  budget("of neither", { spec: { selector } }),
];
