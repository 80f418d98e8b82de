import type { KubeObject } from "@aro/control-plane";
import { type ClusterContext, timeStamp } from "../cluster/context.ts";
import type { Objects } from "../cluster/objects.ts";
import { conditionsOf, heldConditions, type OperatorCondition } from "./condition.ts";
import type { OperatorNews } from "./news.ts";
import { type Progress, progressOf } from "./progress.ts";
import type { OperatorRow } from "./rows.ts";

export const clusterOperators = "config.openshift.io/v1/clusteroperators";

type Said = Omit<OperatorCondition, "lastTransitionTime">;

const first = (word: string): string =>
  word.charAt(0).toUpperCase() + word.slice(1).replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The conditions of an operator: what follows from its workloads, over it what is news. */
function conditionsFor(row: OperatorRow, progress: readonly Progress[], news: OperatorNews): Said[] {
  const missing = progress.find(({ available }) => !available);
  const waiting = progress.find(({ settled }) => !settled);
  const prefix = first(row.name);
  const unavailable =
    news.unavailable ??
    (missing === undefined ? undefined : { reason: `${prefix}_Unavailable`, message: missing.message });
  const progressing =
    news.progressing ??
    (waiting === undefined ? undefined : { reason: `${prefix}_Deploying`, message: waiting.message });
  return [
    news.degraded === undefined
      ? { type: "Degraded", status: "False", reason: "AsExpected", message: "All is well" }
      : { type: "Degraded", status: "True", ...news.degraded },
    progressing === undefined
      ? { type: "Progressing", status: "False", reason: "AsExpected", message: "All is well" }
      : { type: "Progressing", status: "True", ...progressing },
    unavailable === undefined
      ? { type: "Available", status: "True", reason: "AsExpected", message: "All is well" }
      : { type: "Available", status: "False", ...unavailable },
    { type: "Upgradeable", status: "True", reason: "AsExpected", message: "All is well" },
  ];
}

const relatedOf = ({ related, workloads }: OperatorRow): object[] => [
  ...related.map(([group, resource, name]) => ({ group, resource, name })),
  ...[...new Set(workloads.map(({ namespace }) => namespace))].map((name) => ({
    group: "",
    resource: "namespaces",
    name,
  })),
];

/** Makes an operator's ClusterOperator when the version operator first hears of it. */
export const ensureOperator = (api: Objects, row: OperatorRow, version: string): KubeObject =>
  api.ensure({
    apiVersion: "config.openshift.io/v1",
    kind: "ClusterOperator",
    metadata: { name: row.name },
    spec: {},
    status: { relatedObjects: relatedOf(row), versions: [], conditions: [], extension: { version } },
  });

/** Brings one operator's ClusterOperator up to date; answers whether it is available and at `version`, with nothing left to do. */
export function reportOperator(
  { clock }: Pick<ClusterContext, "clock">,
  api: Objects,
  row: OperatorRow,
  release: { version: string; told: boolean },
  news: OperatorNews,
): boolean {
  const held = api.get(clusterOperators, row.name);
  if (held === undefined) return false;
  const status = (held["status"] ?? {}) as { versions?: readonly { name: string; version: string }[] };
  const known = status.versions?.find(({ name }) => name === "operator")?.version;
  const target = release.told ? release.version : known;
  const progress = target === undefined ? [] : row.workloads.map((one) => progressOf(api, one, target));
  const conditions = target === undefined ? [] : conditionsFor(row, progress, news);
  const isSettled =
    conditions.length > 0 &&
    conditions.every(
      ({ type, status: said }) => said === (type === "Available" || type === "Upgradeable" ? "True" : "False"),
    );
  const reached = isSettled && news.behind === undefined ? target : known;
  const versions =
    reached === undefined ? [] : ["operator", ...(row.operands ?? [])].map((name) => ({ name, version: reached }));
  api.setStatus(clusterOperators, row.name, undefined, {
    conditions: conditionsOf(heldConditions(held), conditions, timeStamp(clock.now())),
    extension: null,
    relatedObjects: relatedOf(row),
    versions,
  });
  return isSettled && reached === release.version;
}
