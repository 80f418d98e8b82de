import type { SubresourceCall } from "../requests/resource-calls.ts";
import { ApiStatus } from "../status/status.ts";
import { dialled, type Nodes } from "./pods.ts";
import { behindProxy, proxiedName } from "./proxied-path.ts";

/** Segments before `proxy`: api, v1, nodes, NAME. */
const before = 4;

/** `nodes/NAME/proxy/…`: the kubelet's own paths. */
export const nodeProxyCalls =
  (nodes: Nodes): SubresourceCall =>
  (request, { kind, subresource, name }) => {
    if (kind.group !== "" || kind.plural !== "nodes" || subresource !== "proxy") return undefined;
    return (async () => {
      const asked = proxiedName(name);
      if (asked === undefined) throw new ApiStatus("BadRequest", `invalid node request ${JSON.stringify(name)}`);
      const reached = nodes.reach(asked.name, kind);
      // The API server proxies to no loopback address.
      if (reached.agent === undefined && reached.host.startsWith("127."))
        throw new ApiStatus("BadRequest", "address not allowed");
      const agent = dialled(reached);
      return agent.answer({ ...request, url: behindProxy(request, before) });
    })();
  };
