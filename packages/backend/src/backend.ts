import { type SubscriptionDocument, toSeconds, type WorkDocument } from "@aro/api";
import type { Container, Holder, Page, Stored } from "@aro/database";
import { claimCascade, runCascade } from "./cascade.ts";
import { claim } from "./claim.ts";
import type { Backend, BackendDeps } from "./deps.ts";
import { Latch } from "./latch.ts";
import { enqueueLostWork } from "./lost-work.ts";
import { ProcessorShares } from "./processor-shares.ts";
import { type RunningOperation, runOperation } from "./run-operation.ts";

/** Handled at the same time, operations and subscriptions together (spec 02 §4.2). */
const mostWorkers = 100;

/** A backend that has not begun yet. */
export function createBackend<Context>(deps: BackendDeps<Context>): Backend {
  return new LeasingBackend(deps);
}

/** Something that may be taken. */
interface Found {
  /** Of the document. */
  id: string;
  /** Takes it and begins to work on it, if nobody else does. Never rejects. */
  take: () => Promise<void>;
}

/** An attempt that is under way. */
interface Taking {
  done: Promise<void>;
  /** It was found while it was being taken. */
  foundAgain: boolean;
}

class LeasingBackend<Context> implements Backend {
  readonly #deps: BackendDeps<Context>;
  readonly #holder: Holder;
  readonly #latch = new Latch();
  readonly #operations = new Set<RunningOperation>();
  readonly #running = new Set<Promise<void>>();
  readonly #takings = new Map<string, Taking>();
  readonly #shares: ProcessorShares | undefined;
  readonly #interrupt = new AbortController();
  #stopping = false;
  #subscriptionsFirst = false;
  #loop: Promise<void> | undefined;
  #lostWork: Promise<void> | undefined;

