import type { CloudError, Durations, OperationKind } from "@aro/api";
import type { OperationRun } from "@aro/cluster";
import type { Database } from "@aro/database";
import type { Clock, Random } from "@aro/runtime";
import type { Step, StepEdge } from "@aro/steps";
import type { Log } from "@aro/telemetry";

/** The list of steps of each kind of operation: all that is left of it, from what the cluster document says on. A kind without a list is left alone. */
export type Flows<Context> = { readonly [Kind in OperationKind]?: (context: Context) => readonly Step<Context>[] };

/** An edge of a step of one operation. */
export interface BoundaryEvent extends StepEdge {
  /** Document id of the cluster. */
  clusterId: string;
  operationId: string;
}

/** How errors of steps are read; packages/azure has both. */
export interface Failures {
  /** What may pass by itself while roles spread (spec 03 §2.4, last line). */
  isAuthorizationFailure: (error: unknown) => boolean;
  /** The error in the customer's words (spec 03 §§2.3, 2.5; ARM-ERR-05). */
  toCloudError: (error: unknown, where: { managedResourceGroup?: string }) => CloudError;
}

/** What the backend is made of. */
export interface BackendDeps<Context> {
  database: Database;
  clock: Clock;
  random: Random;
  log: Log;
  durations: Durations;
  /** The region served. */
  location: string;
  flows: Flows<Context>;
  /** What the steps of one run work with. Its error ends the operation as Failed. */
  context: (run: OperationRun, kind: OperationKind, signal: AbortSignal) => Promise<Context>;
  failures: Failures;
  /** Renews a run's authorizer before a step is tried again (spec 03 §2.1). */
  renewAuthorization?: (context: Context, signal: AbortSignal) => Promise<void>;
  /** Collects what explains a failure, before it is recorded; best effort (spec 03 §2.8). */
  diagnose?: (
    context: Context,
    failure: { kind: OperationKind; step: string; error: unknown },
    signal: AbortSignal,
  ) => Promise<void>;
  /** Told, and awaited, at each edge of each step. */
  onBoundary?: (event: BoundaryEvent) => Promise<void>;
  /** Processor seconds that this process has spent; the end of each operation is logged with its share when it is given. */
  processorSeconds?: () => number;
  /** Operations and subscriptions handled at the same time, together; 100 when absent (spec 02 §4.2). */
  workers?: number;
}

/** Takes work and ends operations, beside any number of others on one store. */
export interface Backend extends AsyncDisposable {
  /** Begins to take work. */
  start(): void;
  /** Takes no more, and resolves when everything that runs has ended (spec 02 §11.3). */
  drain(): Promise<void>;
  /** Takes no more, interrupts what runs, waits for the calls in flight and gives the work back for others to continue. */
  stop(): Promise<void>;
}
