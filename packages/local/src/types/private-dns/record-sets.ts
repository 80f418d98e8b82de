import { record, text } from "../../documents/document.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { type RecordKind, recordSetName } from "../dns/kinds.ts";
import { complete, counted, endsWith, placed, stays, wellFormed } from "../dns/set-rules.ts";
import { privateCommon, privateSets } from "./base.ts";

const ownSoa: Rule = {
  name: "the host of the SOA record is Azure's; what a PUT leaves out of the record stays",
  evidence: "documented",
  apply: ({ doc, before }: Change) => {
    const properties = record(doc["properties"]);
    const old = record(before === undefined ? undefined : record(before.body["properties"])["soaRecord"]);
    properties["soaRecord"] = { ...old, ...record(properties["soaRecord"]), host: text(old["host"]) };
  },
};

const { effect, removal } = counted(privateSets);

/** Record sets of one kind in private zones. */
export const privateRecordSets = (kind: RecordKind): TypeRow => ({
  ...privateCommon,
  type: `Microsoft.Network/privateDnsZones/${kind.kind}`,
  place: "child",
  tracked: false,
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST"],
  model: "RecordSet",
  patchModel: "RecordSet",
  label: `Private${kind.kind}RecordSet`,
  located: false,
  manner: "direct",
  own: [],
  stateless: true,
  namePattern: recordSetName,
  rules: [
    ...(kind.kind === "SOA" ? [ownSoa] : []),
    placed(privateSets, kind),
    wellFormed(privateSets, kind),
    complete(true),
  ],
  effects: [effect],
  removal: [...(kind.kind === "SOA" ? [stays(kind)] : []), removal],
  listQuery: ["$recordsetnamesuffix"],
  lists: (row, _filter, _scope, query) => endsWith(row, query.get("$recordsetnamesuffix")),
});
