import { type Doc, record, records, text } from "../../documents/document.ts";
import type { Rows } from "../../documents/rows.ts";
import { publicSets } from "./base.ts";

/** What the zones of the emulated cloud say of a name. */
export interface FoundRecords {
  /** Whether a private or a public zone answered. */
  zone: "private" | "public";
  /** IPv4 addresses, then IPv6; of the end of the chain where the name is an alias. Empty where a set reserves a name. */
  addresses: readonly string[];
  /** The name that an alias leads to outside of the cloud's zones, without a dot at its end. */
  alias?: string;
}

/** Looks a name up in all zones; undefined when no zone has it. */
export type RecordLookup = (name: string) => FoundRecords | undefined;

interface ZoneRef {
  key: string;
  private: boolean;
}

const zoneTypes = ["microsoft.network/privatednszones", publicSets.zoneType] as const;
const longestChain = 8;

const propertiesOf = (doc: Doc | undefined): Doc => record(doc?.["properties"]);

/**
 * Looks names up as whoever stands in every network would: in the zone with the longest matching name, a private one
 * before a public one, an exact set before a wildcard's, following aliases. The list of zones is kept until a resource
 * changes. `subscriptions` are their ids.
 */
export function createRecordLookup(
  rows: Pick<Rows, "get" | "has" | "inSubscription" | "revision">,
  subscriptions: () => readonly string[],
): RecordLookup {
  let revision = -1;
  let zones = new Map<string, ZoneRef[]>();
  const zonesNow = (): Map<string, ZoneRef[]> => {
    if (rows.revision === revision) return zones;
    revision = rows.revision;
    zones = new Map();
    for (const type of zoneTypes)
      for (const subscription of subscriptions())
        for (const row of rows.inSubscription(subscription.toLowerCase(), type, "", 10_000)) {
          if (row.state === "Deleting") continue;
          const name = row.name.toLowerCase();
          zones.set(name, [...(zones.get(name) ?? []), { key: row.key, private: type === zoneTypes[0] }]);
        }
    return zones;
  };

  const kinds = publicSets.kinds.map(({ kind }) => kind.toLowerCase());
  const has = (zone: ZoneRef, set: string): boolean => kinds.some((kind) => rows.has(`${zone.key}/${kind}/${set}`));

  /** The set that answers for a name in a zone: its own, or the nearest wildcard that no closer name hides. */
  const setFor = (zone: ZoneRef, name: string): string | undefined => {
    if (has(zone, name)) return name;
    const labels = name.split(".");
    for (let from = 1; from <= labels.length; from++) {
      const above = labels.slice(from).join(".");
      const wildcard = above === "" ? "*" : `*.${above}`;
      if (has(zone, wildcard)) return wildcard;
      if (above !== "" && has(zone, above)) return undefined;
    }
    return undefined;
  };

  const inZone = (zone: ZoneRef, name: string, depth: number): FoundRecords | undefined => {
    const set = setFor(zone, name);
    if (set === undefined) return undefined;
    const kind = zone.private ? "private" : "public";
    const get = (type: string): Doc => propertiesOf(rows.get(`${zone.key}/${type}/${set}`)?.body);
    const cname = record(get("cname")[zone.private ? "cnameRecord" : "CNAMERecord"]);
    const target = text(cname["cname"]).toLowerCase().replace(/\.$/, "");
    if (target !== "") {
      const further = find(target, depth + 1);
      return further === undefined ? { zone: kind, addresses: [], alias: target } : { ...further, zone: kind };
    }
    const four = records(get("a")[zone.private ? "aRecords" : "ARecords"]).map((one) => text(one["ipv4Address"]));
    const six = records(get("aaaa")[zone.private ? "aaaaRecords" : "AAAARecords"]).map((one) =>
      text(one["ipv6Address"]),
    );
    return { zone: kind, addresses: [...four, ...six] };
  };

  const find = (name: string, depth: number): FoundRecords | undefined => {
    if (depth > longestChain) return undefined;
    const known = zonesNow();
    const labels = name.split(".");
    for (let from = 0; from < labels.length; from++) {
      const serving = known.get(labels.slice(from).join("."));
      if (serving === undefined) continue;
      const relative = from === 0 ? "@" : labels.slice(0, from).join(".");
      for (const zone of serving) {
        const found = inZone(zone, relative, depth);
        if (found !== undefined) return found;
      }
      return undefined;
    }
    return undefined;
  };

  return (name) => find(name.toLowerCase().replace(/\.$/, ""), 0);
}
