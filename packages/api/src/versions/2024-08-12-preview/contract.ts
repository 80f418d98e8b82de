import shape from "../../generated/2024-08-12-preview/cluster.json" with { type: "json" };
import resources from "../../generated/2024-08-12-preview/resources.json" with { type: "json" };
import { validate } from "../../generated/2024-08-12-preview/validate.js";
import { contract20231122 } from "../2023-11-22/contract.ts";
import type { ObjectShape } from "../contract/shape.ts";
import { since } from "../contract/since.ts";
import {
  clusterIdentity,
  credentials,
  platformIdentities,
  platformIdentitiesKept,
  servicePrincipal,
  upgradeableTo,
} from "../rules/identities.ts";

const workload = "properties.platformWorkloadIdentityProfile";

/** api-version 2024-08-12-preview: workload identities; a service principal is no longer needed. */
export const contract20240812 = since(contract20231122, {
  name: "2024-08-12-preview",
  shape: shape as ObjectShape,
  validate,
  resources,
  adds: {
    mutable: [`${workload}.upgradeableTo`, `${workload}.platformWorkloadIdentities`, "identity.userAssignedIdentities"],
    readOnly: ["properties.clusterProfile.oidcIssuer"],
    foldCase: [`${workload}.platformWorkloadIdentities{}.resourceId`],
    presence: ["identity", workload],
    rules: [credentials, clusterIdentity, platformIdentities, platformIdentitiesKept, upgradeableTo],
  },
  drops: { rules: [servicePrincipal] },
  manners: { namesCatalogEntries: true },
});