  constructor(deps: BackendDeps<Context>) {
    this.#deps = deps;
    this.#shares = deps.processorSeconds && new ProcessorShares(deps.processorSeconds);
    this.#holder = {
      owner: deps.random.uuid(),
      leaseSeconds: toSeconds(deps.durations.lease),
      callSeconds: toSeconds(deps.durations.longestAzureCall),
    };
  }

  start(): void {
    this.#loop ??= this.#takeWork();
  }

  async drain(): Promise<void> {
    this.#stopping = true;
    this.#latch.set();
    await this.#loop;
    await this.#lostWork;
    await Promise.all(Array.from(this.#takings.values(), ({ done }) => done));
    await Promise.all(this.#running);
  }

  async stop(): Promise<void> {
    this.#interrupt.abort(new Error("the backend stops"));
    await this.drain();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #takeWork(): Promise<void> {
    const { clock, database, durations, log } = this.#deps;
    using _clusters = database.clusters.container.onWrite(() => this.#latch.set());
    using _subscriptions = database.subscriptions.container.onWrite(() => this.#latch.set());
    let poll = clock.monotonic();
    let beat = poll;
    while (!this.#stopping) {
      const polling = clock.monotonic() >= poll;
      if (polling) poll = clock.monotonic() + durations.idlePoll;
      if (polling && clock.monotonic() >= beat) {
        beat = clock.monotonic() + durations.lostWorkBeat;
        this.#lookForLostWork();
      }
      try {
        await this.#yieldReplaced();
        await this.#fill(polling);
        await this.#latch.wait(clock, poll - clock.monotonic());
      } catch (error) {
        log.warn("work could not be looked for", { error });
        await this.#latch.wait(clock, durations.heartbeat / 10);
      }
    }
    log.info("exiting", { workers: this.#running.size });
  }

  /** Beside the taking, which it does not keep waiting; one at a time. */
  #lookForLostWork(): void {
    this.#lostWork ??= enqueueLostWork(this.#deps, this.#interrupt.signal).finally(() => {
      this.#lostWork = undefined;
    });
  }

  /** Stops the runs in whose place another operation was put: a delete while creating is honoured at once (ARM-DEL-04). */
  async #yieldReplaced(): Promise<void> {
    if (this.#operations.size === 0) return;
    const { container } = this.#deps.database.clusters;
    const parameters = { owner: this.#holder.owner };
    for await (const { documents } of pages<WorkDocument>(container, "work-awaiting-quiet", { parameters }))
      for (const { id, predecessor } of documents)
        for (const { held } of this.#operations)
          if (held.documents.work.id === id && held.documents.work.token === predecessor?.token) held.lose("replaced");
  }

  /**
   * Takes operations and subscriptions in turn until there are no more, or no more fit. Does not wait for a taking unless its place is
   * needed, so that what is accepted meanwhile need not either. Expired leases come only with time: a poll looks for them.
   */
  async #fill(polling: boolean): Promise<void> {
    if (this.#free() <= 0) return;
    const { database } = this.#deps;
    const clusters = database.clusters.container;
    const subscriptions = database.subscriptions.container;
    // No more is read of a long queue than fits; what is being taken may still stand in it.
    const size = this.#free() + this.#takings.size;
    const operations = this.#found(pages<WorkDocument>(clusters, "work-queued", { size }), this.#operation);
    const expired = this.#found(
      polling ? pages<WorkDocument>(clusters, "work-expired", { size }) : [],
      this.#operation,
    );
    const cascades = this.#found(
      pages<SubscriptionDocument>(subscriptions, "subscriptions-to-empty", { size }),
      this.#cascade,
    );
    this.#subscriptionsFirst = !this.#subscriptionsFirst;
    const queues = this.#subscriptionsFirst ? [cascades, operations, expired] : [operations, expired, cascades];
    for (let queue = queues.shift(); queue !== undefined && !this.#stopping; queue = queues.shift()) {
      while (this.#free() <= 0) {
        if (this.#takings.size === 0) return;
        await Promise.race(Array.from(this.#takings.values(), ({ done }) => done));
      }
      const next = await queue.next();
      if (next.done) continue;
      queues.push(queue);
      this.#take(next.value);
    }
  }

  /** Begins to take what was found, unless that is under way: then it is looked for once more afterwards, so that no wake-up is lost (spec 02 §16 D13). */
  #take({ id, take }: Found): void {
    const underWay = this.#takings.get(id);
    if (underWay !== undefined) {
      underWay.foundAgain = true;
      return;
    }
    const done = take().finally(() => {
      this.#takings.delete(id);
      if (taking.foundAgain) this.#latch.set();
    });
    const taking: Taking = { done, foundAgain: false };
    this.#takings.set(id, taking);
  }

  #free(): number {
    return (this.#deps.workers ?? mostWorkers) - this.#running.size - this.#takings.size;
  }

  async *#found<Document extends WorkDocument | SubscriptionDocument>(
    found: AsyncIterable<Page<Document>> | Iterable<Page<Document>>,
    take: (document: Stored<Document>, storeNow: number) => Promise<void>,
  ): AsyncGenerator<Found, void> {
    for await (const { documents } of found) {
      if (documents.length === 0) continue;
      const storeNow = await this.#deps.database.store.now();
      for (const document of documents) yield { id: document.id, take: () => take(document, storeNow) };
    }
  }

  /** Takes an operation and begins to work on it. A document that cannot be taken does not keep others from it (spec 02 §16 D3). */
  readonly #operation = async (work: Stored<WorkDocument>, storeNow: number): Promise<void> => {
    const { log } = this.#deps;
    try {
      const taken = await claim(work, { ...this.#deps, holder: this.#holder, storeNow });
      if (taken === undefined) return;
      const operation = runOperation(this.#deps, taken, this.#interrupt.signal, this.#shares);
      this.#operations.add(operation);
      this.#watch(operation.ended.finally(() => this.#operations.delete(operation)));
    } catch (error) {
      log.error("work could not be taken", { work: work.id, error });
    }
  };

  readonly #cascade = async (subscription: Stored<SubscriptionDocument>, storeNow: number): Promise<void> => {
    try {
      const owner = this.#holder.owner;
      const claimed = await claimCascade(subscription, { ...this.#deps, owner, storeNow });
      if (claimed === undefined) return;
      this.#watch(runCascade(this.#deps, claimed, this.#interrupt.signal));
    } catch (error) {
      this.#deps.log.error("a subscription could not be taken", { subscription: subscription.id, error });
    }
  };

  #watch(worker: Promise<void>): void {
    const ended = worker.finally(() => {
      this.#running.delete(ended);
      this.#latch.set();
    });
    this.#running.add(ended);
  }
}

/** All pages of a query, as they are needed. */
async function* pages<Document extends WorkDocument | SubscriptionDocument>(
  container: Container,
  query: string,
  options: { size?: number; parameters?: Record<string, string> } = {},
): AsyncGenerator<Page<Document>, void> {
  let continuation: string | undefined;
  do {
    const page: Page<Document> = await container.query<Document>(query, {
      ...(options.parameters === undefined ? {} : { parameters: options.parameters }),
      ...(options.size === undefined ? {} : { pageSize: options.size }),
      ...(continuation === undefined ? {} : { continuation }),
    });
    yield page;
    continuation = page.continuation;
  } while (continuation !== undefined);
}
