import shape from "../../generated/admin/cluster.json" with { type: "json" };
import resources from "../../generated/admin/resources.json" with { type: "json" };
import { validate } from "../../generated/admin/validate.js";
import type { Contract } from "../contract/contract.ts";
import type { ObjectShape } from "../contract/shape.ts";
import { namesOfUrl, provisioningState } from "../rules/envelope.ts";
import { maintenanceTask } from "./maintenance-task.ts";
import { flagsToMergeOver, operatorFlagsMergeStrategy } from "./operator-flags.ts";

const network = "properties.networkProfile";
const workload = "properties.platformWorkloadIdentityProfile";

/** The version `admin`: all of a cluster but its secrets, for the service's administrators. It creates nothing (spec 01 §1.8). */
export const adminContract: Contract = {
  name: "admin",
  shape: shape as ObjectShape,
  validate,
  resources: resources as Contract["resources"],
  createsNothing: true,
  patchBase: flagsToMergeOver,
  manners: {
    namesInAnyCase: true,
    replyOrder: "declared",
    alwaysShown: [
      "",
      "properties",
      "properties.clusterProfile",
      "properties.featureProfile",
      "properties.consoleProfile",
      network,
      "properties.masterProfile",
      "properties.apiserverProfile",
      "properties.hiveProfile",
    ],
    zerosShown: ["properties.architectureVersion"],
    shownWhenUnset: { [`${network}.preconfiguredNSG`]: "Disabled" },
    workersAsTheyAre: false,
    namesCatalogEntries: true,
    stateNames: {},
  },
  policy: {
    mutable: [
      "properties.maintenanceTask",
      "properties.operatorFlags",
      "properties.operatorVersion",
      "properties.featureProfile.gatewayEnabled",
      `${network}.outboundType`,
    ],
    readOnly: [
      "properties.workerProfilesStatus",
      "properties.clusterProfile.oidcIssuer",
      `${network}.loadBalancerProfile.effectiveOutboundIps`,
      `${workload}.platformWorkloadIdentities{}.clientId`,
      `${workload}.platformWorkloadIdentities{}.objectId`,
      "identity.principalId",
      "identity.tenantId",
      "identity.userAssignedIdentities{}.clientId",
      "identity.userAssignedIdentities{}.principalId",
    ],
    filledIn: [
      "properties.architectureVersion",
      "properties.lastProvisioningState",
      "properties.failedProvisioningState",
      "properties.lastAdminUpdateError",
      "properties.createdAt",
      "properties.createdBy",
      "properties.provisionedBy",
      "properties.consoleProfile.url",
      "properties.servicePrincipalProfile.spObjectId",
      `${network}.softwareDefinedNetwork`,
      `${network}.mtuSize`,
      `${network}.privateEndpointIp`,
      `${network}.gatewayPrivateEndpointIp`,
      `${network}.gatewayPrivateLinkId`,
      "properties.apiserverProfile.url",
      "properties.apiserverProfile.ip",
      "properties.apiserverProfile.intIp",
      "properties.ingressProfiles[].ip",
      "properties.install",
      "properties.storageSuffix",
      "properties.imageRegistryStorageAccountName",
      "properties.infraId",
      "properties.registryProfiles",
      "properties.hiveProfile",
      "properties.maintenanceState",
    ],
    kept: ["properties.clusterProfile.version"],
    foldCase: [
      "properties.clusterProfile.resourceGroupId",
      "properties.masterProfile.subnetId",
      "properties.masterProfile.diskEncryptionSetId",
      "properties.workerProfiles[].subnetId",
      "properties.workerProfiles[].diskEncryptionSetId",
      `${workload}.platformWorkloadIdentities{}.resourceId`,
    ],
    presence: ["identity", "properties.servicePrincipalProfile", workload, `${network}.loadBalancerProfile`],
    instructions: ["operatorFlagsMergeStrategy"],
  },
  rules: [namesOfUrl, provisioningState, operatorFlagsMergeStrategy, maintenanceTask],
};
