import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { ensureToken, hasRegistry } from "../registry/registry-tokens.ts";

/** The cluster gets a token of its own for the service's registry (spec 03 §8.1). A service without a registry of its own has none to give. */
export const ensureACRToken: OnceStep<ClusterContext> = {
  name: "ensureACRToken",
  kind: "once",
  appliesTo: hasRegistry,
  run: ensureToken,
};
