/** Numbers that the operator tells of itself, as Prometheus reads them. */
export interface Metrics {
  count(name: MetricName, labels: Readonly<Record<string, string>>): void;
  /** Asked when somebody reads. */
  gauge(name: MetricName, labels: Readonly<Record<string, string>>, value: () => number): void;
  text(): string;
}

/** What is measured: names as the controllers of other operators have them (spec 04 §2.2). */
const metricTable = {
  aro_pullsecret_remediation: { type: "counter", help: "Times the global pull secret was rewritten or recreated." },
  controller_runtime_reconcile_total: { type: "counter", help: "Reconciliations by controller and result." },
  controller_runtime_reconcile_errors_total: { type: "counter", help: "Failed reconciliations by controller." },
  leader_election_master_status: { type: "gauge", help: "1 while this process holds the lease." },
  workqueue_adds_total: { type: "counter", help: "Changes that a controller was told of." },
  workqueue_depth: { type: "gauge", help: "Keys that wait to be looked at." },
  workqueue_retries_total: { type: "counter", help: "Keys that come back after a failure." },
} as const satisfies Record<string, { type: "counter" | "gauge"; help: string }>;

export type MetricName = keyof typeof metricTable;

/** Counters at nought. */
export function createMetrics(): Metrics {
  const series = new Map<MetricName, Map<string, () => number>>();
  const counts = new Map<string, number>();
  const seriesOf = (name: MetricName) => {
    const known = series.get(name) ?? new Map<string, () => number>();
    series.set(name, known);
    return known;
  };
  return {
    count: (name, labels) => {
      const title = labelText(labels);
      const key = `${name} ${title}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      seriesOf(name).set(title, () => counts.get(key) ?? 0);
    },
    gauge: (name, labels, value) => void seriesOf(name).set(labelText(labels), value),
    text: () =>
      Object.entries(metricTable)
        .map(([name, { type, help }]) => {
          const rows = [...(series.get(name as MetricName) ?? [])].map(
            ([labels, value]) => `${name}${labels} ${value()}`,
          );
          return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...rows, ""].join("\n");
        })
        .join(""),
  };
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}
