export {
  clusterIdOf,
  enqueueWork,
  type NextOperation,
  unsettledPollers,
  workForNewOperation,
  workId,
} from "./enqueue.ts";
export { entering } from "./entering.ts";
export type { HeldChange, HeldDocuments } from "./held-documents.ts";
export { HeldWork, type HeldWorkOptions } from "./held-work.ts";
export { LeaseLost, type LossReason } from "./lease-lost.ts";
export { endedOperation, type NewOperation, newOperation, type OperationEnd, uniquePaths } from "./operation.ts";
export { cascadeQueries, workQueries } from "./queries.ts";
export { sayQuiet } from "./say-quiet.ts";
export { type Taking, takeWork } from "./take.ts";
export { ended, type Holder, isHeldBy, isTakeable, released, taken } from "./transitions.ts";
