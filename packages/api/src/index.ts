export * from "./cloud/index.ts";
export * from "./documents/index.ts";
export * from "./durations.ts";
export * from "./errors/index.ts";
/** The bodies of api-version 2025-07-25, for clients of the API. */
export type * as v20250725 from "./generated/2025-07-25/types.ts";
export * from "./ids.ts";
export { type ProviderOperation, providerOperations } from "./provider-operations.ts";
export * from "./versions/index.ts";
