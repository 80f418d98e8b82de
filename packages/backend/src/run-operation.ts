import { type CloudError, lastSegment, type OperationKind, type SubscriptionDocument, toSeconds } from "@aro/api";
import { type HeldChange, type HeldDocuments, HeldWork, LeaseLost, released, sayQuiet } from "@aro/database";
import { isoTime } from "@aro/runtime";
import { type RunOutcome, runSteps } from "@aro/steps";
import { Calls } from "./calls.ts";
import type { Claim } from "./claim.ts";
import type { BackendDeps } from "./deps.ts";
import { deleted, failed, succeeded } from "./ends.ts";
import { clusterFields } from "./log-fields.ts";
import { LeasedRun, phaseOf } from "./operation-run.ts";
import { internalError, outlasted, recorded, takenTooOften } from "./problems.ts";
import { logQos } from "./qos.ts";

/** Takings of one operation after which it fails; the next one runs nothing (spec 02 §4.2). */
const mostDequeues = 5;

/** An operation in the hands of this backend. */
export interface RunningOperation {
  readonly held: HeldWork;
  /** Resolves when the operation has ended, was given back or lost, and nothing of it runs any more. Never rejects. */
  readonly ended: Promise<void>;
}

/** Works on a taken operation until it ends, another takes it over, or `stop` is aborted. */
export function runOperation<Context>(deps: BackendDeps<Context>, taken: Claim, stop: AbortSignal): RunningOperation {
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
  const worker = new OperationWorker({ deps, taken, held, log, stop });
  return { held, ended: worker.run() };
}

class OperationWorker<Context> {
  readonly #deps: BackendDeps<Context>;
  readonly #kind: OperationKind;
  readonly #storeNow: number;
  readonly #held: HeldWork;
  readonly #log: BackendDeps<Context>["log"];
  readonly #limit = new AbortController();
  readonly #stop: AbortSignal;
  readonly #signal: AbortSignal;
  readonly #calls: Calls;

  constructor(options: {
    deps: BackendDeps<Context>;
    taken: Claim;
    held: HeldWork;
    log: BackendDeps<Context>["log"];
    stop: AbortSignal;
  }) {
    this.#deps = options.deps;
    this.#kind = options.taken.kind;
    this.#storeNow = options.taken.storeNow;
    this.#held = options.held;
    this.#log = options.log;
    this.#stop = options.stop;
    this.#signal = AbortSignal.any([this.#held.signal, this.#limit.signal, this.#stop]);
    const { clock, durations } = options.deps;
    this.#calls = new Calls({ clock, signal: this.#signal, limit: durations.longestAzureCall });
  }

  async run(): Promise<void> {
    const { clock } = this.#deps;
    const began = clock.monotonic();
    this.#log.info("operation taken", { kind: this.#kind, dequeues: this.#held.documents.work.dequeues });
    try {
      await this.#run();
    } catch (error) {
      await this.#giveUp(error);
    } finally {
      this.#held[Symbol.dispose]();
      this.#log.info("done", { duration: (clock.monotonic() - began) / 1000 });
    }
  }

