import type { OperationKind, SubscriptionDocument } from "@aro/api";
import { HeldWork } from "@aro/database";
import { runSteps } from "@aro/steps";
import type { Log } from "@aro/telemetry";
import { Calls } from "./calls.ts";
import type { Claim } from "./claim.ts";
import type { BackendDeps } from "./deps.ts";
import { emptyAgain } from "./empty-again.ts";
import { LettingGo } from "./letting-go.ts";
import { clusterFields } from "./log-fields.ts";
import { LeasedRun, phaseOf } from "./operation-run.ts";
import { outlasted, takenTooOften } from "./problems.ts";
import type { ProcessorShares } from "./processor-shares.ts";

/** Takings of one operation after which it fails; the next one runs nothing (spec 02 §4.2). */
const mostDequeues = 5;

/** An operation in the hands of this backend. */
export interface RunningOperation {
  readonly held: HeldWork;
  /** Resolves when the operation has ended, was given back or lost, and nothing of it runs any more. Never rejects. */
  readonly ended: Promise<void>;
}

/** Works on a taken operation until it ends, another takes it over, or `stop` is aborted. */
export function runOperation<Context>(
  deps: BackendDeps<Context>,
  taken: Claim,
  stop: AbortSignal,
  shares?: ProcessorShares,
): RunningOperation {
  const { clock, durations } = deps;
  const { work, cluster } = taken.documents;
  const log = deps.log.with({ ...clusterFields(cluster), operation: work.operationId, token: work.token });
  const held = new HeldWork({
    container: deps.database.clusters.container,
    clock,
    log,
    documents: taken.documents,
    began: taken.began,
    leaseMilliseconds: durations.lease,
    heartbeatMilliseconds: durations.heartbeat,
    retryMilliseconds: durations.heartbeat / 10,
  });
  return { held, ended: new Worker({ deps, taken, held, log, stop, shares }).run() };
}

class Worker<Context> {
  readonly #deps: BackendDeps<Context>;
  readonly #kind: OperationKind;
  readonly #held: HeldWork;
  readonly #log: Log;
  readonly #limit = new AbortController();
  /** Lost, outlasted or stopped: what runs is to return. */
  readonly #signal: AbortSignal;
  readonly #calls: Calls;
  readonly #lettingGo: LettingGo;
  readonly #shares: ProcessorShares | undefined;

  constructor(options: {
    deps: BackendDeps<Context>;
    taken: Claim;
    held: HeldWork;
    log: Log;
    stop: AbortSignal;
    shares: ProcessorShares | undefined;
  }) {
    const { deps, taken, held, log, stop, shares } = options;
    this.#shares = shares;
    this.#deps = deps;
    this.#kind = taken.kind;
    this.#held = held;
    this.#log = log;
    this.#signal = AbortSignal.any([held.signal, this.#limit.signal, stop]);
    this.#calls = new Calls({ clock: deps.clock, signal: this.#signal, limit: deps.durations.longestAzureCall });
    this.#lettingGo = new LettingGo({ deps, kind: taken.kind, held, calls: this.#calls, log });
  }

