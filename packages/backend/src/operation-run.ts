import type { ClusterDocument, OperationDocument, OperationProgress, SubscriptionDocument } from "@aro/api";
import type { OperationRun } from "@aro/cluster";
import type { HeldChange, HeldDocuments, HeldWork } from "@aro/database";
import type { Checkpoint } from "@aro/steps";
import type { Log } from "@aro/telemetry";
import { isSeen } from "./seen.ts";

/** One run of an operation as its steps see it, and where its progress is kept: every write goes through the lease. */
export class LeasedRun implements OperationRun, Checkpoint {
  readonly operationId: string;
  readonly log: Log;
  readonly subscription: SubscriptionDocument;
  readonly leftBehind: Readonly<Record<string, string>>;
  readonly memory = new Map<string, unknown>();
  readonly #held: HeldWork;

  constructor(options: { held: HeldWork; log: Log; subscription: SubscriptionDocument }) {
    const { work } = options.held.documents;
    this.operationId = work.operationId;
    this.leftBehind = work.leftBehind ?? {};
    this.log = options.log;
    this.subscription = options.subscription;
    this.#held = options.held;
  }

  cluster(): ClusterDocument {
    return this.#held.documents.cluster;
  }

  async patch(change: (cluster: ClusterDocument) => ClusterDocument): Promise<void> {
    await this.#held.write(({ cluster, work }): HeldChange => {
      const changed = change(cluster);
      if (changed === cluster) return {};
      const seen = isSeen(cluster.openShiftCluster, changed.openShiftCluster);
      return {
        cluster: { ...changed, revision: cluster.revision + (seen ? 1 : 0) },
        // The next phase of an install has the full budget of takings again (spec 02 §14 invariant 8).
        ...(phaseOf(cluster) === undefined || phaseOf(changed) === phaseOf(cluster)
          ? {}
          : { work: { ...work, dequeues: 0 } }),
      };
    });
  }

  async markApplied(pointers: readonly string[]): Promise<void> {
    await this.#changeOperation((operation) => {
      const applied = new Set([...(operation.asyncOperation.applied ?? []), ...pointers]);
      return { ...operation, asyncOperation: { ...operation.asyncOperation, applied: [...applied] } };
    });
  }

  poller(name: string): string | undefined {
    return this.progress()?.pollers?.[name];
  }

  async rememberPoller(name: string, address: string | undefined): Promise<void> {
    await this.write((progress = { total: 0, finished: [], percentComplete: 0 }) => {
      const { [name]: _, ...others } = progress.pollers ?? {};
      return { ...progress, pollers: address === undefined ? others : { ...others, [name]: address } };
    });
  }

  progress(): OperationProgress | undefined {
    return this.#held.documents.operation.asyncOperation.progress;
  }

  async write(change: (progress: OperationProgress | undefined) => OperationProgress): Promise<void> {
    await this.#changeOperation((operation) => ({
      ...operation,
      asyncOperation: { ...operation.asyncOperation, progress: change(operation.asyncOperation.progress) },
    }));
  }

  async #changeOperation(change: (operation: OperationDocument) => OperationDocument): Promise<void> {
    await this.#held.write(({ operation }: HeldDocuments) => ({ operation: change(operation) }));
  }
}

/** The install's phase; undefined when none runs. */
export const phaseOf = (cluster: ClusterDocument): string | undefined =>
  cluster.openShiftCluster.properties.install?.phase;
