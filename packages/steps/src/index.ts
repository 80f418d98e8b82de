export type { AuthorizationRetry } from "./authorization-retry.ts";
export {
  type Checkpoint,
  type RunOutcome,
  type RunStepsOptions,
  runSteps,
  type StepEdge,
} from "./run-steps.ts";
export type * from "./step.ts";
