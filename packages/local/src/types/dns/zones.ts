import { record, type Value } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Act, ActionRow, Change, Rule, TypeRow } from "../../resources/contract.ts";
import { etagOf } from "../../resources/etags.ts";
import { store } from "../../resources/references.ts";
import { renderResource } from "../../resources/render.ts";
import { notEmulated } from "../network/rules.ts";
import { dnsCommon, publicSets } from "./base.ts";
import { zoneName } from "./kinds.ts";
import { addTo, endsWith, ownSet, setsOf } from "./set-rules.ts";

const onlyPublic: Rule = {
  name: "zones of this type are public",
  evidence: "documented",
  apply: ({ doc }: Change) => {
    const properties = record(doc["properties"]);
    if ((properties["zoneType"] ?? "Public") !== "Public")
      throw new Refusal(
        400,
        "BadRequest",
        "Private zones of type Microsoft.Network/dnszones are no more; use Microsoft.Network/privateDnsZones.",
      );
    doc["properties"] = properties;
  },
};

const complete: Rule = {
  name: "a zone is served by four name servers, drawn when it is made",
  evidence: "documented",
  apply: ({ engine, doc, before }: Change) => {
    const properties = record(doc["properties"]);
    const old = record(before?.body["properties"]);
    const drawn = String(engine.random.integer(99) + 1).padStart(2, "0");
    const servers = ["com", "net", "org", "info"].map((end, index) => `ns${index + 1}-${drawn}.azure-dns.${end}.`);
    doc["properties"] = {
      zoneType: "Public",
      maxNumberOfRecordSets: 10_000,
      maxNumberOfRecordsPerRecordSet: 20,
      nameServers: old["nameServers"] ?? servers,
      numberOfRecordSets: old["numberOfRecordSets"] ?? 0,
      ...properties,
    };
  },
};

const apex: Rule = {
  name: "a zone begins with its SOA and NS sets",
  evidence: "documented",
  apply: (change: Change) => {
    const { engine, doc, before, keptId } = change;
    if (before !== undefined) return;
    const servers = record(doc["properties"])["nameServers"];
    const names = (Array.isArray(servers) ? servers : []).map(String);
    const soa: Value = {
      host: names[0] ?? "",
      email: "azuredns-hostmaster.microsoft.com",
      serialNumber: 1,
      refreshTime: 3_600,
      retryTime: 300,
      expireTime: 2_419_200,
      minimumTTL: 300,
    };
    const ns: Value = names.map((nsdname) => ({ nsdname }));
    const etag = () => etagOf(engine, dnsCommon);
    store(engine, ownSet(change, "Microsoft.Network/dnszones/SOA", { TTL: 3_600, SOARecord: soa }, etag()));
    store(engine, ownSet(change, "Microsoft.Network/dnszones/NS", { TTL: 172_800, NSRecords: ns }, etag()));
    addTo(engine, keptId.toLowerCase(), publicSets.count, 2);
  },
};

const listing = (name: string): ActionRow => ({
  name,
  verb: "GET",
  what: "all record sets of the zone, of all kinds",
  evidence: "documented",
  query: ["$recordsetnamesuffix"],
  paged: true,
  run: ({ engine, row, query }: Act) =>
    setsOf(engine, row.key, publicSets)
      .filter((set) => endsWith(set, query.get("$recordsetnamesuffix")))
      .flatMap((set) => {
        const type = engine.table.row(set.type);
        return type === undefined ? [] : [renderResource(engine, set, type)];
      }),
});

/** Public DNS zones. */
export const zones: TypeRow = {
  ...dnsCommon,
  type: "Microsoft.Network/dnszones",
  place: "group",
  tracked: true,
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST", "LIST-SUBSCRIPTION"],
  model: "Zone",
  label: "DnsZone",
  located: true,
  global: true,
  manner: "zone",
  takes: { put: [0, 0], delete: [3_000, 10_000] },
  own: [],
  namePattern: zoneName,
  stateless: true,
  rules: [
    onlyPublic,
    notEmulated(["properties.registrationVirtualNetworks", "properties.resolutionVirtualNetworks"]),
    complete,
  ],
  effects: [apex],
  removal: [],
  actions: [listing("recordsets"), listing("all")],
};
