import { record, records, text, valueAt } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { notEmulated } from "../network/rules.ts";
import { dnsCommon, publicSets } from "./base.ts";
import { type RecordKind, recordSetName } from "./kinds.ts";
import { complete, counted, endsWith, placed, stays, wellFormed } from "./set-rules.ts";

/** A client that names no target sends the member without an id. */
const noTarget: Rule = {
  name: "a record set without a target has none",
  evidence: "assumed",
  apply: ({ doc }: Change) => {
    const properties = record(doc["properties"]);
    if (text(valueAt(doc, "properties.targetResource.id")) === "") delete properties["targetResource"];
  },
};

const apexServers: Rule = {
  name: "the NS set at @ keeps the zone's own name servers",
  evidence: "documented",
  apply: ({ doc, before, id }: Change) => {
    if (id.name !== "@") return;
    const servers = (body: typeof doc) =>
      records(record(body["properties"])["NSRecords"]).map((one) => text(one["nsdname"]).toLowerCase());
    const missing = before === undefined ? [] : servers(before.body).filter((one) => !servers(doc).includes(one));
    if (missing.length > 0)
      throw new Refusal(
        400,
        "BadRequest",
        `The record set of type 'NS' with name '@' must keep the name servers of the zone; '${missing[0]}' is missing.`,
      );
  },
};

const ownSoa: Rule = {
  name: "the host of the SOA record is Azure's; what a PUT leaves out of the record stays",
  evidence: "documented",
  apply: ({ doc, before }: Change) => {
    const properties = record(doc["properties"]);
    const old = record(before === undefined ? undefined : record(before.body["properties"])["SOARecord"]);
    const given = record(properties["SOARecord"]);
    properties["SOARecord"] = { ...old, ...given, host: text(old["host"]) };
  },
};

const { effect, removal } = counted(publicSets);

/** Record sets of one kind in public zones. */
export const recordSets = (kind: RecordKind): TypeRow => ({
  ...dnsCommon,
  type: `Microsoft.Network/dnszones/${kind.kind}`,
  place: "child",
  tracked: false,
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST"],
  model: "RecordSet",
  patchModel: "RecordSet",
  label: `${kind.kind}RecordSet`,
  located: false,
  manner: "direct",
  own: [],
  namePattern: recordSetName,
  rules: [
    noTarget,
    notEmulated(["properties.targetResource"]),
    ...(kind.kind === "SOA" ? [ownSoa] : []),
    placed(publicSets, kind),
    wellFormed(publicSets, kind),
    ...(kind.kind === "NS" ? [apexServers] : []),
    complete(false),
  ],
  effects: [effect],
  removal: [...(kind.kind === "SOA" || kind.kind === "NS" ? [stays(kind)] : []), removal],
  listQuery: ["$recordsetnamesuffix"],
  lists: (row, _filter, _scope, query) => endsWith(row, query.get("$recordsetnamesuffix")),
});
