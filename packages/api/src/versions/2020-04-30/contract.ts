import shape from "../../generated/2020-04-30/cluster.json" with { type: "json" };
import resources from "../../generated/2020-04-30/resources.json" with { type: "json" };
import { validate } from "../../generated/2020-04-30/validate.js";
import type { Contract } from "../contract/contract.ts";
import type { ObjectShape } from "../contract/shape.ts";
import { domain, pullSecret, resourceGroupId, version } from "../rules/cluster-profile.ts";
import { location, namesOfUrl, provisioningState } from "../rules/envelope.ts";
import { clientId, clientSecret, servicePrincipal } from "../rules/identities.ts";
import { masterSubnet, masterVmSize, workerProfiles } from "../rules/machines.ts";
import { podCidr, serviceCidr } from "../rules/network.ts";
import { tags } from "../rules/tags.ts";
import { apiServerAddresses, apiServerVisibility, consoleProfile, ingressProfiles } from "../rules/visibility.ts";

/** api-version 2020-04-30: where all others begin (spec 01 §1.2). */
export const contract20200430: Contract = {
  name: "2020-04-30",
  shape: shape as ObjectShape,
  validate,
  resources: resources as Contract["resources"],
  manners: {
    namesInAnyCase: true,
    replyOrder: "declared",
    alwaysShown: [
      "",
      "properties",
      "properties.clusterProfile",
      "properties.consoleProfile",
      "properties.networkProfile",
      "properties.masterProfile",
      "properties.apiserverProfile",
    ],
    zerosShown: [],
    shownWhenUnset: {},
    workersAsTheyAre: true,
    namesCatalogEntries: false,
    stateNames: { Canceled: "Failed" },
  },
  policy: {
    mutable: ["tags", "properties.servicePrincipalProfile.clientId", "properties.servicePrincipalProfile.clientSecret"],
    readOnly: [],
    filledIn: [
      "properties.consoleProfile.url",
      "properties.apiserverProfile.url",
      "properties.apiserverProfile.ip",
      "properties.ingressProfiles[].ip",
    ],
    kept: ["properties.clusterProfile.version"],
    foldCase: [
      "properties.clusterProfile.resourceGroupId",
      "properties.masterProfile.subnetId",
      "properties.workerProfiles[].subnetId",
    ],
    presence: ["properties.servicePrincipalProfile"],
    instructions: [],
  },
  rules: [
    namesOfUrl,
    location,
    tags,
    provisioningState,
    pullSecret,
    domain,
    version,
    resourceGroupId,
    consoleProfile,
    servicePrincipal,
    clientId,
    clientSecret,
    podCidr,
    serviceCidr,
    masterVmSize,
    masterSubnet,
    apiServerVisibility,
    apiServerAddresses,
    workerProfiles,
    ingressProfiles,
  ],
};
