import type { Kind } from "../kind.ts";

/** What a built-in kind does beyond its description: names, fields to select by, defaults that depend on others, limits. */
export type Traits = Partial<
  Pick<
    Kind,
    | "names"
    | "selectable"
    | "unconditionalUpdate"
    | "createOnUpdate"
    | "gracePeriod"
    | "held"
    | "marked"
    | "answersDeleted"
    | "storedAs"
    | "fromStored"
    | "toStored"
    | "hasGeneration"
    | "hasStatus"
    | "prepare"
    | "confine"
    | "validate"
    | "statusApart"
    | "storageVersion"
  >
>;
