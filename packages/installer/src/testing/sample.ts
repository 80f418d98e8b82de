import { generateKeyPairSync } from "node:crypto";
import { knownClouds } from "@aro/api";
import type { ClearCluster } from "../cluster/clear-cluster.ts";
import type { InstallFacts } from "../cluster/facts.ts";
import { osImage } from "../cluster/os-image.ts";

const subscriptionId = "11111111-1111-1111-1111-111111111111";
const network = `/subscriptions/${subscriptionId}/resourceGroups/customer/providers/Microsoft.Network/virtualNetworks/vnet`;

/** A cluster as the service hands it over: public, one worker profile, one service principal. */
export function sampleCluster(change: (properties: ClearCluster["properties"]) => void = () => {}): ClearCluster {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "der" },
    publicKeyEncoding: { type: "pkcs1", format: "der" },
  });
  const properties: ClearCluster["properties"] = {
    clusterProfile: {
      domain: "c1",
      version: "4.19.12",
      resourceGroupId: `/subscriptions/${subscriptionId}/resourceGroups/aro-c1`,
      fipsValidatedModules: "Disabled",
    },
    servicePrincipalProfile: { clientId: "33333333-3333-4333-8333-333333333333", clientSecret: "principal-secret" },
    networkProfile: {
      podCidr: "10.128.0.0/14",
      serviceCidr: "172.30.0.0/16",
      softwareDefinedNetwork: "OVNKubernetes",
      mtuSize: 1500,
      outboundType: "Loadbalancer",
      preconfiguredNSG: "Disabled",
      privateEndpointIp: "10.2.0.4",
    },
    masterProfile: { vmSize: "Standard_D8s_v5", subnetId: `${network}/subnets/master` },
    workerProfiles: [
      { name: "worker", vmSize: "Standard_D4s_v5", diskSizeGB: 128, subnetId: `${network}/subnets/worker`, count: 3 },
    ],
    apiserverProfile: { visibility: "Public", ip: "203.0.113.10", intIp: "10.0.0.4" },
    ingressProfiles: [{ name: "default", visibility: "Public", ip: "203.0.113.11" }],
    install: { now: "2026-01-01T00:00:00.000Z", phase: "InstallPhaseBootstrap" },
    storageSuffix: "bcdfghjklm",
    imageRegistryStorageAccountName: "imageregistrybcdfghjklm",
    infraId: "c1-bcdfg",
    sshKey: privateKey.toString("base64"),
  };
  change(properties);
  return {
    id: `/subscriptions/${subscriptionId}/resourceGroups/customer/providers/Microsoft.RedHatOpenShift/openShiftClusters/c1`,
    name: "c1",
    location: "EastUS",
    properties,
  };
}

/** What is known of {@link sampleCluster} before its assets are made. */
export function sampleFacts(change: Partial<InstallFacts> = {}): InstallFacts {
  const cluster = change.cluster ?? sampleCluster();
  const { masterProfile, workerProfiles, clusterProfile } = cluster.properties;
  const { AzurePublicCloud: cloud } = knownClouds;
  if (cloud === undefined) throw new Error("the public cloud is not known");
  return {
    cluster,
    documentId: "22222222-2222-4222-8222-222222222222",
    subscriptionId,
    tenantId: "44444444-4444-4444-8444-444444444444",
    cloud,
    domain: "c1.eastus.aroapp.io",
    releaseImage: "arosvc.azurecr.io/openshift-release-dev/ocp-release:4.19.12-x86_64",
    registryDomain: "arosvc.azurecr.io",
    gatewayDomains: [],
    pullSecret: { auths: { "arosvc.azurecr.io": { auth: "dG9rZW46cGFzc3dvcmQ=" } } },
    image: osImage(clusterProfile.version, [["V1", "V2"]]),
    controlPlane: { vmSize: masterProfile.vmSize, zones: ["1", "2", "3"], acceleratedNetworking: true },
    workers: { vmSize: workerProfiles[0]?.vmSize ?? "", zones: ["1", "2", "3"], acceleratedNetworking: true },
    logging: undefined,
    customManifests: new Map(),
    boundSigningKey: undefined,
    now: Date.UTC(2026, 0, 1),
    ...change,
  };
}
