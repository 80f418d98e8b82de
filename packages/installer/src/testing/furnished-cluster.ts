import { readFileSync } from "node:fs";
import { join } from "node:path";
import { baseResourceTemplate } from "@aro/cluster";
import { isoTime, systemClock, systemRandom } from "@aro/runtime";
import type { ClearCluster } from "../cluster/clear-cluster.ts";
import type { EmulatedAzure } from "./emulated-azure.ts";
import { sampleCluster } from "./sample.ts";

const groups = "2021-04-01";
const network = "2022-01-01";
const roles = "2022-04-01";
const contributor = "b24988ac-6180-42a0-ab88-20f7382dd24c";

/** What the test says of the cluster that the service would. */
export interface Furnished {
  cluster: ClearCluster;
  /** Key of the service vault that seals graphs, base64. */
  encryptionKey: string;
  /** What Hive tells the installer, the root excepted. */
  environment: Readonly<Record<string, string>>;
}

/** Where the installer runs: a node of Hive's cluster, whose pool's identity may read the service's vault (spec 03 §7.2). */
export async function furnishService(azure: EmulatedAzure): Promise<string> {
  const { subscriptionId, tenantId, suffix } = azure;
  await azure.put("/resourcegroups/aro-rp", groups, { location: "eastus" });
  const identity = await azure.put(
    "/resourceGroups/aro-rp/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aro-aks-cluster-001-agentpool",
    "2023-01-31",
    { location: "eastus" },
  );
  const { clientId, principalId } = identity.properties as { clientId: string; principalId: string };
  await azure.control("PUT", "/machines/hive", { resourceGroup: "aro-rp", identities: [{ clientId }] });
  const owner = JSON.parse(readFileSync(join(azure.folder, "env.json"), "utf8")) as Record<string, string>;
  const policy = (objectId: string, secrets: string[]) => ({ tenantId, objectId, permissions: { secrets } });
  await azure.put("/resourceGroups/aro-rp/providers/Microsoft.KeyVault/vaults/aro-svc", "2023-07-01", {
    location: "eastus",
    properties: {
      tenantId,
      sku: { family: "A", name: "standard" },
      accessPolicies: [
        policy(principalId, ["get", "list"]),
        policy(await objectIdOf(azure, owner["ARO_LOCAL_CLIENT_ID"] ?? ""), ["get", "list", "set"]),
      ],
    },
  });
  const encryptionKey = Buffer.from(systemRandom.bytes(64)).toString("base64");
  const secrets = {
    "rp-firstparty": readFileSync(join(azure.folder, "secrets/rp-firstparty"), "utf8"),
    "encryption-key-v2": encryptionKey,
  };
  for (const [name, value] of Object.entries(secrets))
    await azure.named("PUT", `aro-svc.vault.${suffix}`, `/secrets/${name}?api-version=7.4`, `https://vault.${suffix}`, {
      value,
    });
  const assignment = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleAssignments/${systemRandom.uuid()}`;
  await azure.arm("PUT", assignment, roles, {
    properties: {
      roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${contributor}`,
      principalId: await firstPartyObjectId(azure),
      principalType: "ServicePrincipal",
    },
  });
  return encryptionKey;
}

/** Object id of an application's principal. */
async function objectIdOf(azure: EmulatedAzure, appId: string): Promise<string> {
  const { principals } = await azure.control("GET", "/principals");
  return (principals as { appId: string; objectId: string }[]).find((one) => one.appId === appId)?.objectId ?? "";
}

const firstPartyObjectId = (azure: EmulatedAzure): Promise<string> => objectIdOf(azure, azure.firstPartyClientId);