  async #run(): Promise<void> {
    const { database, durations, clock } = this.#deps;
    const { work, operation } = this.#held.documents;
    if (work.dequeues > mostDequeues) return await this.#fail(takenTooOften(mostDequeues, this.#step()));
    if (operation === undefined) return await this.#fail(internalError(new Error("the operation document is missing")));
    const left = durations.operationLimit - (this.#storeNow - (work.begunAt ?? this.#storeNow)) * 1000;
    if (left <= 0) return await this.#fail(outlasted(durations.operationLimit, this.#step()));
    using _limit = clock.timer(left, () => this.#limit.abort(new Error("the operation's limit has passed")));
    const subscription = await database.subscriptions.read(work.partitionKey);
    if (subscription === undefined) throw new Error(`subscription ${work.partitionKey} is not known`);
    await this.#runLists(subscription);
  }

  async #runLists(subscription: SubscriptionDocument): Promise<void> {
    const deps = this.#deps;
    const run = new LeasedRun({ held: this.#held, log: this.#log, subscription });
    let made: { context: Context } | undefined;
    try {
      const making = deps.context(run, this.#kind, this.#signal);
      made = await this.#calls.returned(making.then((context) => ({ context })));
    } catch (error) {
      if (this.#signal.aborted) return await this.#interrupted();
      return await this.#fail(this.#explain(error));
    }
    if (made === undefined || this.#signal.aborted) return await this.#interrupted();
    await this.#runPhases(run, made.context);
  }

  async #runPhases(run: LeasedRun, context: Context): Promise<void> {
    const { flows, ...deps } = this.#deps;
    for (;;) {
      const phase = phaseOf(run.cluster());
      const steps = flows[this.#kind]?.(context) ?? [];
      const outcome = await this.#calls.returned(
        runSteps({
          steps,
          context,
          checkpoint: run,
          clock: deps.clock,
          durations: deps.durations,
          signal: this.#signal,
          retry: { mayPass: deps.failures.isAuthorizationFailure, renew: deps.renewAuthorization },
          onEdge: async (edge) => {
            this.#log.info(edge.edge === "started" ? "running step" : "step finished", { step: edge.step });
            const { id } = run.cluster();
            await deps.onBoundary?.({ clusterId: id, operationId: run.operationId, ...edge });
          },
        }),
      );
      switch (outcome?.outcome) {
        case undefined:
        case "stopped":
          return await this.#interrupted();
        case "failed":
          this.#log.error("step encountered error", { step: outcome.step, error: outcome.error });
          await this.#diagnose(context, outcome);
          return await this.#fail(this.#explain(outcome.error));
        case "finished": {
          const next = phaseOf(run.cluster());
          if (this.#kind !== "Creating" || next === undefined) return await this.#succeed(outcome.last);
          // The list was that of one phase, and the install has another (spec 02 §5.1).
          if (next === phase) throw new Error(`the steps of ${phase} ended and did not begin the next phase`);
          await run.write(outcome.last);
        }
      }
    }
  }

  /** The signal was aborted, and the steps have returned or will not. */
  async #interrupted(): Promise<void> {
    if (!this.#calls.quiet) this.#log.error("a call did not return after it was told to", { step: this.#step() });
    if (this.#held.signal.aborted) return await this.#lost(this.#held.signal.reason);
    // A call that did not return in its longest time is taken to have ended.
    if (this.#limit.signal.aborted)
      return await this.#fail(outlasted(this.#deps.durations.operationLimit, this.#step()));
    // Stopping: others go on where this worker stood, and it counts for nothing against the operation.
    if (this.#calls.quiet) await this.#held.write(({ work }) => ({ work: released(work, { refund: true }) }));
    this.#log.info("operation given back", { step: this.#step() });
  }

  /** Another operation or another worker came in this one's place: nothing is written but that no call is under way any more. */
  async #lost(reason: unknown): Promise<void> {
    const { clock, database, durations } = this.#deps;
    const { partitionKey, id, owner = "", token } = this.#held.documents.work;
    this.#log.warn("lost lease", { reason: reason instanceof LeaseLost ? reason.reason : String(reason) });
    if (!this.#calls.quiet) return;
    const said = await sayQuiet(
      database.clusters.container,
      { partitionKey, id, owner, token },
      { clock, retryMilliseconds: durations.heartbeat / 10 },
    );
    this.#log.info("quiet", { said });
  }

  async #succeed(last: Extract<RunOutcome, { outcome: "finished" }>["last"]): Promise<void> {
    const end = this.#kind === "Deleting" ? deleted : succeeded;
    await this.#end((documents, endTime) => end(documents, { endTime, last }));
  }

  async #fail(error: CloudError): Promise<void> {
    const final = recorded(error);
    if (final.body.code === "InternalServerError") this.#log.error("operation failed", { error: final });
    else this.#log.info("operation failed", { error: final });
    await this.#end((documents, endTime) => failed(documents, { endTime, kind: this.#kind, error: final }), final);
  }

  async #end(change: (documents: HeldDocuments, endTime: string) => HeldChange, error?: CloudError): Promise<void> {
    const endTime = isoTime(this.#deps.clock.now());
    const { cluster } = await this.#held.write((documents) => change(documents, endTime));
    logQos(this.#log, { kind: this.#kind, cluster, error });
  }

  #explain(error: unknown): CloudError {
    const { resourceGroupId } = this.#held.documents.cluster.openShiftCluster.properties.clusterProfile;
    return this.#deps.failures.toCloudError(error, { managedResourceGroup: lastSegment(resourceGroupId) });
  }

  async #diagnose(context: Context, failure: { step: string; error: unknown }): Promise<void> {
    try {
      const diagnosis = this.#deps.diagnose?.(context, { kind: this.#kind, ...failure }, this.#signal);
      if (diagnosis !== undefined) await this.#calls.returned(diagnosis);
    } catch (error) {
      this.#log.warn("diagnostics failed", { error });
    }
  }

  /** Neither an end nor a stop: what could not even be prepared or recorded is given back for later, and counts (spec 02 §16 D10). */
  async #giveUp(error: unknown): Promise<void> {
    try {
      if (this.#held.signal.aborted) return await this.#lost(this.#held.signal.reason);
      this.#log.error("the operation could not be worked on", { error });
      const notBefore = (await this.#deps.database.store.now()) + toSeconds(this.#deps.durations.idlePoll);
      await this.#held.write(({ work }) => ({ work: released(work, { notBefore }) }));
    } catch (again) {
      this.#log.error("the operation is left until its lease has run out", { error: again });
    }
  }

  /** The step that runs, or ran last, as the operation shows it. */
  #step(): string | undefined {
    return this.#held.documents.operation?.asyncOperation.progress?.current?.name;
  }
}
