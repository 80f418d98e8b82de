import type { Cluster } from "@aro/client";
import type { CreateArguments } from "./flags.ts";
import type { ServicePrincipal } from "./service-principal.ts";
import type { Subnets } from "./subnets.ts";

/** What a create needs besides the flags. */
export interface CreateFacts {
  subscriptionId: string;
  location: string;
  subnets: Subnets;
  /** JSON text; undefined for none. */
  pullSecret: string | undefined;
  servicePrincipal: ServicePrincipal;
  /** The domain of a cluster for which none is given. */
  randomDomain: string;
  /** The cluster when it exists already: what was chosen for it by a former call or by the service stays, unless the flags say otherwise. */
  former?: Cluster | undefined;
}

/** The body of the PUT, with the defaults that `az aro create` fills in (spec 06 §7.6). */
export function createBody(given: CreateArguments, facts: CreateFacts): Cluster {
  const former = facts.former?.properties.clusterProfile;
  const domain = given.domain ?? former?.domain ?? facts.randomDomain;
  const encryption = (on: boolean | undefined) => (on === true ? "Enabled" : "Disabled");
  const diskEncryption = given.diskEncryptionSet === undefined ? {} : { diskEncryptionSetId: given.diskEncryptionSet };
  return {
    location: facts.location,
    ...(given.tags === undefined ? {} : { tags: given.tags }),
    properties: {
      clusterProfile: {
        // A pull secret is never shown, so one that is not given must be left out to stay; a new cluster is told that it has none.
        ...(facts.pullSecret === undefined && former !== undefined ? {} : { pullSecret: facts.pullSecret ?? "" }),
        domain,
        resourceGroupId: clusterResourceGroupId(given, facts, domain),
        fipsValidatedModules: encryption(given.fips),
        version: given.version ?? former?.version ?? "",
      },
      servicePrincipalProfile: facts.servicePrincipal,
      networkProfile: {
        podCidr: given.podCidr ?? "10.128.0.0/14",
        serviceCidr: given.serviceCidr ?? "172.30.0.0/16",
        outboundType: given.outboundType ?? "",
        preconfiguredNSG: encryption(given.preconfiguredNsg),
        ...(given.outboundIpCount === undefined
          ? {}
          : { loadBalancerProfile: { managedOutboundIps: { count: given.outboundIpCount } } }),
      },
      masterProfile: {
        vmSize: given.masterVmSize ?? "Standard_D8s_v5",
        subnetId: facts.subnets.masterSubnetId,
        encryptionAtHost: encryption(given.masterEncryptionAtHost),
        ...diskEncryption,
      },
      workerProfiles: [
        {
          name: "worker",
          vmSize: given.workerVmSize ?? "Standard_D4s_v5",
          diskSizeGB: given.workerVmDiskSizeGb ?? 128,
          subnetId: facts.subnets.workerSubnetId,
          count: given.workerCount ?? 3,
          encryptionAtHost: encryption(given.workerEncryptionAtHost),
          ...diskEncryption,
        },
      ],
      apiserverProfile: { visibility: given.apiserverVisibility ?? "Public" },
      ingressProfiles: [{ name: "default", visibility: given.ingressVisibility ?? "Public" }],
    },
  };
}

function clusterResourceGroupId(given: CreateArguments, facts: CreateFacts, domain: string): string {
  const former = facts.former?.properties.clusterProfile?.resourceGroupId;
  if (given.clusterResourceGroup === undefined && former !== undefined) return former;
  const group = given.clusterResourceGroup ?? `aro-${domain.replaceAll(".", "-")}`;
  return `/subscriptions/${facts.subscriptionId}/resourceGroups/${group}`;
}
