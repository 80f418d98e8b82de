import { createChecker } from "../../resources/checker.ts";
import type { TypeRow } from "../../resources/contract.ts";
import { createVersions } from "../../resources/versions.ts";
import { recordKinds } from "../dns/kinds.ts";
import type { SetForm } from "../dns/set-rules.ts";
import { privateDnsModels } from "../generated/private-dns.ts";

/** Versions that our clients send: @azure/arm-privatedns the newest, az 2.45 and azurerm 2020, spec 03 §9.1 and az 2.91 the oldest. */
const versions: readonly string[] = ["2024-06-01", "2020-06-01", "2018-09-01"];

const { PrivateZone, RecordSet, VirtualNetworkLink } = privateDnsModels.models;

const checker = createChecker({
  // An etag that a client read and sends back is passed over.
  models: {
    ...privateDnsModels.models,
    PrivateZone: { ...PrivateZone, etag: "-string" },
    RecordSet: { ...RecordSet, etag: "-string" },
    VirtualNetworkLink: { ...VirtualNetworkLink, etag: "-string" },
  },
  values: privateDnsModels.values,
});

const lacking = createVersions([
  { version: "2020-06-01", lacks: { VirtualNetworkLinkProperties: ["resolutionPolicy"] } },
]);

const privateZoneType = "microsoft.network/privatednszones";

/** Record sets of private zones. */
export const privateSets: SetForm = {
  zoneType: privateZoneType,
  kinds: recordKinds.filter((kind) => kind.privateMember !== undefined),
  memberOf: (kind) => kind.privateMember ?? "",
  ttl: "ttl",
  count: "numberOfRecordSets",
};

/** What all types of private DNS have in common. */
export const privateCommon = {
  apiVersions: versions,
  checker,
  lacking,
  parser: "arm",
  busy: "conflict",
  parts: [],
  references: [],
  addresses: [],
  defaults: {},
  etag: true,
  etagForm: "quoted",
  expands: [],
  evidence: "documented",
} as const satisfies Partial<TypeRow>;
