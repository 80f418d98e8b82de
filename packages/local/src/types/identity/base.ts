import type { Row } from "../../documents/rows.ts";
import { createChecker } from "../../resources/checker.ts";
import type { TypeRow } from "../../resources/contract.ts";
import type { Models } from "../../resources/models.ts";
import { createVersions } from "../../resources/versions.ts";
import { identityModels } from "../generated/identity.ts";

/** Versions that our clients send: @azure/arm-msi, az (2.45 and the newest), azurerm, the Python SDK and the service (spec 03 §9.1). */
export const identityVersions: readonly string[] = [
  "2025-05-31-preview",
  "2025-01-31-preview",
  "2024-11-30",
  "2023-07-31-preview",
  "2023-01-31",
  "2022-01-31-preview",
  "2018-11-30",
];

export const identityType = "microsoft.managedidentity/userassignedidentities";

// The SDK does not say that a credential's members are needed; the service does (its table of errors).
const models: Models = {
  models: {
    ...identityModels.models,
    FederatedIdentityCredential: {
      ...identityModels.models["FederatedIdentityCredential"],
      systemData: "-SystemData",
      properties: "*FederatedIdentityCredentialProperties",
    },
    Identity: { ...identityModels.models["Identity"], systemData: "-SystemData" },
    IdentityUpdate: { ...identityModels.models["IdentityUpdate"], systemData: "-SystemData" },
  },
  values: identityModels.values,
};
const checker = createChecker(models);

const lacking = createVersions([
  {
    version: "2023-07-31-preview",
    lacks: { IdentityProperties: ["isolationScope"], IdentityUpdateProperties: ["isolationScope"] },
  },
]);

/** A row with what all of Microsoft.ManagedIdentity has in common. */
export const identityRow = (row: Pick<TypeRow, "type" | "model" | "label"> & Partial<TypeRow>): TypeRow => ({
  apiVersions: identityVersions,
  place: "group",
  tracked: true,
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST", "LIST-SUBSCRIPTION"],
  checker,
  lacking,
  located: true,
  parser: "arm",
  manner: "direct",
  busy: "retryable",
  parts: [],
  references: [],
  addresses: [],
  own: [],
  defaults: {},
  namePattern: /^[A-Za-z0-9][\w-]{2,127}$/,
  etag: false,
  stateless: true,
  expands: [],
  rules: [],
  effects: [],
  removal: [],
  evidence: "documented",
  ...row,
});

/** Where the key of the identity with a client id is kept. */
export const clientKey = (clientId: string): string => `identity-client ${clientId.toLowerCase()}`;

/** The id of the identity that a credential belongs to. */
export const identityOf = (row: Pick<Row, "id">): string => row.id.split("/").slice(0, -2).join("/");
