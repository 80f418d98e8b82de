import type { JsonObject } from "../../documents/json.ts";
import { messages } from "../../errors/messages.ts";
import type { OpenShiftCluster } from "../../generated/admin/types.ts";
import { defaultOperatorFlags } from "../operator-flags.ts";
import type { Rule } from "../rules/rule.ts";
import { isUnset } from "../rules/rule.ts";

const strategies = ["merge", "reset"];

const strategyOf = (sent: unknown) => (sent as OpenShiftCluster).operatorFlagsMergeStrategy;

/** How flags are merged is one of two ways. Its error has no target: that is what clients know (spec 01 §1.8). */
export const operatorFlagsMergeStrategy: Rule = {
  on: "request",
  reads: [],
  check: ({ sent }) => {
    const value = strategyOf(sent);
    if (isUnset(value) || strategies.includes(`${value}`)) return [];
    const target = "operatorFlagsMergeStrategy";
    return [{ code: "InvalidParameter", message: messages.oneOf({ target, value, values: strategies }) }];
  },
};

/** What a PATCH merges over: the cluster with its flags, or with the default ones where the body says `reset` (spec 01 §6.2 step 7). */
export function flagsToMergeOver(before: JsonObject, sent: JsonObject): JsonObject {
  if (strategyOf(sent) !== "reset") return before;
  return {
    ...before,
    properties: { ...(before["properties"] as JsonObject), operatorFlags: { ...defaultOperatorFlags } },
  };
}
