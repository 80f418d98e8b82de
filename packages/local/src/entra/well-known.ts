import { publicAudiences } from "../names/public-names.ts";

/** Where a cloud answers and how it names things: enough to name its resources. */
export interface CloudNames {
  base: string;
  suffix: string;
}

/** A permission of Microsoft Graph that an application holds in its own right, as it stands in the `roles` of its tokens. */
export interface AppRole {
  id: string;
  value: string;
}

/** A resource of the cloud for which tokens are given. */
export interface KnownResource {
  appId: string;
  displayName: string;
  /** What scopes and the `resource` parameter may call it, the first as tokens say it. */
  names(cloud: CloudNames): readonly string[];
  /** What people's tokens for it may say (`scp`). */
  scopes: readonly string[];
  appRoles: readonly AppRole[];
  /** Version of its tokens; 1 when absent. */
  version?: 2;
  /** Whether its tokens name the groups of people: role assignments are looked up by them. */
  groups?: true;
}

const impersonation = ["user_impersonation"] as const;

/** The permissions of Graph that the emulated Graph asks for. */
export const graphRoles = [
  { id: "18a4783c-866b-4cc7-a460-3d5e5662c884", value: "Application.ReadWrite.OwnedBy" },
  { id: "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9", value: "Application.ReadWrite.All" },
  { id: "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30", value: "Application.Read.All" },
  { id: "7ab1d382-f21e-4acd-a863-ba3e13f7da61", value: "Directory.Read.All" },
  { id: "19dbc75e-c2e2-444c-a770-ec69d8559fc7", value: "Directory.ReadWrite.All" },
  { id: "df021288-bdef-4463-88db-98f22de89214", value: "User.Read.All" },
  { id: "741f803b-c850-494e-b5df-cde7c675a1ca", value: "User.ReadWrite.All" },
  { id: "5b567255-7703-4780-807c-7be8301ae99b", value: "Group.Read.All" },
  { id: "62a82d76-70ea-41e2-9197-370581804d09", value: "Group.ReadWrite.All" },
  { id: "06b708a9-e830-4db3-a914-8e69da51d44f", value: "AppRoleAssignment.ReadWrite.All" },
] as const satisfies readonly AppRole[];

export type GraphRole = (typeof graphRoles)[number]["value"];

/** The audience that federated credentials usually name. */
export const tokenExchangeName = "api://AzureADTokenExchange";

/** The cloud's own resources, with the application ids that they have in every cloud. */
export const knownResources = {
  resourceManager: {
    appId: "797f4846-ba00-4fd7-ba43-dac1f8f63013",
    displayName: "Windows Azure Service Management API",
    names: ({ base }) => [base, ...publicAudiences.resourceManager],
    scopes: impersonation,
    appRoles: [],
    groups: true,
  },
  graph: {
    appId: "00000003-0000-0000-c000-000000000000",
    displayName: "Microsoft Graph",
    names: ({ base }) => [`${base}/graph`, ...publicAudiences.graph],
    scopes: [
      "openid",
      "profile",
      "email",
      "offline_access",
      "User.Read",
      "User.Read.All",
      "User.ReadWrite.All",
      "Group.Read.All",
      "Group.ReadWrite.All",
      "Application.Read.All",
      "Application.ReadWrite.All",
      "Directory.Read.All",
      "Directory.AccessAsUser.All",
    ],
    appRoles: graphRoles,
  },
  keyVault: {
    appId: "cfa8b339-82a2-471a-a3c9-0fc0be7a4093",
    displayName: "Azure Key Vault",
    names: ({ suffix }) => [`https://vault.${suffix}`],
    scopes: impersonation,
    appRoles: [],
    groups: true,
  },
  // Storage SDKs ask for this audience in every cloud.
  storage: {
    appId: "e406a681-f3d4-42a8-90b6-c2b029497af1",
    displayName: "Azure Storage",
    names: () => ["https://storage.azure.com"],
    scopes: impersonation,
    appRoles: [],
    groups: true,
  },
  cosmos: {
    appId: "a232010e-820c-4083-83bb-3ace5fc29d0b",
    displayName: "Azure Cosmos DB",
    names: ({ suffix }) => ["https://cosmos.azure.com", `https://documents.${suffix}`],
    scopes: impersonation,
    appRoles: [],
    groups: true,
  },
  containerRegistry: {
    appId: "6a0ec4d3-30cb-4a83-91c0-ae56bc0e3d26",
    displayName: "Azure Container Registry",
    names: ({ suffix }) => [`https://containerregistry.${suffix}`, "https://containerregistry.azure.net"],
    scopes: impersonation,
    appRoles: [],
    groups: true,
  },
  /** CheckAccess (spec 03 §9.1). */
  authorization: {
    appId: "1e551032-3e2d-4d6b-9392-9b25451313a0",
    displayName: "Azure Authorization",
    names: ({ suffix }) => [`https://authorization.${suffix}`, "https://authorization.azure.net"],
    scopes: [],
    appRoles: [],
  },
  /** The data plane of managed identities. */
  managedIdentity: {
    appId: "ef5d5c69-a5df-46bb-acaf-426f161a21a2",
    displayName: "Managed Service Identity",
    names: ({ suffix }) => [`https://identity.${suffix}`, "https://identity.azure.net"],
    scopes: [],
    appRoles: [],
  },
  /** What tokens are for that stand for a managed identity when it signs in as an application that trusts it. */
  tokenExchange: {
    appId: "fb60f99c-7a34-4190-8149-302f77469936",
    displayName: "AAD Token Exchange Endpoint",
    names: () => [tokenExchangeName],
    scopes: [],
    appRoles: [],
    version: 2,
  },
} as const satisfies Record<string, KnownResource>;

/** A client of Microsoft's that is there in every tenant: public, with a loopback address to come back to. */
export interface KnownClient {
  appId: string;
  displayName: string;
  redirectUris: readonly string[];
}

export const knownClients: readonly KnownClient[] = [
  {
    appId: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
    displayName: "Microsoft Azure CLI",
    redirectUris: ["http://localhost", "http://127.0.0.1"],
  },
  {
    appId: "1950a258-227b-4e31-a9cf-717495945fc2",
    displayName: "Microsoft Azure PowerShell",
    redirectUris: ["http://localhost"],
  },
];
