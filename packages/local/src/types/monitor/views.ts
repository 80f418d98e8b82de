import { isoTime } from "@aro/runtime";
import type { Doc, Value } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { View, ViewRow } from "../../resources/contract.ts";
import { type Located, locate } from "../../resources/lookup.ts";
import { resourceNotFound } from "../../resources/scope.ts";
import { type MetricRow, metricTable } from "./metric-table.ts";
import { aggregations, grains, metricsNamed, type Question, questionOf } from "./question.ts";

/** Versions that our clients send: @azure/arm-monitor and az 2.91 the newest, az 2.45 the oldest. */
const apiVersions: readonly string[] = ["2024-02-01", "2023-10-01", "2021-05-01", "2019-07-01", "2018-01-01"];

const minuteMs = 60_000;

const wholeSecond = (at: number): string => isoTime(at).replace(/\.\d+Z$/, "Z");

/** The resource that metrics are asked of, and those that its type has. */
function measured({ engine, id, query }: View): { at: Located; metrics: readonly MetricRow[] } {
  const parsed = parseId(id.scope);
  const at = locate(engine, id.scope);
  if (parsed === undefined || at === undefined || at.part !== undefined)
    throw resourceNotFound(
      parsed?.type ?? "Microsoft.Resources/resources",
      parsed?.names.join("/") ?? "",
      id.scope.split("/")[4] ?? "",
    );
  const metrics = metricTable[parsed.typeKey];
  if (metrics === undefined)
    throw new Refusal(400, "BadRequest", `The resource type '${at.type.type}' has no metrics in the emulated Azure.`);
  const namespace = query.get("metricnamespace");
  if (namespace !== undefined && namespace.toLowerCase() !== parsed.typeKey)
    throw new Refusal(
      400,
      "BadRequest",
      `The metric namespace '${namespace}' is not '${at.type.type}', the only one of this resource.`,
    );
  return { at, metrics };
}

/** Every combination of dimension values that a question asks for: one empty one when it asks for none. */
function series(
  view: View,
  { row }: Located,
  metric: MetricRow,
  wanted: ReadonlyMap<string, string>,
): Map<string, string>[] {
  const odd = [...wanted.keys()].find((name) => !metric.dimensions.some((one) => one.toLowerCase() === name));
  if (odd !== undefined)
    throw new Refusal(
      400,
      "BadRequest",
      `Metric: ${metric.name} does not support requested dimension combination: ${[...wanted.keys()].join(",")}, supported ones are: ${metric.dimensions.join(",")}`,
    );
  let found: Map<string, string>[] = [new Map()];
  for (const [name, value] of wanted) {
    const known = metric.valuesOf?.(name, view.engine, row) ?? [];
    const values = value === "*" ? known : known.filter((one) => one.toLowerCase() === value.toLowerCase());
    found = found.flatMap((one) => values.map((next) => new Map([...one, [name, next]])));
  }
  return found;
}

/** What the minutes of one step come to. */
function addUp(values: readonly number[], question: Question, metric: MetricRow): Doc {
  const total = values.reduce((sum, one) => sum + one, 0);
  const all = {
    average: total / values.length,
    count: values.length,
    minimum: Math.min(...values),
    maximum: Math.max(...values),
    total,
  };
  const asked = question.aggregations.filter((one) => one !== "None");
  const names = asked.length === 0 ? [metric.primary] : asked;
  return Object.fromEntries(names.map((name) => [name.toLowerCase(), all[name.toLowerCase() as keyof typeof all]]));
}

function points(
  view: View,
  { row }: Located,
  metric: MetricRow,
  question: Question,
  dimensions: Map<string, string>,
): Value {
  const { engine } = view;
  const step = grains[question.grain] ?? minuteMs;
  const now = engine.clock.now();
  const made: Doc[] = [];
  for (let at = question.from; at < question.until; at += step) {
    const values: number[] = [];
    for (let minute = at; minute < at + step && minute < question.until; minute += minuteMs)
      if (minute >= row.createdAt - minuteMs && minute <= now)
        values.push(metric.value({ engine, row, dimensions, at: minute }));
    made.push({ timeStamp: wholeSecond(at), ...(values.length === 0 ? {} : addUp(values, question, metric)) });
  }
  return made;
}

