import { countBy } from "../../documents/count-by.ts";
import { type Doc, record, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Engine, Rule, ViewRow } from "../../resources/contract.ts";
import { limitSet } from "../../resources/limits.ts";
import { normalLocation } from "../../resources/put.ts";
import { networkVersions } from "./base.ts";

const provider = "Microsoft.Network";

/** What is counted: of which type, and of which of its resources. */
interface Countable {
  /** `name.value`. */
  name: string;
  shown: string;
  type: string;
  limit: number;
  /** The SKU, where only resources of one count. */
  sku?: string;
}

// As with machines: limits are those of a subscription that has been given plenty.
const plenty = 100_000;
const addresses = "microsoft.network/publicipaddresses";

const countables: readonly Countable[] = [
  { name: "VirtualNetworks", shown: "Virtual Networks", type: "microsoft.network/virtualnetworks", limit: plenty },
  { name: "StaticPublicIPAddresses", shown: "Static Public IP Addresses", type: addresses, limit: plenty },
  {
    name: "NetworkSecurityGroups",
    shown: "Network Security Groups",
    type: "microsoft.network/networksecuritygroups",
    limit: plenty,
  },
  { name: "PublicIPAddresses", shown: "Public IP Addresses", type: addresses, limit: plenty },
  {
    name: "NetworkInterfaces",
    shown: "Network Interfaces",
    type: "microsoft.network/networkinterfaces",
    limit: plenty,
  },
  { name: "PrivateEndpoints", shown: "Private Endpoints", type: "microsoft.network/privateendpoints", limit: plenty },
  {
    name: "PrivateLinkServices",
    shown: "Private Link Services",
    type: "microsoft.network/privatelinkservices",
    limit: plenty,
  },
  { name: "LoadBalancers", shown: "Load Balancers", type: "microsoft.network/loadbalancers", limit: plenty },
  {
    name: "StandardSkuLoadBalancers",
    shown: "Standard Sku Load Balancers",
    type: "microsoft.network/loadbalancers",
    limit: plenty,
    sku: "Standard",
  },
  {
    name: "StandardSkuPublicIpAddresses",
    shown: "Standard Sku Public IP Addresses",
    type: addresses,
    limit: plenty,
    sku: "Standard",
  },
  { name: "RouteTables", shown: "Route Tables", type: "microsoft.network/routetables", limit: plenty },
];

function usedOf(engine: Engine, subscription: string, location: string, countable: Countable): number {
  const place = countable.name === "StaticPublicIPAddresses" ? "properties.publicIPAllocationMethod" : "sku.name";
  const wanted = countable.name === "StaticPublicIPAddresses" ? "Static" : countable.sku;
  return countBy(engine.rows, { subscription, type: countable.type, location }, [place])
    .filter((one) => wanted === undefined || one.first === wanted)
    .reduce((sum, one) => sum + one.count, 0);
}

const limitOf = (engine: Engine, subscription: string, location: string, { name, limit }: Countable): number =>
  limitSet(engine.rows, { subscription, provider, location, name }) ?? limit;

/** A new public address stays within what the subscription may have in its region. */
export const addressQuota: Rule = {
  name: "public addresses count against a quota of their region (PublicIPCountLimitReached)",
  evidence: "documented",
  apply: ({ engine, doc, before, id, location }: Change) => {
    if (before !== undefined) return;
    const sku = text(record(doc["sku"])["name"]);
    for (const countable of countables) {
      if (countable.type !== addresses || (countable.sku !== undefined && countable.sku !== sku)) continue;
      const dynamic = record(doc["properties"])["publicIPAllocationMethod"] !== "Static";
      if (countable.name === "StaticPublicIPAddresses" && dynamic) continue;
      const limit = limitOf(engine, id.subscription, location, countable);
      if (usedOf(engine, id.subscription, location, countable) < limit) continue;
      throw new Refusal(
        400,
        "PublicIPCountLimitReached",
        `Cannot create more than ${limit} ${countable.shown.toLowerCase().replace("ip", "IP")} for this subscription in this region.`,
      );
    }
  },
};

/** What a subscription has of Microsoft.Network in a region, and how much it may have. */
export const networkUsages: ViewRow = {
  type: "Microsoft.Network/locations/usages",
  ends: "type",
  verb: "GET",
  apiVersions: networkVersions,
  paged: true,
  what: "usages follow what there is; limits can be set for tests",
  evidence: "documented",
  answer: ({ engine, id }) => {
    const location = normalLocation(id.names[0] ?? "");
    return countables.map(
      (countable): Doc => ({
        id: `/subscriptions/${id.subscription}/providers/Microsoft.Network/locations/${location}/usages/${countable.name}`,
        unit: "Count",
        currentValue: usedOf(engine, id.subscription, location, countable),
        limit: limitOf(engine, id.subscription, location, countable),
        name: { value: countable.name, localizedValue: countable.shown },
      }),
    );
  },
};
