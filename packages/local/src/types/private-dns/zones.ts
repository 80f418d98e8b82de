import { record } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Act, Change, Removal, RemovalRule, Rule, TypeRow } from "../../resources/contract.ts";
import { etagOf } from "../../resources/etags.ts";
import { store } from "../../resources/references.ts";
import { renderResource } from "../../resources/render.ts";
import { zoneName } from "../dns/kinds.ts";
import { addTo, endsWith, ownSet, setsOf } from "../dns/set-rules.ts";
import { privateCommon, privateSets } from "./base.ts";
import { linkType } from "./links.ts";

const complete: Rule = {
  name: "a private zone tells its limits and how much of them is used",
  evidence: "documented",
  apply: ({ doc, before, engine }: Change) => {
    const old = record(before?.body["properties"]);
    doc["properties"] = {
      maxNumberOfRecordSets: 25_000,
      maxNumberOfVirtualNetworkLinks: 1_000,
      maxNumberOfVirtualNetworkLinksWithRegistration: 100,
      numberOfRecordSets: old["numberOfRecordSets"] ?? 0,
      numberOfVirtualNetworkLinks: old["numberOfVirtualNetworkLinks"] ?? 0,
      numberOfVirtualNetworkLinksWithRegistration: old["numberOfVirtualNetworkLinksWithRegistration"] ?? 0,
      internalId: old["internalId"] ?? Buffer.from(engine.random.uuid()).toString("base64"),
    };
  },
};

const apex: Rule = {
  name: "a private zone begins with its SOA set",
  evidence: "documented",
  apply: (change: Change) => {
    const { engine, before, keptId } = change;
    if (before !== undefined) return;
    const soaRecord = {
      host: "azureprivatedns.net",
      email: "azureprivatedns-host.microsoft.com",
      serialNumber: 1,
      refreshTime: 3_600,
      retryTime: 300,
      expireTime: 2_419_200,
      minimumTtl: 10,
    };
    const properties = { ttl: 3_600, isAutoRegistered: false, soaRecord };
    store(engine, ownSet(change, "Microsoft.Network/privateDnsZones/SOA", properties, etagOf(engine, privateCommon)));
    addTo(engine, keptId.toLowerCase(), privateSets.count, 1);
  },
};

const unlinked: RemovalRule = {
  name: "a private zone with links is not deleted (CannotDeleteResource)",
  evidence: "seen",
  apply: ({ engine, row, phase }: Removal) => {
    if (phase !== "asked" || engine.rows.inside(row.key, linkType, "", 1).length === 0) return;
    throw new Refusal(409, "CannotDeleteResource", "Can not delete resource before nested resources are deleted.");
  },
};

/** Private DNS zones. */
export const privateZones: TypeRow = {
  ...privateCommon,
  type: "Microsoft.Network/privateDnsZones",
  place: "group",
  tracked: true,
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST", "LIST-SUBSCRIPTION"],
  model: "PrivateZone",
  label: "PrivateDnsZone",
  located: true,
  global: true,
  manner: "private-zone",
  takes: { put: [10_000, 30_000], delete: [5_000, 15_000] },
  own: [],
  namePattern: zoneName,
  rules: [complete],
  effects: [apex],
  removal: [unlinked],
  actions: [
    {
      name: "ALL",
      verb: "GET",
      what: "all record sets of the zone, of all kinds",
      evidence: "documented",
      query: ["$recordsetnamesuffix"],
      paged: true,
      run: ({ engine, row, query }: Act) =>
        setsOf(engine, row.key, privateSets)
          .filter((set) => endsWith(set, query.get("$recordsetnamesuffix")))
          .flatMap((set) => {
            const type = engine.table.row(set.type);
            return type === undefined ? [] : [renderResource(engine, set, type)];
          }),
    },
  ],
};
