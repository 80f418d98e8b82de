import { createChecker } from "../../resources/checker.ts";
import type { TypeRow } from "../../resources/contract.ts";
import { dnsModels } from "../generated/dns.ts";
import { recordKinds } from "./kinds.ts";
import type { SetForm } from "./set-rules.ts";

/** Versions that our clients send: @azure/arm-dns, azurerm, az 2.45 and spec 03 §9.1 the older, az 2.91 the newer. */
const versions: readonly string[] = ["2023-07-01-preview", "2018-05-01"];

const { Zone, RecordSet } = dnsModels.models;

const checker = createChecker({
  // An etag that a client read and sends back is passed over.
  models: { ...dnsModels.models, Zone: { ...Zone, etag: "-string" }, RecordSet: { ...RecordSet, etag: "-string" } },
  values: dnsModels.values,
});

/** Record sets of public zones. */
export const publicSets: SetForm = {
  zoneType: "microsoft.network/dnszones",
  kinds: recordKinds,
  memberOf: (kind) => kind.member,
  ttl: "TTL",
  count: "numberOfRecordSets",
};

/** What all types of Azure DNS have in common. */
export const dnsCommon = {
  apiVersions: versions,
  checker,
  parser: "arm",
  busy: "conflict",
  parts: [],
  references: [],
  addresses: [],
  defaults: {},
  etag: true,
  etagForm: "bare",
  expands: [],
  evidence: "documented",
} as const satisfies Partial<TypeRow>;
