import { isoTime } from "@aro/runtime";
import type { ClusterContext } from "../context.ts";
import { infraIdOf, managedGroup } from "../names/cluster-facts.ts";
import { managedResourceId, resourceNames } from "../names/resource-names.ts";

const hourMilliseconds = 3_600_000;
const metricsVersion = "2018-01-01";

interface Metrics {
  value?: {
    name?: { value?: string };
    timeseries?: { metadatavalues?: { value?: string }[]; data?: { average?: number }[] }[];
  }[];
}

/** How the balancer before the API server saw it during the last hour (spec 03 §2.8 `LogLoadBalancers`). */
export async function logLoadBalancers(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const { run, azure, clock } = context;
  const cluster = run.cluster();
  const name = resourceNames(infraIdOf(cluster)).internalLoadBalancer;
  const { loadBalancers } = await azure.clients.network();
  run.log.info("load balancer", {
    name,
    object: await loadBalancers.get(managedGroup(cluster), name, { abortSignal: signal }),
  });
  const { body } = await azure.clients.call(
    {
      method: "GET",
      path: `${managedResourceId(cluster, "Microsoft.Network/loadBalancers", name)}/providers/Microsoft.Insights/metrics`,
      apiVersion: metricsVersion,
      query: {
        metricnames: "DipAvailability,VipAvailability",
        aggregation: "average",
        interval: "PT1M",
        timespan: `${isoTime(clock.now() - hourMilliseconds)}/${isoTime(clock.now())}`,
        $filter: "FrontendPort eq '*'",
      },
    },
    signal,
  );
  for (const { name: metric, timeseries = [] } of (body as Metrics).value ?? [])
    for (const { metadatavalues = [], data = [] } of timeseries)
      run.log.info("load balancer metric", {
        metric: metric?.value,
        port: metadatavalues[0]?.value,
        percent: coalesced(data.map(({ average }) => average)),
      });
}

/** Percentages a minute, whole, with how often each was seen in a row: `100×55, 0×5`. */
export function coalesced(values: readonly (number | undefined)[]): string {
  const runs: { text: string; count: number }[] = [];
  for (const value of values) {
    const text = value === undefined ? "none" : String(Math.round(value));
    const last = runs.at(-1);
    if (last?.text === text) last.count++;
    else runs.push({ text, count: 1 });
  }
  return runs.map(({ text, count }) => `${text}×${count}`).join(", ");
}
