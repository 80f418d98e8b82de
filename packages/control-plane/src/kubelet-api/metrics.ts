import { type Clock, isoTime } from "@aro/runtime";
import { asController, type Controller, find, kindOf, unless } from "../controllers/controller.ts";
import { apiVersionOf, type Kind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import { notFound } from "../registry/failures.ts";
import { selection } from "../registry/list.ts";
import { fromObject } from "../registry/shown.ts";
import type { UserCall } from "../requests/handle.ts";
import { formOf } from "../requests/negotiate.ts";
import { listOptions } from "../requests/parameters.ts";
import { json } from "../requests/request.ts";
import { metadataOnly, table } from "../requests/table.ts";
import { readTarget } from "../requests/target.ts";
import { ApiStatus } from "../status/status.ts";
import type { Store } from "../store/store.ts";
import { metricsGroup, metricsVersion, nodeMetricsKind, podMetricsKind } from "./metrics-kinds.ts";
import type { FindNodeAgent, NodeUsage, Usage } from "./node-agent.ts";

/** How long a node may take to tell what it uses. */
const patience = 5_000;

/** `metrics.k8s.io`: what nodes and pods use now, asked of every node. */
export const metricsCalls =
  (store: Store, nodeAgents: FindNodeAgent, clock: Clock): UserCall =>
  (request) => {
    const target = readTarget(request.method, request.url);
    if (target?.group !== metricsGroup || target.version !== metricsVersion) return undefined;
    const kind = [nodeMetricsKind, podMetricsKind].find(({ plural }) => plural === target.plural);
    if (kind === undefined || target.subresource !== undefined) return undefined;
    const { namespace, name, verb } = target;
    if (verb !== "get" && verb !== "list") return undefined;
    return (async () => {
      const query = request.url.searchParams;
      const form = formOf(request.headers["accept"]);
      const measured = await all(store, nodeAgents, clock, kind);
      const within = measured.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
      const wanted = selection(kind, listOptions(query));
      const items = within.filter((one) =>
        name === undefined ? (wanted?.(fromObject(one)) ?? true) : one.metadata.name === name,
      );
      const [first] = items;
      if (name !== undefined && first === undefined) throw notFound(kind, name);
      if (form === "table") return json(200, table(kind, items, {}, { now: clock.now() }));
      if (form === "metadata" && name !== undefined) return json(200, metadataOnly(first as KubeObject));
      if (name !== undefined) return json(200, first);
      return json(200, { kind: kind.listKind, apiVersion: apiVersionOf(kind), metadata: {}, items });
    })();
  };

async function all(store: Store, nodeAgents: FindNodeAgent, clock: Clock, kind: Kind): Promise<KubeObject[]> {
  const nodes = [...store.list("/nodes")].map(({ text }) => parsed(text));
  const usages = await Promise.all(nodes.map((node) => usageOf(nodeAgents, clock, node.metadata.name)));
  const labelsOf = (resource: string, key: string) => {
    const entry = store.get(resource, key);
    return entry === undefined ? undefined : parsed(entry.text).metadata.labels;
  };
  return usages.flatMap((usage, index): KubeObject[] => {
    const node = nodes[index] as KubeObject;
    if (usage === undefined) return [];
    const measured = (metadata: object, more: object): KubeObject => ({
      kind: kind.kind,
      apiVersion: apiVersionOf(kind),
      metadata: { ...metadata, creationTimestamp: seconds(clock.now()) } as KubeObject["metadata"],
      timestamp: seconds(usage.time),
      window: `${usage.windowMilliseconds / 1000}s`,
      ...more,
    });
    if (kind === nodeMetricsKind) {
      const { name, labels } = node.metadata;
      return [measured({ name, ...(labels === undefined ? {} : { labels }) }, { usage: usageText(usage.node) })];
    }
    return usage.pods.map(({ namespace, name, containers }) => {
      const labels = labelsOf("/pods", `${namespace}/${name}`);
      return measured(
        { name, namespace, ...(labels === undefined ? {} : { labels }) },
        { containers: containers.map((one) => ({ name: one.name, usage: usageText(one) })) },
      );
    });
  });
}

/** Undefined when nobody answers in time: a node that hangs keeps no other from being told. */
async function usageOf(nodeAgents: FindNodeAgent, clock: Clock, node: string): Promise<NodeUsage | undefined> {
  const agent = nodeAgents(node);
  if (agent === undefined) return undefined;
  const over = new AbortController();
  try {
    return await Promise.race([agent.usage(), clock.sleep(patience, over.signal).then(() => undefined)]);
  } catch (error) {
    if (error instanceof ApiStatus) return undefined;
    throw error;
  } finally {
    over.abort();
  }
}

const usageText = ({ nanoCores, memoryBytes }: Usage) => ({
  cpu: `${Math.round(nanoCores)}n`,
  memory: `${Math.round(memoryBytes / 1024)}Ki`,
});
const seconds = (time: number): string => isoTime(time).replace(/\.\d+Z$/, "Z");

const name = `${metricsVersion}.${metricsGroup}`;

/** Registers the API of what is measured, as its own server would. */
export const metricsService: Controller = async ({ registry, kinds, clock }) => {
  const kind = kindOf(kinds, "apiregistration.k8s.io", "v1", "apiservices");
  const options = asController("metrics-server");
  if (find(registry, kind, undefined, name) !== undefined) return;
  unless(["AlreadyExists"], () => {
    const made = registry.create(
      kind,
      undefined,
      {
        metadata: { name },
        spec: {
          group: metricsGroup,
          version: metricsVersion,
          groupPriorityMinimum: 100,
          versionPriority: 100,
          insecureSkipTLSVerify: true,
          service: { name: "metrics-server", namespace: "kube-system", port: 443 },
        },
      },
      options,
    );
    const object = made.object();
    const condition = {
      type: "Available",
      status: "True",
      lastTransitionTime: seconds(clock.now()),
      reason: "Passed",
      message: "all checks passed",
    };
    registry.update({ kind, name, subresource: "status" }, { ...object, status: { conditions: [condition] } }, options);
  });
};
