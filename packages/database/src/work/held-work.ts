import type { ClusterDocument, OperationDocument, WorkDocument } from "@aro/api";
import type { Clock } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { type Container, type Stored, StoreUnavailable } from "../store.ts";
import { batchOf, type HeldChange, type HeldDocuments, landed, lostOperation } from "./held-documents.ts";
import { LeaseLost, type LossReason } from "./lease-lost.ts";
import { isHeldBy } from "./transitions.ts";

export interface HeldWorkOptions {
  container: Container;
  clock: Clock;
  log: Log;
  documents: HeldDocuments;
  /** Monotonic time before the taking was written. */
  began: number;
  leaseMilliseconds: number;
  heartbeatMilliseconds: number;
  /** The wait before a write is tried again that the store could not answer. */
  retryMilliseconds: number;
}

/**
 * A work item in the hands of one worker (architecture §5.4). Every write is one batch that replaces the work item under If-Match, which
 * fences and renews, together with what it changes. Writes happen one after the other. The lease is renewed every heartbeat in which
 * nothing was written; a renewal that fails is tried again, and at two thirds of the lease without one the worker stops by its own clock.
 */
export class HeldWork implements Disposable {
  readonly #options: HeldWorkOptions;
  readonly #taking: { owner: string; token: number };
  readonly #operationId: string;
  readonly #lost = new AbortController();
  #documents: HeldDocuments;
  #renewedAt: number;
  #closed = false;
  #turn: Promise<unknown> = Promise.resolve();
  #timer: Disposable | undefined;

  constructor(options: HeldWorkOptions) {
    const { work } = options.documents;
    this.#options = options;
    this.#documents = options.documents;
    this.#taking = { owner: work.owner ?? "", token: work.token };
    this.#operationId = work.operationId;
    this.#renewedAt = options.began;
    this.#arm();
  }

  get documents(): HeldDocuments {
    return this.#documents;
  }

  /** Aborted with a {@link LeaseLost} as soon as the loss is known. */
  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  /** Stores what `change` makes of the documents; it is asked again when one of them had changed meanwhile. @throws LeaseLost */
  write(change: (documents: HeldDocuments) => HeldChange): Promise<HeldDocuments> {
    const turn = this.#turn.then(() => this.#write(change));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Stops the worker: it has been told from outside that the item is no longer its own. */
  lose(reason: LossReason): LeaseLost {
    if (!this.#lost.signal.aborted) {
      this.#timer?.[Symbol.dispose]();
      this.#lost.abort(new LeaseLost(reason));
    }
    return this.#lost.signal.reason as LeaseLost;
  }

  /** Ends the renewals. What was queued to be written before still is. */
  [Symbol.dispose](): void {
    this.#closed = true;
    this.#timer?.[Symbol.dispose]();
  }

  async #write(change: (documents: HeldDocuments) => HeldChange): Promise<HeldDocuments> {
    const { container, clock, log, retryMilliseconds } = this.#options;
    for (;;) {
      this.#refuseLate();
      const before = this.#documents;
      const began = clock.monotonic();
      const planned = batchOf(before, change(before));
      try {
        const outcome = await container.batch(before.work.partitionKey, planned.operations);
        if (outcome.outcome === "written") {
          const [work, ...others] = outcome.documents;
          const written = { ...before };
          if (work !== undefined) written.work = work as Stored<WorkDocument>;
          for (const [at, kind] of planned.others.entries()) Object.assign(written, { [kind]: others[at] });
          return this.#wrote(written, began, planned.closes);
        }
        // An operation that was lost and made again by somebody else is read again; no other id is made here.
        if (outcome.outcome === "conflict" && outcome.path !== "/id")
          throw new Error(`a unique path is held by another document: ${outcome.path}`);
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        log.warn("store unavailable, a write is tried again", { error });
        await clock.sleep(retryMilliseconds, this.#lost.signal);
      }
      const read = await this.#read(before);
      if (read === "unavailable") continue;
      // The answer to the write was lost, the write was not.
      if (landed(planned, before.work, read.work))
        return this.#wrote(
          {
            work: read.work ?? before.work,
            cluster: read.cluster ?? before.cluster,
            operation: read.operation ?? lostOperation(planned.operation),
          },
          began,
          planned.closes,
        );
      if (read.work === undefined) throw this.lose("gone");
      if (read.work.operationId !== this.#operationId) throw this.lose("replaced");
      if (!isHeldBy(read.work, this.#taking)) throw this.lose("taken");
      if (read.cluster === undefined) throw this.lose("gone");
      this.#documents = {
        work: read.work,
        cluster: read.cluster,
        operation: read.operation ?? lostOperation(before.operation),
      };
    }
  }

  #wrote(documents: HeldDocuments, began: number, closes: boolean): HeldDocuments {
    this.#documents = documents;
    this.#renewedAt = began;
    if (closes) this[Symbol.dispose]();
    return documents;
  }

  async #read(before: HeldDocuments) {
    const { container, clock, retryMilliseconds } = this.#options;
    const { partitionKey, id } = before.work;
    try {
      const [work, cluster, operation] = await Promise.all([
        container.read<WorkDocument>(partitionKey, id),
        container.read<ClusterDocument>(partitionKey, before.cluster.id),
        container.read<OperationDocument>(partitionKey, this.#operationId),
      ]);
      return { work, cluster, operation };
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      await clock.sleep(retryMilliseconds, this.#lost.signal);
      return "unavailable";
    }
  }

  #refuseLate(): void {
    if (this.#lost.signal.aborted) throw this.#lost.signal.reason;
    if (this.#closed) throw new Error("the work item was given back: nothing more is written under its lease");
    if (this.#left() <= 0) throw this.lose("overdue");
  }

  /** Milliseconds until this worker stops by its own clock. */
  #left(): number {
    const { clock, leaseMilliseconds } = this.#options;
    return (leaseMilliseconds * 2) / 3 - (clock.monotonic() - this.#renewedAt);
  }

  #arm(): void {
    const { clock, heartbeatMilliseconds } = this.#options;
    this.#timer = clock.timer(Math.max(0, Math.min(heartbeatMilliseconds, this.#left())), () => this.#beat());
  }

  #beat(): void {
    const { clock, log, heartbeatMilliseconds } = this.#options;
    if (this.#closed || this.#lost.signal.aborted) return;
    if (this.#left() <= 0) {
      this.lose("overdue");
      return;
    }
    const due = () => clock.monotonic() - this.#renewedAt >= heartbeatMilliseconds;
    if (due())
      this.#turn = this.#turn.then(async () => {
        // A write that was waited for may have renewed the lease, ended it or found it lost.
        if (this.#closed || this.#lost.signal.aborted || !due()) return;
        await this.#write(() => ({})).catch((error: unknown) => {
          if (!(error instanceof LeaseLost)) log.warn("the lease could not be renewed", { error });
        });
      });
    this.#arm();
  }
}
