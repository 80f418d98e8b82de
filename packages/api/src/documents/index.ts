export type * from "./billing.ts";
export type * from "./cluster.ts";
export type * from "./json.ts";
export type * from "./operation.ts";
export { type Sealed, type Sealer, Secret } from "./sealed.ts";
export * from "./states.ts";
export type * from "./subscription.ts";
export type * from "./work.ts";
