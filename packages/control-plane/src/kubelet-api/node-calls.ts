import type { Clock } from "@aro/runtime";
import type { AccessControl } from "../access/access.ts";
import type { Kinds } from "../kinds/kind.ts";
import type { Registry } from "../registry/registry.ts";
import type { SubresourceCall } from "../requests/resource-calls.ts";
import type { Store } from "../store/store.ts";
import { logCalls } from "./log.ts";
import type { FindNodeAgent } from "./node-agent.ts";
import { nodeProxyCalls } from "./node-proxy.ts";
import { podProxyCalls } from "./pod-proxy.ts";
import { createNodes } from "./pods.ts";
import { portForwardCalls } from "./port-forward.ts";
import { processCalls } from "./process-calls.ts";

export interface NodeCallsDeps {
  registry: Registry;
  store: Store;
  kinds: Kinds;
  access: AccessControl;
  find: FindNodeAgent;
  clock: Clock;
}

/** All calls that are passed on to a node. */
export function nodeCalls({ registry, store, kinds, access, find, clock }: NodeCallsDeps): readonly SubresourceCall[] {
  const nodes = createNodes(registry, kinds, find);
  return [
    logCalls(registry, nodes, clock),
    processCalls(registry, nodes, access, clock),
    portForwardCalls(registry, nodes, access),
    nodeProxyCalls(nodes),
    podProxyCalls(registry, store, nodes),
  ];
}
