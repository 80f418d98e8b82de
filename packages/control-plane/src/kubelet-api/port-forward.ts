import type { Duplex } from "node:stream";
import type { AccessControl } from "../access/access.ts";
import type { Registry } from "../registry/registry.ts";
import type { ApiRequest } from "../requests/request.ts";
import type { SubresourceCall } from "../requests/resource-calls.ts";
import { ApiStatus } from "../status/status.ts";
import { offeredProtocols, webSocketHeaders, webSocketOn } from "../streams/web-socket.ts";
import { tunnelThrough } from "../streams/web-socket-tunnel.ts";
import type { NodeAgent, PodAddress } from "./node-agent.ts";
import type { PodPort } from "./pod-port.ts";
import { askedPod, dialled, hostOf, type Nodes } from "./pods.ts";
import { forwardOverSpdy } from "./port-forward-over-spdy.ts";
import { forwardOverWebSocket } from "./port-forward-over-web-socket.ts";
import { requireCreate, requireUpgrade } from "./process-calls.ts";
import { spdyHeaders, spdyProtocol } from "./process-form.ts";

const protocol = "portforward.k8s.io";
/** SPDY inside of a WebSocket's messages: what kubectl speaks since 1.31. */
const tunnelled = `SPDY/3.1+${protocol}`;
const channelForms = ["", "v4.channel.k8s.io", "v4.base64.channel.k8s.io"];

interface PortForwardForm {
  headers: Readonly<Record<string, string>>;
  join(connection: Duplex, to: PodPort, signal: AbortSignal): Promise<void>;
}

/** `pods/NAME/portforward`: connections to ports of a pod. */
export const portForwardCalls =
  (registry: Registry, nodes: Nodes, access: AccessControl): SubresourceCall =>
  (request, target, user) => {
    const { kind, subresource } = target;
    if (kind.group !== "" || kind.plural !== "pods" || subresource !== "portforward") return undefined;
    return (async () => {
      requireCreate(access, user, target);
      const asked = askedPod(registry, target);
      const reached = nodes.reach(hostOf(asked));
      requireUpgrade(request);
      const to = podPort(dialled(reached), asked.address);
      const form = portForwardForm(request);
      return {
        status: 101,
        headers: form.headers,
        body: "",
        upgraded: (connection) => form.join(connection, to, request.signal),
      };
    })();
  };

const podPort =
  (agent: NodeAgent, pod: PodAddress): PodPort =>
  async (port, signal) => {
    try {
      return { pod: await agent.connect(pod, port, signal) };
    } catch (error) {
      const { message } = error as Error;
      return { failure: `error forwarding port ${port} to pod ${pod.uid}, uid : ${message}` };
    }
  };

/** @throws ApiStatus */
function portForwardForm(request: ApiRequest): PortForwardForm {
  const { headers, url } = request;
  if (headers["upgrade"]?.toLowerCase() !== "websocket")
    return { headers: spdyHeaders(spdyProtocol(headers, [protocol])), join: forwardOverSpdy };
  const offered = offeredProtocols(headers);
  if (offered.includes(tunnelled))
    return {
      headers: accepted(request, tunnelled),
      join: (connection, to, signal) => forwardOverSpdy(tunnelThrough(webSocketOn(connection)), to, signal),
    };
  const form = offered.length === 0 ? "" : offered.find((one) => channelForms.includes(one));
  if (form === undefined)
    throw new ApiStatus("BadRequest", `requested protocol(s) are not supported: [${offered.join(" ")}]`);
  const ports = portsIn(url.searchParams);
  return {
    headers: accepted(request, form),
    join: (connection, to, signal) =>
      forwardOverWebSocket(connection, { ports, base64: form.includes("base64") }, to, signal),
  };
}

function accepted({ headers }: ApiRequest, form: string): Record<string, string> {
  const answer = webSocketHeaders(headers, form);
  if (answer === undefined) throw new ApiStatus("BadRequest", "the WebSocket handshake is not complete");
  return answer;
}

function portsIn(query: URLSearchParams): number[] {
  const ports = query.getAll("ports").flatMap((one) => one.split(","));
  if (ports.length === 0) throw new ApiStatus("BadRequest", 'query parameter "ports" is required');
  return ports.map((text) => {
    const port = Number(text);
    if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port;
    throw new ApiStatus("BadRequest", `unable to parse ${JSON.stringify(text)} as a port`);
  });
}
