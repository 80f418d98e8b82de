import { createChecker } from "../../resources/checker.ts";
import type { TypeRow } from "../../resources/contract.ts";
import type { PartRow } from "../../resources/type-facts.ts";
import { createVersions } from "../../resources/versions.ts";
import { networkModels } from "../generated/network.ts";
import { networkHistory } from "../generated/network-history.ts";

/** Versions that our clients send: @azure/arm-network, azurerm, az 2.45 and 2.91 (2015-06-15 in the templates of `az vm create`), and the service's templates (spec 03 §9.1). */
export const networkVersions: readonly string[] = [
  "2026-03-01",
  "2026-01-01",
  "2025-09-01",
  "2025-07-01",
  "2025-01-01",
  "2024-07-01",
  "2024-05-01",
  "2024-03-01",
  "2024-01-01",
  "2023-11-01",
  "2023-09-01",
  "2023-04-01",
  "2022-07-01",
  "2022-05-01",
  "2022-01-01",
  "2021-08-01",
  "2020-11-01",
  "2020-08-01",
  "2015-06-15",
];

const checker = createChecker(networkModels);
const lacking = createVersions(networkHistory);

/** A row with what all of Microsoft.Network has in common. */
export const networkType = (row: Pick<TypeRow, "type" | "model" | "label" | "takes"> & Partial<TypeRow>): TypeRow => ({
  apiVersions: networkVersions,
  place: "group",
  tracked: true,
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST", "LIST-SUBSCRIPTION"],
  checker,
  lacking,
  located: true,
  parser: "network",
  manner: "network",
  busy: "retryable",
  parts: [],
  references: [],
  addresses: [],
  own: [],
  defaults: {},
  namePattern: /^[A-Za-z0-9_]([\w.-]{0,78}\w)?$/,
  etag: true,
  expands: [],
  rules: [],
  effects: [],
  removal: [],
  evidence: "documented",
  ...row,
});

/** A part that can be read, but is written with its resource only. */
export const readPart = (segment: string, model: string, label: string, more: Partial<PartRow> = {}): PartRow => ({
  segment,
  member: segment,
  model,
  label,
  verbs: ["GET", "LIST"],
  ...more,
});

export const nsgType = "microsoft.network/networksecuritygroups";
export const subnetType = "microsoft.network/virtualnetworks/subnets";
export const addressType = "microsoft.network/publicipaddresses";
export const poolType = "microsoft.network/loadbalancers/backendaddresspools";
export const frontendType = "microsoft.network/loadbalancers/frontendipconfigurations";
export const linkServiceType = "microsoft.network/privatelinkservices";
export const endpointType = "microsoft.network/privateendpoints";
export const interfaceType = "microsoft.network/networkinterfaces";
