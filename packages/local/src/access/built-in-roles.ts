import type { BuiltInRole } from "./built-in-role.ts";
import { moreRoles } from "./more-roles.ts";

const network = (...actions: string[]): string[] => actions.map((action) => `Microsoft.Network/${action}`);

/** The roles that an operator of a cluster joins networks with. */
const joins = network(
  "natGateways/join/action",
  "networkIntentPolicies/join/action",
  "networkSecurityGroups/join/action",
  "routeTables/join/action",
  "serviceEndpointPolicies/join/action",
  "networkManagers/ipamPools/associateResourcesToPool/action",
);

const identity = "Microsoft.ManagedIdentity/userAssignedIdentities";

/** Azure's built-in roles, as far as clusters of this service and their customers assign them (spec 03 §10.6). */
const builtInRoles: readonly BuiltInRole[] = [
  {
    id: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    name: "Owner",
    description: "Grants full access to manage all resources, including the ability to assign roles in Azure RBAC.",
    actions: ["*"],
    evidence: "documented",
  },
  {
    id: "b24988ac-6180-42a0-ab88-20f7382dd24c",
    name: "Contributor",
    description:
      "Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC, manage assignments in Azure Blueprints, or share image galleries.",
    actions: ["*"],
    notActions: [
      "Microsoft.Authorization/*/Delete",
      "Microsoft.Authorization/*/Write",
      "Microsoft.Authorization/elevateAccess/Action",
      "Microsoft.Blueprint/blueprintAssignments/write",
      "Microsoft.Blueprint/blueprintAssignments/delete",
      "Microsoft.Compute/galleries/share/action",
      "Microsoft.Purview/consents/write",
      "Microsoft.Purview/consents/delete",
      "Microsoft.Resources/deploymentStacks/manageDenySetting/action",
    ],
    evidence: "documented",
  },
  {
    id: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    name: "Reader",
    description: "View all resources, but does not allow you to make any changes.",
    actions: ["*/read"],
    evidence: "documented",
  },
  {
    id: "4d97b98b-1d4f-4787-a291-c67834d212e7",
    name: "Network Contributor",
    description: "Lets you manage networks, but not access to them.",
    actions: [
      "Microsoft.Authorization/*/read",
      "Microsoft.Insights/alertRules/*",
      "Microsoft.Network/*",
      "Microsoft.ResourceHealth/availabilityStatuses/read",
      "Microsoft.Resources/deployments/*",
      "Microsoft.Resources/subscriptions/resourceGroups/read",
      "Microsoft.Support/*",
    ],
    evidence: "documented",
  },
  {
    id: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    name: "User Access Administrator",
    description: "Lets you manage user access to Azure resources.",
    actions: ["*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"],
    evidence: "documented",
  },
  {
    id: "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    name: "Storage Blob Data Contributor",
    description: "Allows for read, write and delete access to Azure Storage blob containers and data",
    actions: [
      "Microsoft.Storage/storageAccounts/blobServices/containers/delete",
      "Microsoft.Storage/storageAccounts/blobServices/containers/read",
      "Microsoft.Storage/storageAccounts/blobServices/containers/write",
      "Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action",
    ],
    dataActions: [
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete",
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write",
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/move/action",
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action",
    ],
    evidence: "documented",
  },
  {
    id: "f1a07417-d97a-45cb-824c-7a7467783830",
    name: "Managed Identity Operator",
    description: "Read and Assign User Assigned Identity",
    actions: [
      `${identity}/*/read`,
      `${identity}/*/assign/action`,
      "Microsoft.Authorization/*/read",
      "Microsoft.Insights/alertRules/*",
      "Microsoft.Resources/subscriptions/resourceGroups/read",
      "Microsoft.Resources/deployments/*",
      "Microsoft.Support/*",
    ],
    evidence: "documented",
  },
  {
    id: "ef318e2a-8334-4a05-9e4a-295a196c6a6e",
    name: "Azure Red Hat OpenShift Federated Credential",
    description:
      "Create, update and delete federated credentials on user assigned managed identities in order to build a trust relationship between the managed identity, OpenID Connect (OIDC), and the service account.",
    actions: [
      `${identity}/read`,
      `${identity}/federatedIdentityCredentials/read`,
      `${identity}/federatedIdentityCredentials/write`,
      `${identity}/federatedIdentityCredentials/delete`,
    ],
    evidence: "documented",
  },
  {
    id: "a1f96423-95ce-4224-ab27-4e3dc72facd4",
    name: "Azure Red Hat OpenShift Cloud Controller Manager",
    description: "Manage and update the cloud controller manager deployed on top of OpenShift.",
    actions: [
      "Microsoft.Compute/virtualMachines/read",
      ...network(
        "loadBalancers/backendAddressPools/join/action",
        "loadBalancers/read",
        "loadBalancers/write",
        "networkInterfaces/read",
        "networkInterfaces/write",
        "networkSecurityGroups/read",
        "networkSecurityGroups/write",
        "publicIPAddresses/join/action",
        "publicIPAddresses/read",
        "publicIPAddresses/write",
        "virtualNetworks/subnets/join/action",
        "virtualNetworks/subnets/read",
      ),
    ],
    evidence: "assumed",
  },
  {
    id: "0336e1d3-7a87-462b-b6db-342b63f7802c",
    name: "Azure Red Hat OpenShift Cluster Ingress Operator",
    description: "Manage and configure the OpenShift router.",
    actions: network(
      "dnszones/A/delete",
      "dnszones/A/write",
      "privateDnsZones/A/delete",
      "privateDnsZones/A/write",
      "virtualNetworks/subnets/join/action",
      "virtualNetworks/subnets/read",
    ),
    evidence: "assumed",
  },
  {
    id: "0358943c-7e01-48ba-8889-02cc51d78637",
    name: "Azure Red Hat OpenShift Machine API Operator",
    description:
      "Manage the lifecycle of specific purpose custom resource definitions (CRD), controllers, and Azure RBAC objects that extend the Kubernetes API to declares the desired state of machines in a cluster.",
    actions: [
      ...["availabilitySets/delete", "availabilitySets/read", "availabilitySets/write", "diskEncryptionSets/read"].map(
        (action) => `Microsoft.Compute/${action}`,
      ),
      ...["disks/delete", "galleries/images/versions/read", "skus/read"].map((action) => `Microsoft.Compute/${action}`),
      ...["delete", "read", "write"].map((action) => `Microsoft.Compute/virtualMachines/${action}`),
      `${identity}/assign/action`,
      ...network(
        "applicationSecurityGroups/read",
        "loadBalancers/backendAddressPools/join/action",
        "loadBalancers/read",
        "loadBalancers/write",
        "networkInterfaces/delete",
        "networkInterfaces/join/action",
        "networkInterfaces/loadBalancers/read",
        "networkInterfaces/read",
        "networkInterfaces/write",
        "networkSecurityGroups/read",
        "networkSecurityGroups/write",
        "publicIPAddresses/delete",
        "publicIPAddresses/join/action",
        "publicIPAddresses/read",
        "publicIPAddresses/write",
        "routeTables/read",
        "virtualNetworks/read",
        "virtualNetworks/subnets/join/action",
        "virtualNetworks/subnets/read",
      ),
      "Microsoft.Resources/subscriptions/resourceGroups/read",
    ],
    evidence: "documented",
  },
  {
    id: "5b7237c5-45e1-49d6-bc18-a1f62f400748",
    name: "Azure Red Hat OpenShift Disk Storage Operator",
    description: "Install Container Storage Interface (CSI) drivers that enable your cluster to use Azure Disks.",
    actions: [
      ...["disks/read", "disks/write", "disks/delete", "disks/beginGetAccess/action"],
      ...["snapshots/read", "snapshots/write", "snapshots/delete"],
      ...["virtualMachines/read", "virtualMachines/write", "diskEncryptionSets/read", "skus/read"],
      ...["virtualMachineScaleSets/read", "virtualMachineScaleSets/virtualMachines/read"],
    ]
      .map((action) => `Microsoft.Compute/${action}`)
      .concat("Microsoft.Resources/subscriptions/resourceGroups/read"),
    evidence: "assumed",
  },
  {
    id: "be7a6435-15ae-4171-8f30-4a343eff9e8f",
    name: "Azure Red Hat OpenShift Network Operator",
    description: "Install and upgrade the networking components on an OpenShift cluster.",
    actions: [
      ...network(
        "networkInterfaces/read",
        "networkInterfaces/write",
        "virtualNetworks/read",
        "virtualNetworks/subnets/join/action",
        "loadBalancers/backendAddressPools/join/action",
      ),
      "Microsoft.Compute/virtualMachines/read",
    ],
    evidence: "assumed",
  },
  {
    id: "8b32b316-c2f5-4ddf-b05b-83dacd2d08b5",
    name: "Azure Red Hat OpenShift Image Registry Operator",
    description:
      "Manage a singleton instance of the OpenShift image registry, with all of its configuration and storage.",
    actions: [
      "Microsoft.Storage/storageAccounts/blobServices/read",
      "Microsoft.Storage/storageAccounts/blobServices/containers/read",
      "Microsoft.Storage/storageAccounts/blobServices/containers/write",
      "Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action",
      "Microsoft.Storage/storageAccounts/read",
      "Microsoft.Storage/storageAccounts/write",
      "Microsoft.Storage/storageAccounts/delete",
      "Microsoft.Storage/storageAccounts/listKeys/action",
      "Microsoft.Resources/tags/write",
      ...network(
        "privateEndpoints/write",
        "privateEndpoints/read",
        "privateEndpoints/privateDnsZoneGroups/write",
        "privateEndpoints/privateDnsZoneGroups/read",
        "privateDnsZones/read",
        "privateDnsZones/write",
        "privateDnsZones/join/action",
        "privateDnsZones/A/write",
        "privateDnsZones/virtualNetworkLinks/write",
        "privateDnsZones/virtualNetworkLinks/read",
        "networkInterfaces/read",
        "virtualNetworks/subnets/read",
        "virtualNetworks/subnets/join/action",
        "virtualNetworks/join/action",
      ),
    ],
    dataActions: [
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write",
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete",
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action",
    ],
    evidence: "assumed",
  },
  {
    id: "0d7aedc0-15fd-4a67-a412-efad370c947e",
    name: "Azure Red Hat OpenShift File Storage Operator",
    description: "Install Container Storage Interface (CSI) drivers that enable your cluster to use Azure Files.",
    actions: [
      ...["delete", "fileServices/read", "fileServices/shares/delete", "fileServices/shares/read"],
      ...["fileServices/shares/write", "listKeys/action", "read", "write"],
    ]
      .map((action) => `Microsoft.Storage/storageAccounts/${action}`)
      .concat(joins, network("virtualNetworks/subnets/read", "virtualNetworks/subnets/write")),
    evidence: "assumed",
  },
  {
    id: "4436bae4-7702-4c84-919b-c4069ff25ee2",
    name: "Azure Red Hat OpenShift Service Operator",
    description:
      "Maintain machine health, network configuration, monitoring, and other features that are specific to an OpenShift cluster's continued functionality as a managed service.",
    actions: [
      ...network("virtualNetworks/subnets/read", "virtualNetworks/subnets/write"),
      ...joins,
      "Microsoft.Storage/storageAccounts/listKeys/action",
      "Microsoft.Storage/storageAccounts/read",
    ],
    evidence: "documented",
  },
];

/** All of them. */
export const allBuiltInRoles: readonly BuiltInRole[] = [...builtInRoles, ...moreRoles];

const byId = new Map(allBuiltInRoles.map((role) => [role.id, role]));

/** The built-in role with this GUID, in lower case. */
export const builtInRole = (id: string): BuiltInRole | undefined => byId.get(id);
