import { asController, type ControllerDeps, find, kindOf, unless } from "../controllers/controller.ts";
import type { KubeObject } from "../objects/object.ts";
import { chanceOf } from "./chance.ts";
import type { KubeletsOptions, NodeDescription } from "./kubelets.ts";
import { nowOf } from "./node-kit.ts";
import { type NodeCondition, nodeObject, nodeStatus } from "./node-status.ts";

const usualHeartbeat = 10_000;
const leaseSeconds = 40;
/** A node's status is written anew so often, when nothing changes. */
const statusPeriod = 300_000;

/** What a kubelet tells of its node. */
export interface NodeReports {
  /** Registers the node, then reports and renews its lease until it is stopped. */
  start(): void;
  /** Reports at once. */
  now(): void;
  stop(): void;
}

export function nodeReports(
  { store, kinds, registry, clock, log, options }: ControllerDeps & { options: KubeletsOptions },
  facts: {
    description(): NodeDescription;
    /** Conditions that are said instead of the usual ones. */
    said: ReadonlyMap<string, NodeCondition>;
    images: ReadonlySet<string>;
  },
): NodeReports {
  const { name } = facts.description();
  const { seed } = options;
  const writer = { ...asController("kubelet"), fieldManager: "kubelet" };
  const nodes = kindOf(kinds, "", "v1", "nodes");
  const leases = kindOf(kinds, "coordination.k8s.io", "v1", "leases");
  let heart: Disposable | undefined;
  let reported = Number.NEGATIVE_INFINITY;

  const report = (): void => {
    const node = find(registry, nodes, undefined, name);
    if (node === undefined) return;
    reported = clock.now();
    const now = nowOf(clock);
    const status = nodeStatus(node, facts.description(), facts.said, { now, images: [...facts.images], seed });
    registry.update({ kind: nodes, name, subresource: "status" }, { ...node, status }, writer);
  };
  const register = (): void => {
    if (find(registry, nodes, undefined, name) === undefined)
      registry.create(nodes, undefined, nodeObject(facts.description()), writer);
    report();
  };
  const renew = (): void => {
    const namespace = "kube-node-lease";
    const held = find(registry, leases, namespace, name);
    const renewTime = new Date(clock.now()).toISOString().replace("Z", "000Z");
    const spec = { holderIdentity: name, leaseDurationSeconds: leaseSeconds, renewTime };
    if (store.get("/nodes", name) === undefined) return;
    unless(["NotFound", "Forbidden", "Conflict"], () => {
      const node = held === undefined ? find(registry, nodes, undefined, name) : undefined;
      if (held !== undefined)
        registry.update(
          { kind: leases, namespace, name },
          { ...held, spec: { ...(held["spec"] as object), ...spec } },
          writer,
        );
      else if (node !== undefined)
        registry.create(
          leases,
          namespace,
          {
            metadata: {
              name,
              ownerReferences: [{ apiVersion: "v1", kind: "Node", name, uid: node.metadata.uid }],
            },
            spec,
          },
          writer,
        );
    });
  };
  /** The version of the node whose status was found to be a living kubelet's. */
  let reportedAs: number | undefined;
  /** Whether the node's status is still what a kubelet that lives says: somebody may have marked it as unknown. */
  const isReported = (): boolean => {
    const version = store.get("/nodes", name)?.version;
    if (version !== undefined && version === reportedAs) return true;
    const isAlive = saysAlive(find(registry, nodes, undefined, name));
    reportedAs = isAlive ? version : undefined;
    return isAlive;
  };
  const beat = (): void => {
    const period = options.heartbeatMilliseconds ?? usualHeartbeat;
    const early = heart === undefined ? chanceOf(seed, name, "heart").integer(period) : 0;
    heart = clock.timer(period - early, () => {
      try {
        renew();
        if (clock.now() - reported >= statusPeriod || !isReported()) report();
      } catch (error) {
        log.warn("a node's heartbeat failed", { node: name, error });
      }
      beat();
    });
  };
  return {
    start: () => {
      register();
      renew();
      beat();
    },
    now: report,
    stop: () => {
      heart?.[Symbol.dispose]();
      heart = undefined;
    },
  };
}

const saysAlive = (node: KubeObject | undefined): boolean =>
  (node?.["status"] as { conditions?: NodeCondition[] } | undefined)?.conditions?.some(
    ({ type, status }) => type === "Ready" && status !== "Unknown",
  ) === true;
