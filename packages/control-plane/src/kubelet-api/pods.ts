import type { Kind, Kinds } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import type { Registry, Target } from "../registry/registry.ts";
import { ApiStatus } from "../status/status.ts";
import type { ContainerAddress, FindNodeAgent, NodeAgent, PodAddress } from "./node-agent.ts";

/** The pod that a request names. */
export interface AskedPod {
  pod: KubeObject;
  address: PodAddress;
  /** Undefined: no node has been chosen yet. */
  node: string | undefined;
}

interface Spec {
  nodeName?: string;
  containers?: { name: string }[];
  initContainers?: { name: string }[];
  ephemeralContainers?: { name: string }[];
}

/** @throws ApiStatus NotFound */
export function askedPod(registry: Registry, { kind, namespace = "", name }: Target): AskedPod {
  const pod = registry.get({ kind, namespace, name }).object();
  const { nodeName } = pod["spec"] as Spec;
  return { pod, address: { namespace, name, uid: pod.metadata.uid }, node: nodeName || undefined };
}

/** The container that is asked for, or the only one. @throws ApiStatus BadRequest */
export function askedContainer({ pod, address }: AskedPod, asked: string | null): ContainerAddress {
  const { initContainers = [], containers = [], ephemeralContainers = [] } = pod["spec"] as Spec;
  const names = [...initContainers, ...containers, ...ephemeralContainers].map(({ name }) => name);
  if (asked !== null && asked !== "") {
    if (names.includes(asked)) return { ...address, container: asked };
    throw new ApiStatus("BadRequest", `container ${asked} is not valid for pod ${address.name}`);
  }
  if (containers.length === 1) return { ...address, container: containers[0]?.name ?? "" };
  throw new ApiStatus(
    "BadRequest",
    `a container name must be specified for pod ${address.name}, choose one of: [${names.join(" ")}]`,
  );
}

/** @throws ApiStatus BadRequest when the pod has no node. */
export function hostOf({ node, address }: AskedPod): string {
  if (node === undefined) throw new ApiStatus("BadRequest", `pod ${address.name} does not have a host assigned`);
  return node;
}

/** A node as the API server reaches it. */
export interface ReachedNode {
  /** Undefined: nobody answers there. */
  agent: NodeAgent | undefined;
  /** `10.0.0.4:10250`, as failures name it. */
  host: string;
}

/** Reaches for nodes on behalf of requests. */
export interface Nodes {
  /** @throws ApiStatus when there is no such node, or it has no address; `asked` is the kind under whose name a missing node is told. */
  reach(name: string, asked?: Pick<Kind, "plural">): ReachedNode;
}

/** Where kubelets listen when their node does not say. */
const kubeletPort = 10_250;

export function createNodes(registry: Registry, kinds: Kinds, find: FindNodeAgent): Nodes {
  return {
    reach: (name, asked = { plural: "pods" }) => {
      const kind = kinds.find("", "v1", "nodes");
      if (kind === undefined) throw new Error("there is no kind v1 nodes");
      const { addresses = [], daemonEndpoints } = statusOf(registry, kind, name, asked);
      const agent = find(name);
      const [address] = addresses;
      if (agent === undefined && address === undefined)
        throw new ApiStatus("Unknown", "no preferred addresses found; known addresses: []");
      return { agent, host: `${address?.address ?? name}:${daemonEndpoints?.kubeletEndpoint?.Port || kubeletPort}` };
    },
  };
}

interface NodeStatus {
  addresses?: { type: string; address: string }[];
  daemonEndpoints?: { kubeletEndpoint?: { Port?: number } };
}

/** A node that is missing is told as if it were what was asked for: so does the API server. */
function statusOf(registry: Registry, kind: Kind, name: string, { plural }: Pick<Kind, "plural">): NodeStatus {
  try {
    return (registry.get({ kind, name }).object()["status"] ?? {}) as NodeStatus;
  } catch (error) {
    if (!(error instanceof ApiStatus) || error.reason !== "NotFound") throw error;
    throw new ApiStatus("NotFound", `${plural} ${JSON.stringify(name)} not found`, { name, kind: plural });
  }
}

/** The agent, for what changes the protocol. @throws ApiStatus */
export function dialled({ agent, host }: ReachedNode): NodeAgent {
  if (agent !== undefined) return agent;
  throw new ApiStatus("Unknown", `error dialing backend: dial tcp ${host}: connect: connection refused`);
}
