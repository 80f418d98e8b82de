export type * from "./bodies.ts";
export * from "./cloud/index.ts";
export * from "./documents/index.ts";
export * from "./durations.ts";
export * from "./errors/index.ts";
export * from "./ids.ts";
export { type ProviderOperation, providerOperations } from "./provider-operations.ts";
export * from "./versions/index.ts";
