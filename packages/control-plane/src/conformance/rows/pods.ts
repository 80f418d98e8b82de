import { type RowSample, samplesOf } from "./sample.ts";

const pod = samplesOf("v1", "pods");
const began = "2026-01-02T03:04:05Z";

interface Container {
  name: string;
  ready?: boolean;
  restarts?: number;
  state?: object;
  last?: object;
}

const statusOf = ({ name, ready = false, restarts = 0, state, last }: Container) => ({
  name,
  ready,
  started: ready,
  restartCount: restarts,
  image: "x",
  imageID: "x@sha256:0",
  ...(state === undefined ? {} : { state }),
  ...(last === undefined ? {} : { lastState: last }),
});
const running = { running: { startedAt: began } };
const waiting = (reason: string) => ({ waiting: { reason } });
const ended = (exitCode: number, more: object = {}) => ({
  terminated: { exitCode, startedAt: began, finishedAt: began, ...more },
});

const spec = (names: readonly string[], more: object = {}) => ({
  spec: { nodeName: "nowhere", containers: names.map((name) => ({ name, image: "x" })), ...more },
});
const phase = (phase: string, containers: readonly Container[], more: object = {}) => ({
  status: { phase, containerStatuses: containers.map(statusOf), ...more },
});
const init = (containers: readonly Container[]) => ({ initContainerStatuses: containers.map(statusOf) });
const initSpec = (names: readonly string[], more: object = {}) => ({
  initContainers: names.map((name) => ({ name, image: "x", ...more })),
});
const ready = { conditions: [{ type: "Ready", status: "True" }] };

/** Pods in what states they may be in. */
export const podRows: readonly RowSample[] = [
  pod("that no node has", { spec: { containers: [{ name: "a", image: "x" }], nodeSelector: { no: "where" } } }),
  pod("that is being made", spec(["a"]), phase("Pending", [{ name: "a", state: waiting("ContainerCreating") }])),
  pod(
    "that runs",
    spec(["a", "b"]),
    phase(
      "Running",
      [
        { name: "a", ready: true, state: running },
        { name: "b", state: running },
      ],
      { podIP: "10.1.2.3", podIPs: [{ ip: "10.1.2.3" }] },
    ),
  ),
  pod(
    "that restarts",
    spec(["a", "b"]),
    phase("Running", [
      {
        name: "a",
        restarts: 3,
        state: waiting("CrashLoopBackOff"),
        last: ended(1, { finishedAt: "2020-01-01T00:00:00Z" }),
      },
      { name: "b", ready: true, restarts: 2, state: running },
    ]),
  ),
  pod(
    "whose restarts nobody timed",
    spec(["a"]),
    phase("Running", [{ name: "a", ready: true, restarts: 2, state: running }]),
  ),
  pod("that completed", spec(["a"]), phase("Succeeded", [{ name: "a", state: ended(0, { reason: "Completed" }) }])),
  pod("that failed", spec(["a"]), phase("Failed", [{ name: "a", state: ended(2, { reason: "Error" }) }])),
  pod("that failed without a reason", spec(["a"]), phase("Failed", [{ name: "a", state: ended(2) }])),
  pod("that a signal ended", spec(["a"]), phase("Failed", [{ name: "a", state: ended(137, { signal: 9 }) }])),
  pod("that was evicted", spec(["a"]), { status: { phase: "Failed", reason: "Evicted" } }),
  pod(
    "of which one is complete and one runs",
    spec(["a", "b"]),
    phase(
      "Running",
      [
        { name: "a", state: ended(0, { reason: "Completed" }) },
        { name: "b", ready: true, state: running },
      ],
      ready,
    ),
  ),
  pod(
    "of which one is complete and one not ready",
    spec(["a", "b"]),
    phase("Running", [
      { name: "a", state: ended(0, { reason: "Completed" }) },
      { name: "b", ready: true, state: running },
    ]),
  ),
  pod(
    "in its first of two initial containers",
    spec(["a"], initSpec(["i", "j"])),
    phase(
      "Pending",
      [{ name: "a", state: waiting("PodInitializing") }],
      init([
        { name: "i", state: running },
        { name: "j", state: waiting("PodInitializing") },
      ]),
    ),
  ),
  pod(
    "in its second of two initial containers",
    spec(["a"], initSpec(["i", "j"])),
    phase(
      "Pending",
      [{ name: "a", state: waiting("PodInitializing") }],
      init([
        { name: "i", ready: true, state: ended(0) },
        { name: "j", restarts: 1, state: running },
      ]),
    ),
  ),
  pod(
    "whose initial container failed",
    spec(["a"], initSpec(["i"])),
    phase(
      "Pending",
      [{ name: "a", state: waiting("PodInitializing") }],
      init([{ name: "i", restarts: 4, state: ended(1) }]),
    ),
  ),
  pod(
    "whose initial container failed for a reason",
    spec(["a"], initSpec(["i"])),
    phase(
      "Pending",
      [{ name: "a", state: waiting("PodInitializing") }],
      init([{ name: "i", state: ended(1, { reason: "Error" }) }]),
    ),
  ),
  pod(
    "whose initial container a signal ended",
    spec(["a"], initSpec(["i"])),
    phase(
      "Pending",
      [{ name: "a", state: waiting("PodInitializing") }],
      init([{ name: "i", state: ended(137, { signal: 9 }) }]),
    ),
  ),
  pod(
    "whose initial container crashes again and again",
    spec(["a"], initSpec(["i"])),
    phase(
      "Pending",
      [{ name: "a", state: waiting("PodInitializing") }],
      init([{ name: "i", restarts: 5, state: waiting("CrashLoopBackOff"), last: ended(1) }]),
    ),
  ),
  pod(
    "whose initial containers are done",
    spec(["a"], initSpec(["i"])),
    phase("Running", [{ name: "a", ready: true, state: running }], {
      ...init([{ name: "i", ready: true, restarts: 1, state: ended(0, { reason: "Completed" }) }]),
      conditions: [{ type: "Initialized", status: "True" }, ...ready.conditions],
    }),
  ),
  pod(
    "with a sidecar",
    spec(["a"], initSpec(["s"], { restartPolicy: "Always" })),
    phase("Running", [{ name: "a", ready: true, state: running }], {
      ...init([{ name: "s", ready: true, restarts: 1, state: running }]),
      conditions: [{ type: "Initialized", status: "True" }, ...ready.conditions],
    }),
  ),
  pod(
    "with gates",
    spec(["a"], { readinessGates: [{ conditionType: "a.test/one" }, { conditionType: "a.test/two" }] }),
    phase("Running", [{ name: "a", ready: true, state: running }], {
      conditions: [{ type: "a.test/one", status: "True" }],
    }),
  ),
  pod("that is being scheduled with gates", {
    spec: { schedulingGates: [{ name: "a.test/wait" }], containers: [{ name: "a", image: "x" }] },
  }),
  pod(
    "that another makes way for",
    { spec: { containers: [{ name: "a", image: "x" }], nodeSelector: { no: "where" } } },
    { status: { phase: "Pending", nominatedNodeName: "another" } },
  ),
  pod(
    "that ends",
    { metadata: { finalizers: ["a.test/hold"] }, ...spec(["a"]) },
    { ...phase("Running", [{ name: "a", ready: true, state: running }]), isDeleted: true },
  ),
  pod(
    "whose node is lost",
    { metadata: { finalizers: ["a.test/hold"] }, ...spec(["a"]) },
    { ...phase("Running", [{ name: "a", ready: true, state: running }], { reason: "NodeLost" }), isDeleted: true },
  ),
];
