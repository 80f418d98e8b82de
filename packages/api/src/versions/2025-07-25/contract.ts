import shape from "../../generated/2025-07-25/cluster.json" with { type: "json" };
import resources from "../../generated/2025-07-25/resources.json" with { type: "json" };
import { validate } from "../../generated/2025-07-25/validate.js";
import { contract20240812 } from "../2024-08-12-preview/contract.ts";
import type { ObjectShape } from "../contract/shape.ts";
import { since } from "../contract/since.ts";

/** api-version 2025-07-25: the same cluster, read and written exactly: names count as they are written, answers are in alphabetical order. */
export const contract20250725 = since(contract20240812, {
  name: "2025-07-25",
  shape: shape as ObjectShape,
  validate,
  resources,
  manners: {
    namesInAnyCase: false,
    replyOrder: "alphabetical",
  },
});
