import type { KubeObject } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import type { Entry } from "../store/store.ts";
import { asController, type Controller, find, kindOf, unless } from "./controller.ts";
import { eventTeller } from "./tell-event.ts";

const options = { ...asController("node-controller"), fieldManager: "kube-controller-manager" };
/** How often leases are looked at, and how old one may be: as kube-controller-manager has it. */
const period = 5_000;
const grace = 50_000;
const leases = "coordination.k8s.io/leases";
const leasesOfNodes = "kube-node-lease/";
const judged = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"];

interface Condition {
  type: string;
  status: string;
  lastTransitionTime?: string;
  [name: string]: unknown;
}
const conditionsOf = (object: KubeObject): Condition[] =>
  ((object["status"] ?? {}) as { conditions?: Condition[] }).conditions ?? [];

/** Marks nodes whose kubelet has stopped to renew its lease as unknown, and their pods as not ready. Nodes without a lease have no kubelet. */
export const nodeHeartbeatsController: Controller = async (deps, signal) => {
  const { store, kinds, registry, clock, log } = deps;
  const nodes = kindOf(kinds, "", "v1", "nodes");
  const pods = kindOf(kinds, "", "v1", "pods");
  const tell = eventTeller(deps, { component: "node-controller" });
  const begun = clock.now();
  /** When leases were renewed last, by their own word: read when they are written, since each of many clusters looks every few seconds. */
  const renewed = new Map<string, number>();
  const note = ({ key, text }: Pick<Entry, "key" | "text">): void => {
    const { renewTime = "" } = (parsed(text) as unknown as { spec: { renewTime?: string } }).spec;
    renewed.set(key, Date.parse(renewTime) || 0);
  };
  for (const lease of store.list(leases, { prefix: leasesOfNodes })) note(lease);
  const stop = store.subscribe(leases, (event) => {
    if (!event.key.startsWith(leasesOfNodes)) return;
    if (event.type === "DELETED") renewed.delete(event.key);
    else note(event);
  });
  const isSilent = (name: string): boolean => {
    const at = renewed.get(leasesOfNodes + name);
    // Kubelets are given their time after the control plane has started.
    return at !== undefined && clock.now() - Math.max(begun, at) > grace;
  };
  const rewrite = (
    object: KubeObject,
    change: (one: Condition, now: string) => Condition,
    types: readonly string[],
  ) => {
    const now = `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
    const conditions = conditionsOf(object).map((one) => (types.includes(one.type) ? change(one, now) : one));
    return { ...object, status: { ...(object["status"] as object), conditions } };
  };
  const mark = (node: KubeObject): void => {
    const { name } = node.metadata;
    const unknown = (one: Condition, now: string): Condition =>
      one.status === "Unknown"
        ? one
        : {
            ...one,
            status: "Unknown",
            lastTransitionTime: now,
            reason: "NodeStatusUnknown",
            message: "Kubelet stopped posting node status.",
          };
    registry.update({ kind: nodes, name, subresource: "status" }, rewrite(node, unknown, judged), options);
    tell(node, "Normal", "NodeNotReady", `Node ${name} status is now: NodeNotReady`);
    for (const { text } of store.list("/pods")) {
      const pod = parsed(text);
      const { nodeName } = (pod["spec"] ?? {}) as { nodeName?: string };
      if (nodeName !== name || !conditionsOf(pod).some(({ type, status }) => type === "Ready" && status === "True"))
        continue;
      const { namespace = "" } = pod.metadata;
      const unready = (one: Condition, now: string): Condition => ({
        ...one,
        status: "False",
        lastTransitionTime: now,
      });
      unless(["NotFound"], () =>
        registry.update(
          { kind: pods, namespace, name: pod.metadata.name, subresource: "status" },
          rewrite(pod, unready, ["Ready"]),
          options,
        ),
      );
    }
  };
  while (!signal.aborted) {
    await clock.sleep(period, signal).catch(() => {});
    if (signal.aborted) break;
    for (const { key } of store.list("/nodes")) {
      if (!isSilent(key)) continue;
      const node = find(registry, nodes, undefined, key);
      const ready = node === undefined ? undefined : conditionsOf(node).find(({ type }) => type === "Ready");
      if (node === undefined || ready === undefined || ready.status === "Unknown") continue;
      try {
        mark(node);
      } catch (error) {
        log.debug("a silent node could not be marked", { node: key, error });
      }
    }
  }
  stop();
};
