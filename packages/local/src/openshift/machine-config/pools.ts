import type { KubeObject } from "@aro/control-plane";
import { type ClusterContext, type ClusterController, timeStamp } from "../cluster/context.ts";
import { keep } from "../cluster/keep.ts";
import { createKeyed } from "../cluster/keyed.ts";
import type { Objects, Wanted } from "../cluster/objects.ts";
import { cordon, drain } from "../nodes/drain.ts";
import { isReady } from "../nodes/ready.ts";
import type { Reboots } from "../nodes/reboots.ts";
import { conditionsOf, heldConditions } from "../operators/condition.ts";
import type { NewsBoard } from "../operators/news.ts";
import { releaseOf } from "../operators/release.ts";
import { imageOf, releaseAnnotation } from "../operators/workload-objects.ts";
import { type Rendered, render, selects } from "./render.ts";

const group = "machineconfiguration.openshift.io";
const pools = `${group}/v1/machineconfigpools`;
const configs = `${group}/v1/machineconfigs`;
const nodes = "v1/nodes";
const roleLabel = `${group}/role`;
const annotations = {
  current: `${group}/currentConfig`,
  desired: `${group}/desiredConfig`,
  state: `${group}/state`,
  reason: `${group}/reason`,
} as const;

const basePool = (name: "master" | "worker"): Wanted => ({
  apiVersion: `${group}/v1`,
  kind: "MachineConfigPool",
  metadata: {
    name,
    labels: {
      [`${group}/mco-built-in`]: "",
      [`pools.operator.${group}/${name}`]: "",
      ...(name === "master" ? { [`operator.${group}/required-for-upgrade`]: "" } : {}),
    },
  },
  spec: {
    machineConfigSelector: { matchLabels: { [roleLabel]: name } },
    nodeSelector: { matchLabels: { [`node-role.kubernetes.io/${name}`]: "" } },
    paused: false,
  },
});

const baseConfigs = (role: "master" | "worker"): Wanted[] =>
  ["00-", "01-", "01-"].map((prefix, index) => ({
    apiVersion: `${group}/v1`,
    kind: "MachineConfig",
    metadata: {
      name: `${prefix}${role}${["", "-container-runtime", "-kubelet"][index]}`,
      labels: { [roleLabel]: role },
    },
    spec: { config: { ignition: { version: "3.5.0" } } },
  }));

interface PoolSpec {
  machineConfigSelector?: unknown;
  nodeSelector?: unknown;
  paused?: boolean;
  maxUnavailable?: number | string;
  configuration?: { name?: string };
}

/** MachineConfigs become a pool's rendered one, to which its nodes are taken one by one: cordoned, drained, started anew. */
export const machineConfigController =
  (news: NewsBoard, reboots: Reboots): ClusterController =>
  async (context, signal) => {
    const api = context.objects("machine-config");
    for (const role of ["master", "worker"] as const)
      for (const one of [basePool(role), ...baseConfigs(role)]) api.ensure(one);
    const rolling = createKeyed(context, "machine-config-daemon", (name, ending) =>
      takeNode(context, api, reboots, name, ending),
    );
    const look = (): undefined => {
      const release = releaseOf(api);
      if (release === undefined) return undefined;
      // In an upgrade nodes follow when the version operator has come to this operator.
      const own = api.get("apps/v1/deployments", "machine-config-operator", "openshift-machine-config-operator");
      const version = own?.metadata.annotations?.[releaseAnnotation];
      if (version === undefined) return undefined;
      const waiting: string[] = [];
      for (const pool of api.list(pools)) {
        const rendered = renderPool(api, pool, imageOf("rhel-coreos", version), context);
        const members = membersOf(api, pool);
        welcome(api, members, rendered.name);
        const behind = lookAtPool(context, api, pool, rendered, membersOf(api, pool));
        for (const name of behind.next) rolling.add(name);
        if (behind.count > 0) waiting.push(`${pool.metadata.name} (${behind.count} of ${members.length} nodes)`);
      }
      news.say(
        "machine-config",
        "pools",
        waiting.length === 0
          ? undefined
          : {
              progressing: {
                reason: "MachineConfigPools",
                message: `Working towards ${version}: pools ${waiting.join(", ")} are updating`,
              },
            },
      );
      return undefined;
    };
    await Promise.all([
      keep(
        context,
        {
          name: "machine-config-controller",
          resources: [pools, configs, nodes, "apps/v1/deployments"],
          restMilliseconds: 60,
        },
        look,
        signal,
      ),
      rolling.run(signal),
    ]);
  };

const membersOf = (api: Objects, pool: KubeObject): KubeObject[] => {
  const { nodeSelector } = (pool["spec"] ?? {}) as PoolSpec;
  return api.list(nodes).filter(({ metadata }) => selects(nodeSelector, metadata.labels));
};

