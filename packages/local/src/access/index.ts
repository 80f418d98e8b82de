export type { Access, Asked, Decision } from "./access.ts";
export { type AccessControl, type AccessDeps, createAccess } from "./create-access.ts";
