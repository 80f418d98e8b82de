import { apiVersion } from "./api-version.ts";
import { authenticate } from "./authenticate.ts";
import { body } from "./body.ts";
import { parts } from "./parts.ts";
import { route } from "./route.ts";
import { served } from "./served.ts";
import type { Stage } from "./stage.ts";
import { systemData } from "./system-data.ts";

export { isAdministration } from "./authenticate.ts";
export type { Authoriser, Authorisers } from "./authorisers.ts";
export type { Stage, StageDeps } from "./stage.ts";

/**
 * What happens to every request before it is served, in order (spec 01 §5). Unlike the reference: nothing is said about paths, versions or
 * bodies to a caller who is not ARM, and the parts of the path are checked after routing, where they are known (spec 01 §11 row 1).
 */
export const stages: readonly Stage[] = [
  /** Path → route. */
  route,
  /** 403 for anybody but ARM. */
  authenticate,
  /** 404 and 405. */
  served,
  /** Each variable part of the path by its rule. */
  parts,
  /** One registered api-version. */
  apiVersion,
  /** At most 1 MiB of application/json. */
  body,
  /** Who does this, as ARM says. */
  systemData,
];
