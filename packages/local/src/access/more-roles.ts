import type { BuiltInRole } from "./built-in-role.ts";

const reading = ["Microsoft.Authorization/*/read", "Microsoft.Resources/subscriptions/resourceGroups/read"];
const common = [
  ...reading,
  "Microsoft.Insights/alertRules/*",
  "Microsoft.ResourceHealth/availabilityStatuses/read",
  "Microsoft.Resources/deployments/*",
  "Microsoft.Support/*",
];
const vaultReading = [
  "Microsoft.KeyVault/checkNameAvailability/read",
  "Microsoft.KeyVault/deletedVaults/read",
  "Microsoft.KeyVault/locations/*/read",
  "Microsoft.KeyVault/vaults/*/read",
  "Microsoft.KeyVault/operations/read",
];
const containers = "Microsoft.Storage/storageAccounts/blobServices/containers";
const delegation = "Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action";
const vaultMetadata = "Microsoft.KeyVault/vaults/*/read";

const role = (
  id: string,
  name: string,
  description: string,
  actions: readonly string[],
  more: Pick<BuiltInRole, "notActions" | "dataActions"> = {},
): BuiltInRole => ({ id, name, description, actions, ...more, evidence: "documented" });

/** Built-in roles that customers of clusters use besides: those of vaults, storage, machines, identities, zones and registries. */
export const moreRoles: readonly BuiltInRole[] = [
  role(
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
    "Role Based Access Control Administrator",
    "Manage access to Azure resources by assigning roles using Azure RBAC.",
    [
      "Microsoft.Authorization/roleAssignments/write",
      "Microsoft.Authorization/roleAssignments/delete",
      "*/read",
      "Microsoft.Support/*",
    ],
  ),
  role(
    "9980e02c-c2be-4d73-94e8-173b1dc7cf3c",
    "Virtual Machine Contributor",
    "Lets you manage virtual machines, but not access to them, and not the virtual network or storage account they're connected to.",
    [
      ...common,
      ...["availabilitySets/*", "locations/*", "virtualMachines/*", "virtualMachineScaleSets/*"].map(
        (action) => `Microsoft.Compute/${action}`,
      ),
      ...["disks/write", "disks/read", "disks/delete"].map((action) => `Microsoft.Compute/${action}`),
      ...[
        "applicationGateways/backendAddressPools/join/action",
        "loadBalancers/backendAddressPools/join/action",
        "loadBalancers/inboundNatPools/join/action",
        "loadBalancers/inboundNatRules/join/action",
        "loadBalancers/probes/join/action",
        "loadBalancers/read",
        "locations/*",
        "networkInterfaces/*",
        "networkSecurityGroups/join/action",
        "networkSecurityGroups/read",
        "publicIPAddresses/join/action",
        "publicIPAddresses/read",
        "virtualNetworks/read",
        "virtualNetworks/subnets/join/action",
      ].map((action) => `Microsoft.Network/${action}`),
      "Microsoft.Storage/storageAccounts/listKeys/action",
      "Microsoft.Storage/storageAccounts/read",
    ],
  ),
  role(
    "17d1049b-9a84-46fb-8f53-869881c3d3ab",
    "Storage Account Contributor",
    "Lets you manage storage accounts, including accessing storage account keys which provide full access to storage account data.",
    [
      ...common,
      "Microsoft.Insights/diagnosticSettings/*",
      "Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action",
      "Microsoft.Storage/storageAccounts/*",
    ],
  ),
  role(
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
    "Storage Blob Data Owner",
    "Allows for full access to Azure Storage blob containers and data, including assigning POSIX access control.",
    [`${containers}/*`, delegation],
    { dataActions: [`${containers}/blobs/*`] },
  ),
  role(
    "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
    "Storage Blob Data Reader",
    "Allows for read access to Azure Storage blob containers and data",
    [`${containers}/read`, delegation],
    { dataActions: [`${containers}/blobs/read`] },
  ),
  role(
    "db58b8e5-c6ad-4a2a-8342-4190687cbf4a",
    "Storage Blob Delegator",
    "Allows for generation of a user delegation key which can be used to sign SAS tokens",
    [delegation],
  ),
  role(
    "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59",
    "Managed Identity Contributor",
    "Create, Read, Update, and Delete User Assigned Identity",
    [
      "Microsoft.ManagedIdentity/userAssignedIdentities/read",
      "Microsoft.ManagedIdentity/userAssignedIdentities/write",
      "Microsoft.ManagedIdentity/userAssignedIdentities/delete",
      "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/read",
      "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write",
      "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/delete",
      ...common,
    ],
  ),
  role(
    "befefa01-2a29-4197-83a8-272ff33ce314",
    "DNS Zone Contributor",
    "Lets you manage DNS zones and record sets in Azure DNS, but does not let you control who has access to them.",
    [...common, "Microsoft.Network/dnsZones/*"],
  ),
  role(
    "b12aa53e-6015-4669-85d0-8515ebb3ae7f",
    "Private DNS Zone Contributor",
    "Lets you manage private DNS zone resources, but not the virtual networks they are linked to.",
    [
      ...common,
      "Microsoft.Network/privateDnsZones/*",
      "Microsoft.Network/privateDnsOperationResults/*",
      "Microsoft.Network/privateDnsOperationStatuses/*",
      "Microsoft.Network/virtualNetworks/read",
      "Microsoft.Network/virtualNetworks/join/action",
    ],
  ),
  role("7f951dda-4ed3-4680-a7ca-43fe172d538d", "AcrPull", "acr pull", [
    "Microsoft.ContainerRegistry/registries/pull/read",
  ]),
  role("8311e382-0749-4cb8-b61a-304f252e45ec", "AcrPush", "acr push", [
    "Microsoft.ContainerRegistry/registries/pull/read",
    "Microsoft.ContainerRegistry/registries/push/write",
  ]),
  role(
    "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8",
    "Azure Kubernetes Service Cluster Admin Role",
    "List cluster admin credential action.",
    [
      "Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action",
      "Microsoft.ContainerService/managedClusters/accessProfiles/listCredential/action",
      "Microsoft.ContainerService/managedClusters/read",
      "Microsoft.ContainerService/managedClusters/runcommand/action",
    ],
  ),
  role("43d0d8ad-25c7-4714-9337-8ba259a9fe05", "Monitoring Reader", "Can read all monitoring data.", [
    "*/read",
    "Microsoft.OperationalInsights/workspaces/search/action",
    "Microsoft.Support/*",
  ]),
  role(
    "f25e0fa2-a7c8-4377-a976-54943a77a395",
    "Key Vault Contributor",
    "Lets you manage key vaults, but not access to them.",
    [...common, "Microsoft.KeyVault/*"],
    {
      notActions: [
        "Microsoft.KeyVault/locations/deletedVaults/purge/action",
        "Microsoft.KeyVault/hsmPools/*",
        "Microsoft.KeyVault/managedHsms/*",
      ],
    },
  ),
  role(
    "00482a5a-887f-4fb3-b363-3b7fe8e74483",
    "Key Vault Administrator",
    "Perform all data plane operations on a key vault and all objects in it, including certificates, keys, and secrets. Cannot manage key vault resources or manage role assignments.",
    [...common, ...vaultReading],
    { dataActions: ["Microsoft.KeyVault/vaults/*"] },
  ),
  role(
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
    "Key Vault Secrets Officer",
    "Perform any action on the secrets of a key vault, except manage permissions.",
    [...common, ...vaultReading],
    { dataActions: ["Microsoft.KeyVault/vaults/secrets/*"] },
  ),
  role("4633458b-17de-408a-b874-0445c86b69e6", "Key Vault Secrets User", "Read secret contents.", [], {
    dataActions: [
      "Microsoft.KeyVault/vaults/secrets/getSecret/action",
      "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
    ],
  }),
  role(
    "a4417e6f-fecd-4de8-b567-7b0420556985",
    "Key Vault Certificates Officer",
    "Perform any action on the certificates of a key vault, except manage permissions.",
    [...common, ...vaultReading],
    {
      dataActions: [
        "Microsoft.KeyVault/vaults/certificatecas/*",
        "Microsoft.KeyVault/vaults/certificates/*",
        "Microsoft.KeyVault/vaults/certificatecontacts/write",
      ],
    },
  ),
  role(
    "14b46e9e-c2b7-41b4-b07b-48a6ebf60603",
    "Key Vault Crypto Officer",
    "Perform any action on the keys of a key vault, except manage permissions.",
    [...common, ...vaultReading],
    { dataActions: ["Microsoft.KeyVault/vaults/keys/*", "Microsoft.KeyVault/vaults/keyrotationpolicies/*"] },
  ),
  role(
    "21090545-7ca7-4776-b22c-e363652d74d2",
    "Key Vault Reader",
    "Read metadata of key vaults and its certificates, keys, and secrets. Cannot read sensitive values such as secret contents or key material.",
    [...common, ...vaultReading],
    { dataActions: [vaultMetadata, "Microsoft.KeyVault/vaults/secrets/readMetadata/action"] },
  ),
];
