import { domain, fipsValidatedModules, pullSecret, resourceGroupId, version } from "./cluster-profile.ts";
import { location, namesOfUrl, provisioningState } from "./envelope.ts";
import {
  clientId,
  clientSecret,
  clusterIdentity,
  credentials,
  platformIdentities,
  platformIdentitiesKept,
  servicePrincipal,
  upgradeableTo,
} from "./identities.ts";
import {
  masterDiskEncryptionSet,
  masterEncryption,
  masterSubnet,
  masterVmSize,
  workerProfiles,
  workerProfilesStatus,
} from "./machines.ts";
import {
  announcedOnly,
  effectiveOutboundIps,
  loadBalancerWanted,
  managedOutboundIps,
  oneOutboundWay,
  outboundType,
  podCidr,
  serviceCidr,
  softwareDefinedNetwork,
} from "./network.ts";
import type { Rule } from "./rule.ts";
import { tags } from "./tags.ts";
import { apiServerAddresses, apiServerVisibility, consoleProfile, ingressProfiles } from "./visibility.ts";

/** Every static rule, in the order in which versions since 2020-04-30 report their findings (spec 01 §7). */
export const ruleOrder: readonly Rule[] = [
  namesOfUrl,
  location,
  tags,
  credentials,
  clusterIdentity,
  provisioningState,
  pullSecret,
  domain,
  version,
  resourceGroupId,
  fipsValidatedModules,
  consoleProfile,
  servicePrincipal,
  clientId,
  clientSecret,
  podCidr,
  serviceCidr,
  softwareDefinedNetwork,
  outboundType,
  loadBalancerWanted,
  oneOutboundWay,
  managedOutboundIps,
  announcedOnly,
  effectiveOutboundIps,
  masterVmSize,
  masterSubnet,
  masterEncryption,
  masterDiskEncryptionSet,
  apiServerVisibility,
  apiServerAddresses,
  platformIdentities,
  platformIdentitiesKept,
  upgradeableTo,
  workerProfilesStatus,
  workerProfiles,
  ingressProfiles,
];
