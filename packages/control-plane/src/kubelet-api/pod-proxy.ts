import { selectorText } from "../kinds/selector-text.ts";
import type { KubeObject } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import { labelSelector } from "../registry/label-selector.ts";
import type { Registry, Target } from "../registry/registry.ts";
import type { ApiAnswer, ApiRequest } from "../requests/request.ts";
import type { SubresourceCall } from "../requests/resource-calls.ts";
import { ApiStatus } from "../status/status.ts";
import type { Store } from "../store/store.ts";
import { httpOver } from "./http-over.ts";
import { type AskedPod, askedPod, type Nodes } from "./pods.ts";
import { behindProxy, proxiedName } from "./proxied-path.ts";

/** Segments before `proxy`: api, v1, namespaces, NAMESPACE, pods, NAME. */
const before = 6;

interface ServicePort {
  name?: string;
  port: number;
  targetPort?: number | string;
}
interface Container {
  ports?: { name?: string; containerPort: number }[];
}

/** `pods/NAME/proxy/…` and `services/NAME/proxy/…`: HTTP to a pod's port. */
export const podProxyCalls =
  (registry: Registry, store: Store, nodes: Nodes): SubresourceCall =>
  (request, target) => {
    const { kind, subresource, namespace = "", name } = target;
    if (kind.group !== "" || subresource !== "proxy" || (kind.plural !== "pods" && kind.plural !== "services"))
      return undefined;
    return (async () => {
      const asked = proxiedName(name);
      if (asked === undefined)
        throw new ApiStatus("BadRequest", `invalid ${kind.singular} request ${JSON.stringify(name)}`);
      const main: Target = { kind, namespace, name: asked.name };
      const { pod, port } =
        kind.plural === "pods"
          ? podPort(askedPod(registry, main), asked.port)
          : servicePort(registry.get(main).object(), store, asked.port);
      return proxied(request, nodes, pod, port, asked.scheme === "https");
    })();
  };

function podPort(pod: AskedPod, text: string): { pod: AskedPod; port: number } {
  const [first] = containersOf(pod.pod).flatMap(({ ports = [] }) => ports);
  const port = text === "" ? (first?.containerPort ?? 80) : Number(text);
  const { podIP } = (pod.pod["status"] ?? {}) as { podIP?: string };
  // Without an address there is nothing that may be dialled.
  if (podIP === undefined || podIP === "") throw new ApiStatus("BadRequest", "address not allowed");
  if (!Number.isInteger(port)) throw new ApiStatus("BadRequest", `invalid pod request ${JSON.stringify(text)}`);
  return { pod, port };
}

const containersOf = (pod: KubeObject): Container[] => (pod["spec"] as { containers?: Container[] }).containers ?? [];

function servicePort(service: KubeObject, store: Store, text: string): { pod: AskedPod; port: number } {
  const { name, namespace = "" } = service.metadata;
  const { ports = [], selector } = service["spec"] as { ports?: ServicePort[]; selector?: Record<string, string> };
  const named = (one: ServicePort) => one.name === text || String(one.port) === text;
  const chosen = text === "" ? ports[0] : ports.find(named);
  if (chosen === undefined)
    throw new ApiStatus("ServiceUnavailable", `no service port ${text} found for service ${JSON.stringify(name)}`);
  if (!hasEndpoints(store, namespace, name))
    throw new ApiStatus("NotFound", `services ${JSON.stringify(name)} not found`, { name, kind: "services" });
  const fits = selector === undefined ? undefined : labelSelector(selectorText({ matchLabels: selector }));
  for (const { text: stored } of store.list("/pods", { prefix: `${namespace}/` })) {
    const pod = parsed(stored);
    if (fits?.(pod.metadata.labels) !== true || !isReady(pod)) continue;
    const target = chosen.targetPort ?? chosen.port;
    const port =
      typeof target === "number"
        ? target
        : containersOf(pod)
            .flatMap((one) => one.ports ?? [])
            .find((one) => one.name === target)?.containerPort;
    if (port === undefined) continue;
    const { nodeName } = pod["spec"] as { nodeName?: string };
    const address = { namespace, name: pod.metadata.name, uid: pod.metadata.uid };
    return { pod: { pod, address, node: nodeName }, port };
  }
  throw new ApiStatus("ServiceUnavailable", `no endpoints available for service ${JSON.stringify(name)}`);
}

/** Whether anybody keeps the service's endpoints, be they none. */
const hasEndpoints = (store: Store, namespace: string, name: string): boolean =>
  store.get("/endpoints", `${namespace}/${name}`) !== undefined ||
  store.count("discovery.k8s.io/endpointslices", `${namespace}/${name}-`) > 0;

const isReady = (pod: KubeObject): boolean =>
  (pod["status"] as { conditions?: { type: string; status: string }[] } | undefined)?.conditions?.some(
    ({ type, status }) => type === "Ready" && status === "True",
  ) === true;

async function proxied(
  request: ApiRequest,
  nodes: Nodes,
  { pod, address, node = "" }: AskedPod,
  port: number,
  secure: boolean,
): Promise<ApiAnswer> {
  const { podIP = "" } = (pod["status"] ?? {}) as { podIP?: string };
  const url = behindProxy(request, before);
  const prefix = request.url.pathname
    .split("/")
    .slice(0, before + 2)
    .join("/");
  try {
    const { agent } = nodes.reach(node);
    if (agent === undefined) throw new Error(`dial tcp ${podIP}:${port}: i/o timeout`);
    const connection = await agent.connect(address, port, request.signal);
    return await httpOver(connection, { ...request, url }, { secure, host: `${podIP}:${port}`, prefix });
  } catch (error) {
    if (error instanceof ApiStatus) throw error;
    throw new ApiStatus("ServiceUnavailable", `error trying to reach service: ${(error as Error).message}`);
  }
}