/** A customer's network and a managed group with the base template deployed: where the service is when it starts the installer. */
export async function furnishCluster(
  azure: EmulatedAzure,
  encryptionKey: string,
  { name, workloadIdentities = false }: { name: string; workloadIdentities?: boolean },
): Promise<Furnished> {
  const { subscriptionId } = azure;
  const managed = `aro-${name}`;
  const subnet = (addressPrefix: string) => ({
    properties: {
      addressPrefix,
      privateLinkServiceNetworkPolicies: "Disabled",
      privateEndpointNetworkPolicies: "Disabled",
    },
  });
  await azure.put("/resourcegroups/customer", groups, { location: "eastus" });
  await azure.put(`/resourcegroups/${managed}`, groups, { location: "eastus" });
  const vnet = `/resourceGroups/customer/providers/Microsoft.Network/virtualNetworks/${name}`;
  await azure.put(vnet, network, {
    location: "eastus",
    properties: {
      addressSpace: { addressPrefixes: ["10.0.0.0/22"] },
      subnets: [
        { name: "master", ...subnet("10.0.0.0/23") },
        { name: "worker", ...subnet("10.0.2.0/23") },
      ],
    },
  });
  const { principals } = await azure.control("POST", "/principals", { displayName: name });
  const [principal] = principals as { appId: string; clientSecret: string; objectId: string }[];
  const infraId = `${name}-bcdfg`;
  const storageSuffix = `${name}bcdfghjk`.padEnd(10, "x").slice(0, 10);
  const subnetId = (of: string) => `/subscriptions/${subscriptionId}${vnet}/subnets/${of}`;
  const template = baseResourceTemplate({
    infraId,
    location: "eastus",
    storageSuffix,
    zones: ["1", "2", "3"],
    publicApi: true,
    publicIngress: true,
    outboundLoadBalancer: true,
    bootstrapSsh: false,
    outboundAddresses: [`${infraId}-pip-v4`],
    masterSubnetId: subnetId("master"),
    storageSubnets: { cluster: [], registry: [] },
    serviceSubscriptionId: subscriptionId,
    gatewayLinkServiceId: undefined,
    identity: workloadIdentities
      ? { kind: "workloadIdentity", roles: [], firstPartyObjectId: await firstPartyObjectId(azure) }
      : { kind: "servicePrincipal", objectId: principal?.objectId ?? "" },
    denyAssignment: false,
  });
  await azure.put(`/resourceGroups/${managed}/providers/Microsoft.Resources/deployments/storage`, groups, {
    properties: { mode: "Incremental", template },
  });
  // The service's own end of the link to the API server (spec 03 §8.3 `createAPIServerPrivateEndpoint`).
  const serviceNetwork = "/resourceGroups/aro-rp/providers/Microsoft.Network";
  await azure.put(`${serviceNetwork}/virtualNetworks/rp-pe-vnet-001`, network, {
    location: "eastus",
    properties: {
      addressSpace: { addressPrefixes: ["10.2.0.0/22"] },
      subnets: [{ name: "rp-pe-subnet", ...subnet("10.2.0.0/22") }],
    },
  });
  const endpoint = `${serviceNetwork}/privateEndpoints/rp-pe-${name}`;
  await azure.put(endpoint, network, {
    location: "eastus",
    properties: {
      subnet: {
        id: `/subscriptions/${subscriptionId}${serviceNetwork}/virtualNetworks/rp-pe-vnet-001/subnets/rp-pe-subnet`,
      },
      manualPrivateLinkServiceConnections: [
        {
          name: "rp-plsconnection",
          properties: {
            privateLinkServiceId: `/subscriptions/${subscriptionId}/resourceGroups/${managed}/providers/Microsoft.Network/privateLinkServices/${infraId}-pls`,
          },
        },
      ],
    },
  });
  const made = await azure.arm("GET", endpoint, network);
  const interfaceId = made.properties.networkInterfaces[0].id as string;
  const card = await azure.arm("GET", interfaceId, network);
  const privateEndpointIp = card.properties.ipConfigurations[0].properties.privateIPAddress as string;
  const resources = `/resourceGroups/${managed}/providers/Microsoft.Network`;
  const balancer = await azure.arm("GET", `${resources}/loadBalancers/${infraId}-internal`, network);
  const ingress = await azure.arm("GET", `${resources}/publicIPAddresses/${infraId}-default-v4`, network);
  const cluster = sampleCluster((properties) => {
    Object.assign(properties, { infraId, storageSuffix });
    properties.imageRegistryStorageAccountName = `imageregistry${storageSuffix}`;
    properties.clusterProfile.domain = name;
    properties.clusterProfile.resourceGroupId = `/subscriptions/${subscriptionId}/resourceGroups/${managed}`;
    if (workloadIdentities) {
      delete properties.servicePrincipalProfile;
      properties.platformWorkloadIdentityProfile = { platformWorkloadIdentities: {} };
    } else
      properties.servicePrincipalProfile = {
        clientId: principal?.appId ?? "",
        clientSecret: principal?.clientSecret ?? "",
      };
    properties.masterProfile.subnetId = subnetId("master");
    Object.assign(properties.workerProfiles[0] ?? {}, { subnetId: subnetId("worker") });
    properties.apiserverProfile.intIp = balancer.properties.frontendIPConfigurations[0].properties.privateIPAddress;
    Object.assign(properties.ingressProfiles[0] ?? {}, { ip: ingress.properties.ipAddress });
    properties.networkProfile.privateEndpointIp = privateEndpointIp;
    properties.install = { now: isoTime(systemClock.now() - 60_000), phase: "InstallPhaseBootstrap" };
  });
  return {
    cluster: {
      ...cluster,
      id: `/subscriptions/${subscriptionId}/resourceGroups/customer/providers/Microsoft.RedHatOpenShift/openShiftClusters/${name}`,
      name,
      location: "eastus",
    },
    encryptionKey,
    environment: {
      ...azure.environment,
      AZURE_POD_IDENTITY_AUTHORITY_HOST: `${azure.base}/machines/hive`,
      ARO_UUID: systemRandom.uuid(),
      OPENSHIFT_INSTALL_RELEASE_IMAGE_OVERRIDE: "arointsvc.aro.test/openshift-release-dev/ocp-release:4.19.12-x86_64",
      ARO_AZURE_FP_CLIENT_ID: azure.firstPartyClientId,
      ARO_DOMAIN_NAME: `eastus.${azure.suffix}`,
      ARO_KEYVAULT_PREFIX: "aro",
      ARO_CLUSTER_MDSD_ACCOUNT: "",
      ARO_CLUSTER_MDSD_CONFIG_VERSION: "",
      ARO_CLUSTER_MDSD_NAMESPACE: "",
      ARO_MDSD_ENVIRONMENT: "",
      ARO_GATEWAY_DOMAINS: "",
      ARO_GATEWAY_RESOURCEGROUP: "",
      ARO_ACR_RESOURCE_ID: "",
      ARO_DURATION_SCALE: "60",
    },
  };
}
