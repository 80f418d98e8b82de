import type { PureFunction } from "./arguments.ts";
import { dateFunctions } from "./date-functions.ts";
import { listFunctions } from "./list-functions.ts";
import { logicFunctions } from "./logic-functions.ts";
import { textFunctions } from "./text-functions.ts";

/** The functions of the template language that depend on their arguments only, by name in lower case. What is not here is an error naming it. */
export const pureFunctions: ReadonlyMap<string, PureFunction> = new Map(
  Object.entries({ ...logicFunctions, ...textFunctions, ...listFunctions, ...dateFunctions }),
);
