import { Refusal } from "../../documents/refusal.ts";
import type { Query } from "../../resources/query.ts";
import type { MetricRow } from "./metric-table.ts";

const minuteMs = 60_000;

/** Steps that metrics are added up to, milliseconds. */
export const grains: Readonly<Record<string, number>> = {
  PT1M: minuteMs,
  PT5M: 5 * minuteMs,
  PT15M: 15 * minuteMs,
  PT30M: 30 * minuteMs,
  PT1H: 60 * minuteMs,
  PT6H: 360 * minuteMs,
  PT12H: 720 * minuteMs,
  P1D: 1_440 * minuteMs,
};

/** Azure keeps metrics this long, and answers at most so many values of a series. */
const keptMs = 93 * 24 * 60 * minuteMs;
const mostValues = 11_000;

export const aggregations = ["None", "Average", "Count", "Minimum", "Maximum", "Total"] as const;

/** What a call for metrics asks. */
export interface Question {
  from: number;
  until: number;
  grain: string;
  aggregations: readonly (typeof aggregations)[number][];
  /** Dimension in lower case → the value that is wanted, `*` for every one. */
  dimensions: ReadonlyMap<string, string>;
  onlyMetadata: boolean;
}

const bad = (message: string): Refusal => new Refusal(400, "BadRequest", message);

/** az quotes the range before its library does so again (seen: 2.91); Azure reads both. */
function unquoted(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A time without a zone is UTC (seen: az 2.91). */
const instant = (text: string): number => Date.parse(/(Z|[+-]\d\d:\d\d)$/i.test(text) ? text : `${text}Z`);

function span(text: string | undefined, now: number): { from: number; until: number } {
  if (text === undefined || text === "") return { from: now - 60 * minuteMs, until: now };
  const [one = "", other = ""] = unquoted(text).split("/");
  const length = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(one);
  if (length !== null && other === "") {
    const [days, hours, minutes] = length.slice(1).map((part) => Number(part ?? 0));
    return { from: now - ((days ?? 0) * 1_440 + (hours ?? 0) * 60 + (minutes ?? 0)) * minuteMs, until: now };
  }
  const from = instant(one);
  const until = instant(other);
  if (Number.isNaN(from) || Number.isNaN(until) || from >= until)
    throw bad(
      `Invalid time range '${text}': it must be a beginning and a later end, as 2026-01-01T00:00:00Z/2026-01-01T01:00:00Z.`,
    );
  return { from, until };
}

/** The conditions of a filter: `Dimension eq 'value'`, joined by `and`. */
function dimensionsOf(filter: string | undefined): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of (filter ?? "").split(/\s+and\s+/i).filter((one) => one.trim() !== "")) {
    const match = /^\s*([\w/ ]+?)\s+eq\s+'((?:[^']|'')*)'\s*$/i.exec(part);
    if (match === null)
      throw bad(
        `The filter '${part.trim()}' is not supported: it must be of the form Dimension eq 'value', joined by and.`,
      );
    found.set((match[1] ?? "").toLowerCase(), (match[2] ?? "").replaceAll("''", "'"));
  }
  return found;
}

/** Reads what a call asks. @throws Refusal naming what Monitor does not know */
export function questionOf(query: Query, now: number): Question {
  const { from, until } = span(query.get("timespan"), now);
  const grain = (query.get("interval") ?? "PT1M").toUpperCase();
  const step = grains[grain];
  if (step === undefined)
    throw bad(`Detected invalid time grain input: '${grain}'. Supported ones are ${Object.keys(grains).join(", ")}.`);
  if (from < now - keptMs) throw bad(`The time range begins more than 93 days ago.`);
  if ((until - from) / step > mostValues)
    throw bad(`The time range has more than ${mostValues} values of ${grain}; ask for a longer interval.`);
  const wanted = (query.get("aggregation") ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  const odd = wanted.find((one) => !aggregations.some((known) => known.toLowerCase() === one.toLowerCase()));
  if (odd !== undefined)
    throw bad(`Invalid aggregation type: '${odd}'. Supported ones are ${aggregations.join(", ")}.`);
  const resultType = (query.get("resulttype") ?? "Data").toLowerCase();
  if (resultType !== "data" && resultType !== "metadata") throw bad(`Invalid result type '${resultType}'.`);
  return {
    from: Math.floor(from / step) * step,
    until: Math.max(Math.floor(until / step), Math.floor(from / step) + 1) * step,
    grain,
    aggregations: aggregations.filter((known) => wanted.some((one) => one.toLowerCase() === known.toLowerCase())),
    dimensions: dimensionsOf(query.get("$filter")),
    onlyMetadata: resultType === "metadata",
  };
}

/** Metrics of the names that are asked for; the first one when none is. @throws Refusal naming one that there is not */
export function metricsNamed(known: readonly MetricRow[], names: string | undefined, type: string): MetricRow[] {
  const asked = (names ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  if (asked.length > 20) throw bad(`More than 20 metrics are asked for.`);
  const [namespace, ...types] = type.split("/");
  return asked.length === 0
    ? known.slice(0, 1)
    : asked.map((name) => {
        const found = known.find((one) => one.name.toLowerCase() === name.toLowerCase());
        if (found === undefined)
          throw bad(
            `Failed to find metric configuration for provider: ${namespace}, resource Type: ${types.join("/")}, metric: ${name}, Valid metrics: ${known.map((one) => one.name).join(",")}`,
          );
        return found;
      });
}
