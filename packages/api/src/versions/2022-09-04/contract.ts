import shape from "../../generated/2022-09-04/cluster.json" with { type: "json" };
import resources from "../../generated/2022-09-04/resources.json" with { type: "json" };
import { validate } from "../../generated/2022-09-04/validate.js";
import { contract20220401 } from "../2022-04-01/contract.ts";
import type { ObjectShape } from "../contract/shape.ts";
import { since } from "../contract/since.ts";

const { manners } = contract20220401;

/** api-version 2022-09-04: systemData; OpenShift versions can be listed. */
export const contract20220904 = since(contract20220401, {
  name: "2022-09-04",
  shape: shape as ObjectShape,
  validate,
  resources,
  adds: { readOnly: ["systemData"] },
  manners: { alwaysShown: [...manners.alwaysShown, "systemData"] },
});
