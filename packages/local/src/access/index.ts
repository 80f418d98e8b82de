export type { Access, Asked, Decision } from "./access.ts";
export { type Authorization, openAuthorization } from "./authorization.ts";
export { type AccessControl, type AccessDeps, createAccess } from "./create-access.ts";
