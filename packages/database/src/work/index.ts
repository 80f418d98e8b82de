export { enqueueWork, type NextOperation, unsettledPollers, workForNewOperation, workId } from "./enqueue.ts";
export { endedOperation, type NewOperation, newOperation, type OperationEnd, uniquePaths } from "./operation.ts";
export { cascadeQueries, workQueries } from "./queries.ts";