const named = (value: string, localizedValue = value): Doc => ({ value, localizedValue });

function answerMetrics(view: View): Doc {
  const { engine, query } = view;
  const { at, metrics } = measured(view);
  const question = questionOf(query, engine.clock.now());
  const wanted = metricsNamed(metrics, query.get("metricnames"), at.type.type);
  return {
    cost: Math.round((question.until - question.from) / minuteMs) * wanted.length,
    timespan: `${wholeSecond(question.from)}/${wholeSecond(question.until)}`,
    interval: question.grain,
    value: wanted.map((metric) => ({
      id: `${at.row.id}/providers/Microsoft.Insights/metrics/${metric.name}`,
      type: "Microsoft.Insights/metrics",
      name: named(metric.name, metric.shown),
      displayDescription: metric.shown,
      unit: metric.unit,
      timeseries: series(view, at, metric, question.dimensions).map((dimensions) => ({
        metadatavalues: [...dimensions].map(([name, value]) => ({ name: named(name), value })),
        ...(question.onlyMetadata ? {} : { data: points(view, at, metric, question, dimensions) }),
      })),
      errorCode: "Success",
    })),
    namespace: at.type.type,
    resourceregion: at.row.location,
  };
}

function answerDefinitions(view: View): Value {
  const { at, metrics } = measured(view);
  return metrics.map((metric) => ({
    id: `${at.row.id}/providers/microsoft.insights/metricdefinitions/${metric.name}`,
    resourceId: at.row.id,
    namespace: at.type.type,
    name: named(metric.name, metric.shown),
    displayDescription: metric.shown,
    isDimensionRequired: false,
    unit: metric.unit,
    primaryAggregationType: metric.primary,
    supportedAggregationTypes: [...aggregations],
    metricAvailabilities: Object.keys(grains).map((timeGrain) => ({ timeGrain, retention: "P93D" })),
    dimensions: metric.dimensions.map((one) => named(one)),
  }));
}

function answerNamespaces(view: View): Value {
  const { at } = measured(view);
  return [
    {
      id: `${at.row.id}/providers/microsoft.insights/metricNamespaces/${at.type.type}`,
      type: "Microsoft.Insights/metricNamespaces",
      name: at.type.type.replaceAll("/", "-"),
      classification: "Platform",
      properties: { metricNamespaceName: at.type.type },
    },
  ];
}

/** What Monitor answers below a resource. */
export const monitorViews = (): readonly ViewRow[] => [
  {
    type: "Microsoft.Insights/metrics",
    ends: "type",
    verb: "GET",
    apiVersions,
    query: [
      "timespan",
      "interval",
      "metricnames",
      "aggregation",
      "top",
      "orderby",
      "$filter",
      "resulttype",
      "metricnamespace",
      "autoadjusttimegrain",
      "validatedimensions",
      "rollupby",
    ],
    what: "metrics of load balancers, virtual machines and storage accounts: a balancer's health follows the machines behind it, all else is drawn, the same for the same minute",
    evidence: "assumed",
    answer: answerMetrics,
  },
  {
    type: "Microsoft.Insights/metricDefinitions",
    ends: "type",
    verb: "GET",
    apiVersions,
    query: ["metricnamespace"],
    paged: true,
    what: "the metrics that a resource has",
    evidence: "documented",
    answer: answerDefinitions,
  },
  {
    type: "Microsoft.Insights/metricNamespaces",
    ends: "type",
    verb: "GET",
    apiVersions: ["2024-02-01", "2017-12-01-preview"],
    query: ["starttime"],
    paged: true,
    what: "the one namespace of metrics that a resource has",
    evidence: "documented",
    answer: answerNamespaces,
  },
];
