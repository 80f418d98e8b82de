import { nameAndAge } from "../kinds/columns.ts";
import type { Columns, Kind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";

export const metricsGroup = "metrics.k8s.io";
export const metricsVersion = "v1beta1";

interface UsageText {
  cpu: string;
  memory: string;
}

const usageOf = (object: KubeObject): UsageText | undefined => object["usage"] as UsageText | undefined;

const nodeColumns: Columns = {
  columns: [
    ...nameAndAge.columns.slice(0, 1),
    { name: "cpu", type: "string", format: "quantity", priority: 0 },
    { name: "memory", type: "string", format: "quantity", priority: 0 },
    { name: "window", type: "string", format: "duration", priority: 0 },
  ],
  cells: (object) => [object.metadata.name, usageOf(object)?.cpu, usageOf(object)?.memory, object["window"]],
};

const metricsKind = (kind: string, plural: string, namespaced: boolean, columns: Columns): Kind => ({
  group: metricsGroup,
  version: metricsVersion,
  kind,
  listKind: `${kind}List`,
  plural,
  singular: "",
  shortNames: [],
  categories: [],
  namespaced,
  verbs: ["get", "list"],
  subresources: [],
  storageVersion: metricsVersion,
  schema: { type: "object" },
  columns,
  hasStatus: false,
  hasGeneration: false,
  unconditionalUpdate: false,
  custom: false,
});

/** What is measured, as kinds: `kubectl top` reads them. */
export const nodeMetricsKind: Kind = metricsKind("NodeMetrics", "nodes", false, nodeColumns);
export const podMetricsKind: Kind = metricsKind("PodMetrics", "pods", true, nameAndAge);
