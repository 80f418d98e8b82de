import shape from "../../generated/2025-07-25/cluster.json" with { type: "json" };
import { validate } from "../../generated/2025-07-25/validate.js";
import type { Contract } from "../contract/contract.ts";
import type { ObjectShape } from "../contract/shape.ts";
import { domain, fipsValidatedModules, pullSecret, resourceGroupId, version } from "../rules/cluster-profile.ts";
import { location, namesOfUrl, provisioningState } from "../rules/envelope.ts";
import {
  clientId,
  clientSecret,
  clusterIdentity,
  credentials,
  platformIdentities,
  platformIdentitiesKept,
  upgradeableTo,
} from "../rules/identities.ts";
import {
  masterDiskEncryptionSet,
  masterEncryption,
  masterSubnet,
  masterVmSize,
  workerProfiles,
  workerProfilesStatus,
} from "../rules/machines.ts";
import {
  effectiveOutboundIps,
  loadBalancerWanted,
  managedOutboundIps,
  outboundType,
  podCidr,
  serviceCidr,
} from "../rules/network.ts";
import { tags } from "../rules/tags.ts";
import { apiServerAddresses, apiServerVisibility, consoleProfile, ingressProfiles } from "../rules/visibility.ts";

/** api-version 2025-07-25 (spec 01 §1.3, §1.5, §7). */
export const contract20250725: Contract = {
  name: "2025-07-25",
  shape: shape as ObjectShape,
  validate,
  alphabetical: true,
  alwaysShown: [
    "",
    "systemData",
    "properties",
    "properties.clusterProfile",
    "properties.networkProfile",
    "properties.masterProfile",
    "properties.apiserverProfile",
  ],
  hiddenWhenEmpty: ["properties.consoleProfile"],
  policy: {
    mutable: [
      "tags",
      "properties.servicePrincipalProfile.clientId",
      "properties.servicePrincipalProfile.clientSecret",
      "properties.platformWorkloadIdentityProfile.upgradeableTo",
      "properties.platformWorkloadIdentityProfile.platformWorkloadIdentities",
      "properties.networkProfile.loadBalancerProfile.managedOutboundIps",
      "identity.userAssignedIdentities",
    ],
    readOnly: [
      "systemData",
      "properties.workerProfilesStatus",
      "properties.clusterProfile.oidcIssuer",
      "properties.consoleProfile.url",
      "properties.networkProfile.loadBalancerProfile.effectiveOutboundIps",
      "properties.apiserverProfile.url",
      "properties.apiserverProfile.ip",
      "properties.ingressProfiles[].ip",
    ],
    foldCase: [
      "properties.clusterProfile.resourceGroupId",
      "properties.masterProfile.subnetId",
      "properties.masterProfile.diskEncryptionSetId",
      "properties.workerProfiles[].subnetId",
      "properties.workerProfiles[].diskEncryptionSetId",
      "properties.platformWorkloadIdentityProfile.platformWorkloadIdentities{}.resourceId",
    ],
    presence: [
      "identity",
      "properties.servicePrincipalProfile",
      "properties.platformWorkloadIdentityProfile",
      "properties.networkProfile.loadBalancerProfile",
    ],
  },
  rules: [
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
    clientId,
    clientSecret,
    podCidr,
    serviceCidr,
    outboundType,
    loadBalancerWanted,
    managedOutboundIps,
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
  ],
};
