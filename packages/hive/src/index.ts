export { findHub } from "./find-hub.ts";
export { createHub, type Hub } from "./hub.ts";
export {
  type HubFacts,
  type InstallerEnvironment,
  type InstallerVariable,
  type InstallFacts,
  installerVariables,
} from "./install-facts.ts";
export { fieldManager, hubNames, hubNamespace } from "./names.ts";
export type { InstallProgress } from "./progress.ts";
export { registryPullSecret } from "./pull-secret.ts";
