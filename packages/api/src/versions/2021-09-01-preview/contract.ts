import shape from "../../generated/2021-09-01-preview/cluster.json" with { type: "json" };
import resources from "../../generated/2021-09-01-preview/resources.json" with { type: "json" };
import { validate } from "../../generated/2021-09-01-preview/validate.js";
import { contract20200430 } from "../2020-04-30/contract.ts";
import type { ObjectShape } from "../contract/shape.ts";
import { since } from "../contract/since.ts";
import { masterDiskEncryptionSet, masterEncryption } from "../rules/machines.ts";
import { softwareDefinedNetwork } from "../rules/network.ts";

/** api-version 2021-09-01-preview: encryption at host, disk encryption sets, a choice of network. */
export const contract20210901 = since(contract20200430, {
  name: "2021-09-01-preview",
  shape: shape as ObjectShape,
  validate,
  resources,
  adds: {
    // Chosen by the caller here, by the service in every other version.
    kept: ["properties.networkProfile.softwareDefinedNetwork"],
    foldCase: ["properties.masterProfile.diskEncryptionSetId", "properties.workerProfiles[].diskEncryptionSetId"],
    rules: [softwareDefinedNetwork, masterEncryption, masterDiskEncryptionSet],
  },
});
