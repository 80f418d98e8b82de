export * from "./containers/index.ts";
export { parseExactly } from "./json/exact-json.ts";
export { DocumentTooLarge, largestDocumentBytes, mostBatchOperations } from "./limits.ts";
export { optimisticAttempts, optimistically } from "./optimistic.ts";
export { InvalidContinuation } from "./sqlite/continuation.ts";
export { type DatabaseFault, DatabaseUnusable } from "./sqlite/faults.ts";
export { openSqliteStore, type SqliteOptions } from "./sqlite/open.ts";
export * from "./store.ts";
export * from "./work/index.ts";
