import shape from "../../generated/2023-04-01/cluster.json" with { type: "json" };
import resources from "../../generated/2023-04-01/resources.json" with { type: "json" };
import { validate } from "../../generated/2023-04-01/validate.js";
import { contract20220904 } from "../2022-09-04/contract.ts";
import type { ObjectShape } from "../contract/shape.ts";
import { since } from "../contract/since.ts";
import { outboundType } from "../rules/network.ts";

/** api-version 2023-04-01: the way out of the network. */
export const contract20230401 = since(contract20220904, {
  name: "2023-04-01",
  shape: shape as ObjectShape,
  validate,
  resources,
  adds: { rules: [outboundType] },
});
