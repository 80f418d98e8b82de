import { type Clock, isoTime } from "@aro/runtime";
import type { NodeUsage } from "../kubelet-api/node-agent.ts";
import { type ApiAnswer, type ApiRequest, json } from "../requests/request.ts";
import type { ContainerLog } from "./container-log.ts";
import type { PodRun } from "./pod-run.ts";

export interface NodePathDeps {
  node: string;
  pods(): Iterable<PodRun>;
  usage(): NodeUsage;
  /** Lines of the node's own services. */
  journal: ContainerLog;
  clock: Clock;
  isReady(): boolean;
}

const plain = (status: number, body: string): ApiAnswer => ({
  status,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body,
});

/** A kubelet's own paths. */
export function answerNodePath(deps: NodePathDeps, { url, signal }: ApiRequest): ApiAnswer {
  const path = url.pathname.replace(/\/$/, "");
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  if (page !== undefined) return page(deps);
  if (path === "/logs/journal") {
    const tailLines = Number(url.searchParams.get("tail") || 0);
    const options = { follow: false, timestamps: false, ...(tailLines > 0 ? { tailLines } : {}) };
    return { ...plain(200, ""), body: deps.journal.read(options, signal) };
  }
  return plain(404, "404 page not found\n");
}

const pages: Readonly<Record<string, (deps: NodePathDeps) => ApiAnswer>> = {
  "": () => plain(404, "404 page not found\n"),
  "/healthz": ({ isReady }) => (isReady() ? plain(200, "ok") : plain(500, "internal server error")),
  "/healthz/ping": () => plain(200, "ok"),
  "/healthz/syncloop": () => plain(200, "ok"),
  "/pods": ({ pods }) => json(200, podList([...pods()])),
  "/runningpods": ({ pods }) =>
    json(200, podList([...pods()].filter(({ containers }) => containers.some(({ state }) => "running" in state)))),
  "/stats/summary": (deps) => json(200, summary(deps)),
  "/metrics": (deps) => plain(200, ownMetrics(deps)),
  "/metrics/resource": (deps) => plain(200, resourceMetrics(deps)),
  "/metrics/cadvisor": (deps) => plain(200, resourceMetrics(deps)),
  "/configz": ({ node }) =>
    json(200, {
      kubeletconfig: {
        kind: "KubeletConfiguration",
        apiVersion: "kubelet.config.k8s.io/v1beta1",
        maxPods: 250,
        cgroupDriver: "systemd",
        nodeStatusUpdateFrequency: "10s",
        nodeLeaseDurationSeconds: 40,
        clusterDomain: "cluster.local",
        providerID: node,
      },
    }),
  "/logs": () => ({
    status: 200,
    headers: { "content-type": "text/html; charset=utf-8" },
    body: '<pre>\n<a href="journal/">journal/</a>\n</pre>\n',
  }),
};

const podList = (runs: readonly PodRun[]) => ({
  kind: "PodList",
  apiVersion: "v1",
  metadata: {},
  items: runs.map((run) => run.object()),
});

function summary({ node, usage }: NodePathDeps): object {
  const { time, node: own, pods } = usage();
  const at = isoTime(time).replace(/\.\d+Z$/, "Z");
  const cpu = (nanoCores: number) => ({ time: at, usageNanoCores: nanoCores });
  const memory = (bytes: number) => ({ time: at, usageBytes: bytes, workingSetBytes: bytes });
  return {
    node: { nodeName: node, cpu: cpu(own.nanoCores), memory: memory(own.memoryBytes) },
    pods: pods.map(({ namespace, name, containers }) => ({
      podRef: { name, namespace },
      containers: containers.map((one) => ({
        name: one.name,
        cpu: cpu(one.nanoCores),
        memory: memory(one.memoryBytes),
      })),
    })),
  };
}

function ownMetrics({ pods, node }: NodePathDeps): string {
  const runs = [...pods()];
  const running = runs.flatMap(({ containers }) => containers).filter(({ state }) => "running" in state).length;
  return [
    "# TYPE kubelet_node_name gauge",
    `kubelet_node_name{node=${JSON.stringify(node)}} 1`,
    "# TYPE kubelet_running_pods gauge",
    `kubelet_running_pods ${runs.length}`,
    "# TYPE kubelet_running_containers gauge",
    `kubelet_running_containers{container_state="running"} ${running}`,
    "",
  ].join("\n");
}

function resourceMetrics({ usage }: NodePathDeps): string {
  const { time, node, pods } = usage();
  const each = (name: string, member: "nanoCores" | "memoryBytes", factor: number) => [
    `# TYPE container_${name} gauge`,
    ...pods.flatMap((pod) =>
      pod.containers.map(
        (one) =>
          `container_${name}{container=${JSON.stringify(one.name)},namespace=${JSON.stringify(pod.namespace)},pod=${JSON.stringify(pod.name)}} ${one[member] * factor} ${time}`,
      ),
    ),
    `# TYPE node_${name} gauge`,
    `node_${name} ${node[member] * factor} ${time}`,
  ];
  return [
    ...each("cpu_usage_cores", "nanoCores", 1e-9),
    ...each("memory_working_set_bytes", "memoryBytes", 1),
    "",
  ].join("\n");
}
