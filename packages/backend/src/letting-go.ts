import { type CloudError, lastSegment, type OperationKind, toSeconds } from "@aro/api";
import { type HeldChange, type HeldDocuments, type HeldWork, LeaseLost, released, sayQuiet } from "@aro/database";
import { isoTime } from "@aro/runtime";
import type { RunOutcome } from "@aro/steps";
import type { Log } from "@aro/telemetry";
import type { Calls } from "./calls.ts";
import type { BackendDeps } from "./deps.ts";
import { emptyAgain } from "./empty-again.ts";
import { deleted, failed, succeeded } from "./ends.ts";
import { recorded } from "./problems.ts";
import { logQos } from "./qos.ts";

/** Marks the last step of a list that was run to its end. */
export type LastMark = Extract<RunOutcome, { outcome: "finished" }>["last"];

/** The ways in which a worker lets go of its work item: an end, giving it back, or having lost it. Exactly one of them closes a run. */
export class LettingGo {
  readonly #deps: Pick<BackendDeps<never>, "database" | "clock" | "durations" | "failures">;
  readonly #kind: OperationKind;
  readonly #held: HeldWork;
  readonly #calls: Calls;
  readonly #log: Log;

  constructor(options: {
    deps: Pick<BackendDeps<never>, "database" | "clock" | "durations" | "failures">;
    kind: OperationKind;
    held: HeldWork;
    calls: Calls;
    log: Log;
  }) {
    this.#deps = options.deps;
    this.#kind = options.kind;
    this.#held = options.held;
    this.#calls = options.calls;
    this.#log = options.log;
  }

  /** The step that runs, or ran last, as the operation shows it. */
  get step(): string | undefined {
    return this.#held.documents.operation.asyncOperation.progress?.current?.name;
  }

  /** Ends the operation as Succeeded. @throws LeaseLost */
  async succeeded(last: LastMark): Promise<void> {
    const end = this.#kind === "Deleting" ? deleted : succeeded;
    await this.#end((documents, endTime) => end(documents, { endTime, last }));
  }

  /** Ends the operation as Failed, in the customer's words. @throws LeaseLost */
  async failed(error: unknown): Promise<void> {
    const { resourceGroupId } = this.#held.documents.cluster.openShiftCluster.properties.clusterProfile;
    const managedResourceGroup = lastSegment(resourceGroupId);
    const final = recorded(this.#deps.failures.toCloudError(error, { managedResourceGroup }));
    if (final.body.code === "InternalServerError") this.#log.error("operation failed", { error: final });
    else this.#log.info("operation failed", { error: final });
    if (this.#kind === "Deleting") {
      const { database, durations } = this.#deps;
      const { partitionKey } = this.#held.documents.work;
      await emptyAgain({ database, log: this.#log }, partitionKey, { milliseconds: durations.subscriptionRetryLater });
    }
    await this.#end((documents, endTime) => failed(documents, { endTime, kind: this.#kind, error: final }), final);
  }

  /** Others go on where this worker stood, and the taking counts for nothing against the operation. @throws LeaseLost */
  async givenBack(): Promise<void> {
    if (this.#calls.quiet) await this.#held.write(({ work }) => ({ work: released(work, { refund: true }) }));
    this.#log.info("operation given back", { step: this.step });
  }

  /** Another operation or another worker came in this one's place: nothing is written but that no call is under way any more. */
  async lost(): Promise<void> {
    const { clock, database, durations } = this.#deps;
    const { partitionKey, id, owner = "", token, operationId } = this.#held.documents.work;
    const { reason } = this.#held.signal;
    this.#log.warn("lost lease", { reason: reason instanceof LeaseLost ? reason.reason : String(reason) });
    if (!this.#calls.quiet) return;
    const said = await sayQuiet(
      database.clusters.container,
      { partitionKey, id, owner, token, operationId },
      { clock, retryMilliseconds: durations.heartbeat / 10 },
    );
    this.#log.info("quiet", { said });
  }

  /** What could not even be prepared or recorded is given back for later, and the taking counts (spec 02 §16 D10). Never rejects. */
  async givenUp(error: unknown): Promise<void> {
    try {
      if (this.#held.signal.aborted) return await this.lost();
      this.#log.error("the operation could not be worked on", { error });
      const notBefore = (await this.#deps.database.store.now()) + toSeconds(this.#deps.durations.idlePoll);
      await this.#held.write(({ work }) => ({ work: released(work, { notBefore }) }));
    } catch (again) {
      this.#log.error("the operation is left until its lease has run out", { error: again });
    }
  }

  async #end(change: (documents: HeldDocuments, endTime: string) => HeldChange, error?: CloudError): Promise<void> {
    const endTime = isoTime(this.#deps.clock.now());
    const { cluster } = await this.#held.write((documents) => change(documents, endTime));
    logQos(this.#log, { kind: this.#kind, cluster, error });
  }
}
