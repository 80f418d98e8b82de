import shape from "../../generated/2022-04-01/cluster.json" with { type: "json" };
import resources from "../../generated/2022-04-01/resources.json" with { type: "json" };
import { validate } from "../../generated/2022-04-01/validate.js";
import { contract20210901 } from "../2021-09-01-preview/contract.ts";
import type { ObjectShape } from "../contract/shape.ts";
import { since } from "../contract/since.ts";
import { fipsValidatedModules } from "../rules/cluster-profile.ts";
import { softwareDefinedNetwork } from "../rules/network.ts";

/** api-version 2022-04-01: FIPS validated modules; the choice of network is gone again. */
export const contract20220401 = since(contract20210901, {
  name: "2022-04-01",
  shape: shape as ObjectShape,
  validate,
  resources,
  adds: { rules: [fipsValidatedModules] },
  drops: {
    kept: ["properties.networkProfile.softwareDefinedNetwork"],
    rules: [softwareDefinedNetwork],
  },
});
