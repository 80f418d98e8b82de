import { createHash } from "node:crypto";
import { find, record, records, text } from "../../documents/document.ts";
import type { Row } from "../../documents/rows.ts";
import type { Engine } from "../../resources/contract.ts";

/** Where one value of a metric is asked for. */
export interface Sample {
  engine: Engine;
  row: Row;
  /** Dimensions that the series stands for, by name in lower case. */
  dimensions: ReadonlyMap<string, string>;
  /** Beginning of its minute, milliseconds since the epoch. */
  at: number;
}

/** One metric of a type. */
export interface MetricRow {
  name: string;
  shown: string;
  unit: "Percent" | "Count" | "Bytes" | "BytesPerSecond" | "MilliSeconds";
  primary: "Average" | "Total";
  dimensions: readonly string[];
  /** Values that a dimension has for a resource now. */
  valuesOf?(dimension: string, engine: Engine, row: Row): readonly string[];
  /** The value of one minute. */
  value(sample: Sample): number;
}

/** A number from 0 to below 1 that is the same whenever it is asked for: of a resource, a metric and a minute. */
const drawn = ({ row, at }: Sample, metric: string): number =>
  createHash("sha256").update(`${row.key} ${row.createdAt} ${metric} ${at}`).digest().readUInt32BE(0) / 2 ** 32;

const between =
  (metric: string, least: number, most: number) =>
  (sample: Sample): number =>
    Math.round((least + drawn(sample, metric) * (most - least)) * 100) / 100;

const seeded = (
  name: string,
  shown: string,
  unit: MetricRow["unit"],
  primary: MetricRow["primary"],
  [least, most]: readonly [number, number],
): MetricRow => ({ name, shown, unit, primary, dimensions: [], value: between(name, least, most) });

const port = (rule: ReturnType<typeof record>): string => String(record(rule["properties"])["frontendPort"] ?? "");
const rulesOf = (row: Row) => records(record(row.body["properties"])["loadBalancingRules"]);

/** Ports of a balancer's rules, as the dimension FrontendPort has them. */
const portsOf = (dimension: string, _engine: Engine, row: Row): readonly string[] =>
  dimension.toLowerCase() === "frontendport"
    ? [...new Set(rulesOf(row).map(port))].sort((a, b) => Number(a) - Number(b))
    : [];

/** How many of the interfaces behind a balancer's rules have a machine, of those that the port's rules lead to; percent. */
function reached({ engine, row, dimensions }: Sample): number {
  const wanted = dimensions.get("frontendport");
  const rules = rulesOf(row).filter((rule) => wanted === undefined || port(rule) === wanted);
  const pools = new Set(
    rules.flatMap((rule) =>
      find(rule, "properties.backendAddressPools[]").map((one) => text(record(one.value)["id"]).toLowerCase()),
    ),
  );
  const links = engine.rows.linksTo(row.key).filter((link) => link.source !== row.key);
  const interfaces = new Set(links.filter((link) => pools.has(link.target)).map((link) => link.source));
  if (interfaces.size === 0) return 0;
  const served = [...interfaces].filter((key) =>
    engine.rows.linksTo(key).some((link) => link.source.includes("/providers/microsoft.compute/virtualmachines/")),
  );
  return Math.round((100 * served.length) / interfaces.size);
}

/** Metrics by type, lower case. */
export const metricTable: Readonly<Record<string, readonly MetricRow[]>> = {
  "microsoft.network/loadbalancers": [
    {
      name: "VipAvailability",
      shown: "Data Path Availability",
      unit: "Percent",
      primary: "Average",
      dimensions: ["FrontendIPAddress", "FrontendPort"],
      valuesOf: portsOf,
      value: ({ row }) => (row.state === "Succeeded" ? 100 : 0),
    },
    {
      name: "DipAvailability",
      shown: "Health Probe Status",
      unit: "Percent",
      primary: "Average",
      dimensions: ["ProtocolType", "BackendPort", "FrontendIPAddress", "FrontendPort", "BackendIPAddress"],
      valuesOf: portsOf,
      value: reached,
    },
    seeded("ByteCount", "Byte Count", "Bytes", "Total", [10_000, 5_000_000]),
    seeded("PacketCount", "Packet Count", "Count", "Total", [100, 50_000]),
    seeded("SYNCount", "SYN Count", "Count", "Total", [1, 500]),
    seeded("SnatConnectionCount", "SNAT Connection Count", "Count", "Total", [0, 800]),
  ],
  "microsoft.compute/virtualmachines": [
    seeded("Percentage CPU", "Percentage CPU", "Percent", "Average", [4, 65]),
    seeded("Available Memory Bytes", "Available Memory Bytes", "Bytes", "Average", [4e9, 2.4e10]),
    seeded("Network In Total", "Network In Total", "Bytes", "Total", [1e5, 5e7]),
    seeded("Network Out Total", "Network Out Total", "Bytes", "Total", [1e5, 5e7]),
    seeded("Disk Read Bytes", "Disk Read Bytes", "Bytes", "Total", [0, 2e7]),
    seeded("Disk Write Bytes", "Disk Write Bytes", "Bytes", "Total", [1e5, 4e7]),
    seeded("VmAvailabilityMetric", "VM Availability Metric", "Count", "Average", [1, 1]),
  ],
  "microsoft.storage/storageaccounts": [
    seeded("UsedCapacity", "Used capacity", "Bytes", "Average", [1e6, 1.01e6]),
    seeded("Transactions", "Transactions", "Count", "Total", [0, 300]),
    seeded("Ingress", "Ingress", "Bytes", "Total", [0, 1e6]),
    seeded("Egress", "Egress", "Bytes", "Total", [0, 1e6]),
    seeded("SuccessE2ELatency", "Success E2E Latency", "MilliSeconds", "Average", [2, 40]),
    seeded("Availability", "Availability", "Percent", "Average", [100, 100]),
  ],
};
