export { type Feature, features } from "./features.ts";
export { type Running, startRp } from "./rp.ts";
export { ConfigurationError, type Environment, type Variable, variables } from "./variables.ts";