  async run(): Promise<void> {
    const { clock } = this.#deps;
    const began = clock.monotonic();
    const share = this.#shares?.begin();
    this.#log.info("operation taken", { kind: this.#kind, dequeues: this.#held.documents.work.dequeues });
    try {
      await this.#begin();
    } catch (error) {
      await this.#lettingGo.givenUp(error);
    } finally {
      this.#held[Symbol.dispose]();
      this.#log.info("done", {
        duration: (clock.monotonic() - began) / 1000,
        ...(share === undefined ? {} : { cpuSeconds: share.end() }),
      });
    }
  }

  async #begin(): Promise<void> {
    const { database, durations, clock } = this.#deps;
    const { work, operation } = this.#held.documents;
    const { step } = this.#lettingGo;
    if (work.dequeues > mostDequeues) return await this.#lettingGo.failed(takenTooOften(mostDequeues, step));
    if (operation._etag === undefined) this.#log.error("the operation was lost from the store, it is made again");
    const left = durations.operationLimit - (work.workedSeconds ?? 0) * 1000;
    if (left <= 0) return await this.#lettingGo.failed(outlasted(durations.operationLimit, step));
    using _limit = clock.timer(left, () => this.#limit.abort(new Error("the operation's limit has passed")));
    const subscription = await database.subscriptions.read(work.partitionKey);
    if (subscription === undefined) throw new Error(`subscription ${work.partitionKey} is not known`);
    if (subscription.subscription.state === "Deleted" && this.#kind !== "Deleting")
      await emptyAgain(this.#deps, subscription.id, "at once");
    await this.#prepare(subscription);
  }

  async #prepare(subscription: SubscriptionDocument): Promise<void> {
    const run = new LeasedRun({ held: this.#held, log: this.#log, subscription });
    let made: { context: Context } | undefined;
    try {
      const making = this.#deps.context(run, this.#kind, this.#signal);
      made = await this.#calls.returned(making.then((context) => ({ context })));
    } catch (error) {
      if (this.#signal.aborted) return await this.#interrupted();
      return await this.#lettingGo.failed(error);
    }
    if (made === undefined || this.#signal.aborted) return await this.#interrupted();
    await this.#runLists(run, made.context);
  }

  async #runLists(run: LeasedRun, context: Context): Promise<void> {
    const { flows, clock, durations, failures, renewAuthorization, onBoundary } = this.#deps;
    for (;;) {
      const phase = phaseOf(run.cluster());
      const running = runSteps({
        steps: flows[this.#kind]?.(context) ?? [],
        context,
        checkpoint: run,
        clock,
        durations,
        signal: this.#signal,
        retry: { mayPass: failures.isAuthorizationFailure, renew: renewAuthorization },
        onEdge: async (edge) => {
          this.#log.info(edge.edge === "started" ? "running step" : "step finished", { step: edge.step });
          await onBoundary?.({ clusterId: run.cluster().id, operationId: run.operationId, ...edge });
        },
      });
      const outcome = await this.#calls.returned(running);
      switch (outcome?.outcome) {
        case undefined:
        case "stopped":
          return await this.#interrupted();
        case "failed":
          this.#log.error("step encountered error", { step: outcome.step, error: outcome.error });
          await this.#diagnose(context, outcome);
          return await this.#lettingGo.failed(outcome.error);
        case "finished": {
          const next = phaseOf(run.cluster());
          if (this.#kind !== "Creating" || next === undefined) return await this.#lettingGo.succeeded(outcome.last);
          // The list was that of one phase, and the install has another (spec 02 §5.1).
          if (next === phase) throw new Error(`the steps of ${phase} ended and did not begin the next phase`);
          await run.write(outcome.last);
        }
      }
    }
  }

  /** The signal was aborted, and the steps have returned or will not. */
  async #interrupted(): Promise<void> {
    const { step } = this.#lettingGo;
    if (!this.#calls.quiet) this.#log.error("a call did not return after it was told to", { step });
    if (this.#held.signal.aborted) return await this.#lettingGo.lost();
    // A call that did not return in its longest time is taken to have ended.
    if (this.#limit.signal.aborted)
      return await this.#lettingGo.failed(outlasted(this.#deps.durations.operationLimit, step));
    await this.#lettingGo.givenBack();
  }

  async #diagnose(context: Context, failure: { step: string; error: unknown }): Promise<void> {
    try {
      const diagnosis = this.#deps.diagnose?.(context, { kind: this.#kind, ...failure }, this.#signal);
      if (diagnosis !== undefined) await this.#calls.returned(diagnosis);
    } catch (error) {
      this.#log.warn("diagnostics failed", { error });
    }
  }
}
