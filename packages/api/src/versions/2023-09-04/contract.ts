import shape from "../../generated/2023-09-04/cluster.json" with { type: "json" };
import resources from "../../generated/2023-09-04/resources.json" with { type: "json" };
import { validate } from "../../generated/2023-09-04/validate.js";
import { contract20230401 } from "../2023-04-01/contract.ts";
import type { ObjectShape } from "../contract/shape.ts";
import { since } from "../contract/since.ts";
import { workerProfilesStatus } from "../rules/machines.ts";

/** api-version 2023-09-04, which continues 2023-04-01: the workers as they are beside those asked for; `preconfiguredNSG`, whose value nobody checks. */
export const contract20230904 = since(contract20230401, {
  name: "2023-09-04",
  shape: shape as ObjectShape,
  validate,
  resources,
  adds: {
    readOnly: ["properties.workerProfilesStatus"],
    rules: [workerProfilesStatus],
  },
  manners: { workersAsTheyAre: false },
});
