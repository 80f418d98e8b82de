export { type Feature, features } from "./features.ts";
export { installerVariables, runInstallerCommand } from "./installer.ts";
export { type Running, startRp } from "./rp.ts";
export { ConfigurationError, type Environment, type Variable, variables } from "./variables.ts";