/** The pool's configuration as it shall be, kept as a MachineConfig of its own. */
function renderPool(api: Objects, pool: KubeObject, osImage: string, { facts }: ClusterContext): Rendered {
  const { name, uid } = pool.metadata;
  const { machineConfigSelector, configuration } = (pool["spec"] ?? {}) as PoolSpec;
  const mine = api
    .list(configs)
    .filter(
      ({ metadata }) =>
        !metadata.name.startsWith("rendered-") &&
        metadata.deletionTimestamp === undefined &&
        selects(machineConfigSelector, metadata.labels),
    );
  const rendered = render(name, mine, osImage);
  if (configuration?.name === rendered.name) return rendered;
  api.ensure({
    apiVersion: `${group}/v1`,
    kind: "MachineConfig",
    metadata: {
      name: rendered.name,
      annotations: { [`${group}/generated-by-controller-version`]: facts.version, [releaseAnnotation]: facts.version },
      ownerReferences: [
        { apiVersion: `${group}/v1`, kind: "MachineConfigPool", name, uid, controller: true, blockOwnerDeletion: true },
      ],
    },
    spec: rendered.spec,
  });
  api.change(pools, name, undefined, (held) => ({
    ...held,
    spec: {
      ...(held["spec"] as object),
      configuration: {
        name: rendered.name,
        source: rendered.sources.map((source) => ({ apiVersion: `${group}/v1`, kind: "MachineConfig", name: source })),
      },
    },
  }));
  return rendered;
}

/** A node that is new has started with the pool's configuration. */
function welcome(api: Objects, members: readonly KubeObject[], target: string): void {
  for (const node of members)
    if (node.metadata.annotations?.[annotations.current] === undefined)
      annotate(api, node.metadata.name, {
        [annotations.current]: target,
        [annotations.desired]: target,
        [annotations.state]: "Done",
        [annotations.reason]: "",
      });
}

const annotate = (api: Objects, name: string, changed: Record<string, string>): void =>
  api.change(nodes, name, undefined, (node) => ({
    ...node,
    metadata: { ...node.metadata, annotations: { ...node.metadata.annotations, ...changed } },
  }));

const isAt = (node: KubeObject, target: string): boolean =>
  node.metadata.annotations?.[annotations.current] === target &&
  node.metadata.annotations?.[annotations.state] === "Done";

/** How many of a pool's nodes may be away at once. */
function mostAway(value: number | string | undefined, of: number): number {
  const percent = /^(\d+)%$/.exec(String(value ?? 1))?.[1];
  return Math.max(1, percent === undefined ? Number(value ?? 1) : Math.floor((of * Number(percent)) / 100));
}

/** Writes a pool's status, and says which of its nodes are to be taken on now. */
function lookAtPool(
  { clock }: ClusterContext,
  api: Objects,
  pool: KubeObject,
  { name: target, sources }: Rendered,
  members: readonly KubeObject[],
): { count: number; next: string[] } {
  const spec = (pool["spec"] ?? {}) as PoolSpec;
  const updated = members.filter((node) => isAt(node, target));
  const ready = updated.filter(
    (node) => isReady(node) && (node["spec"] as { unschedulable?: boolean } | undefined)?.unschedulable !== true,
  );
  const behind = members.filter((node) => !isAt(node, target));
  const under = behind.filter(
    (node) =>
      node.metadata.annotations?.[annotations.desired] === target ||
      node.metadata.annotations?.[annotations.state] === "Working",
  );
  const unavailable = members.filter(
    (node) => !isReady(node) || (node["spec"] as { unschedulable?: boolean } | undefined)?.unschedulable === true,
  );
  const room = Math.max(0, mostAway(spec.maxUnavailable, members.length) - Math.max(under.length, unavailable.length));
  const fresh = spec.paused === true ? [] : behind.filter((node) => !under.includes(node)).slice(0, room);
  const isUpdated = behind.length === 0;
  const say = (type: string, is: boolean, message = "") => ({
    type,
    status: is ? ("True" as const) : ("False" as const),
    reason: "",
    message,
  });
  const held = (pool["status"] ?? {}) as { configuration?: object };
  const configuration = {
    name: target,
    source: sources.map((source) => ({ apiVersion: `${group}/v1`, kind: "MachineConfig", name: source })),
  };
  api.setStatus(pools, pool.metadata.name, undefined, {
    ...held,
    conditions: conditionsOf(
      heldConditions(pool),
      [
        say("RenderDegraded", false),
        say("NodeDegraded", false),
        say("Degraded", false),
        say("Updated", isUpdated, isUpdated ? `All nodes are updated with MachineConfig ${target}` : ""),
        say(
          "Updating",
          !isUpdated && spec.paused !== true,
          isUpdated ? "" : `All nodes are updating to MachineConfig ${target}`,
        ),
      ],
      timeStamp(clock.now()),
    ),
    ...(isUpdated || held.configuration === undefined ? { configuration } : {}),
    degradedMachineCount: 0,
    machineCount: members.length,
    observedGeneration: api.get(pools, pool.metadata.name)?.metadata.generation ?? 1,
    readyMachineCount: ready.length,
    unavailableMachineCount: unavailable.length,
    updatedMachineCount: updated.length,
  });
  for (const node of fresh) annotate(api, node.metadata.name, { [annotations.desired]: target });
  return { count: behind.length, next: [...under, ...fresh].map(({ metadata }) => metadata.name) };
}

/** Takes one node to the configuration that is desired of it; goes on where it was when somebody died in between. */
async function takeNode(
  context: ClusterContext,
  api: Objects,
  reboots: Reboots,
  name: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const node = api.get(nodes, name);
  const {
    [annotations.current]: current,
    [annotations.desired]: desired,
    [annotations.state]: state,
  } = node?.metadata.annotations ?? {};
  if (node === undefined || desired === undefined || (current === desired && state === "Done")) return undefined;
  if (current !== desired) {
    annotate(api, name, { [annotations.state]: "Working" });
    await drain(context, name, signal);
    await reboots.reboot(name, signal);
    annotate(api, name, { [annotations.current]: desired });
  }
  cordon(api, name, false);
  annotate(api, name, { [annotations.state]: "Done" });
  return undefined;
}
