import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { BatchOperation, ContainerDefinition, Store } from "../store.ts";

/** What the suite asks of a process: one call of a container, or an endless stream of batches. */
export type Command =
  | { call: "create" | "replace" | "delete" | "batch" | "read" | "query" | "changes"; arguments: unknown[] }
  /** Replaces all documents of `ids` in one batch with ever higher `generation`, `lanes` batches at a time, each lane in a partition of its own. */
  | { call: "stream"; partition: string; ids: string[]; lanes: number };

interface Request {
  number: number;
  definition: ContainerDefinition;
  command: Command;
}

type Answer =
  | { number: number; value?: unknown; error?: string }
  | { acknowledged: { lane: number; generation: number } };

/** A second process, spoken to by messages. */
export class OtherProcess {
  readonly #child: ChildProcess;
  #next = 1;
  readonly #open = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  /** Highest generation that each lane of a stream has acknowledged. */
  readonly acknowledged = new Map<number, number>();

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on("message", (answer: Answer) => {
      if ("acknowledged" in answer) {
        this.acknowledged.set(answer.acknowledged.lane, answer.acknowledged.generation);
        return;
      }
      const waiting = this.#open.get(answer.number);
      this.#open.delete(answer.number);
      if (answer.error === undefined) waiting?.resolve(answer.value);
      else waiting?.reject(new Error(answer.error));
    });
    child.on("exit", () => {
      for (const { reject } of this.#open.values()) reject(new Error("the process has ended"));
    });
  }

  /** Takes a forked child that runs {@link serveStore}, once it is ready. */
  static async of(child: ChildProcess): Promise<OtherProcess> {
    await Promise.race([
      once(child, "message"),
      once(child, "exit").then(([code]) => {
        throw new Error(`the process ended with ${code} before it was ready`);
      }),
    ]);
    return new OtherProcess(child);
  }

  /** The value the call gives there. */
  async ask<T>(definition: ContainerDefinition, command: Command): Promise<T> {
    const number = this.#next++;
    const answer = new Promise<unknown>((resolve, reject) => this.#open.set(number, { resolve, reject }));
    this.#child.send({ number, definition, command } satisfies Request);
    return (await answer) as T;
  }

  /** `kill -9`: nothing in it runs any more when this resolves. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await gone;
  }
}

/** The other end of {@link OtherProcess}: answers from `store` until the parent goes. */
export function serveStore(store: Store): void {
  const answer = (message: Answer) => void process.send?.(message);
  process.on("message", (request: Request) => {
    serve(store, request, answer).catch((error: unknown) => answer({ number: request.number, error: String(error) }));
  });
  process.on("disconnect", () => process.exit());
  process.send?.("ready");
}

/** An outcome's documents are made when they are asked for, by an accessor that no message takes along. */
function asMembers(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("outcome" in value)) return value;
  const { document, documents } = value as { document?: unknown; documents?: unknown };
  return {
    ...value,
    ...(document === undefined ? {} : { document }),
    ...(documents === undefined ? {} : { documents }),
  };
}

async function serve(store: Store, request: Request, answer: (message: Answer) => void): Promise<void> {
  const { number, definition, command } = request;
  const container = await store.container(definition);
  if (command.call !== "stream") {
    const call = container[command.call] as (...values: unknown[]) => Promise<unknown>;
    answer({ number, value: asMembers(await call.apply(container, command.arguments)) });
    return;
  }
  answer({ number });
  await Promise.all(
    Array.from({ length: command.lanes }, async (_, lane) => {
      const partition = `${command.partition}-${lane}`;
      const present = await container.read(partition, command.ids[0] ?? "");
      let generation = typeof present?.["generation"] === "number" ? present["generation"] : 0;
      for (;;) {
        generation++;
        const operations = command.ids.map((id): BatchOperation => {
          const document = { id, at: partition, generation, text: "x".repeat(300) };
          return generation === 1 ? { create: document } : { replace: document, ifMatch: "any" };
        });
        const outcome = await container.batch(partition, operations);
        if (outcome.outcome !== "written") throw new Error(`the stream met ${JSON.stringify(outcome)}`);
        answer({ acknowledged: { lane, generation } });
      }
    }),
  );
}
