import type { DurationName } from "@aro/api";
import { AzureError } from "./azure-error.ts";
import type { AzureClients } from "./clients.ts";
import { isFailure } from "./failure-kinds.ts";
import { askedWait } from "./retry-after.ts";
import type { Waits } from "./retry-transient.ts";
import { type Start, untilEnd, verdict } from "./until-end.ts";

/** Where the addresses of running operations are kept; the run of an operation is one. */
export interface PollerStore {
  poller(name: string): string | undefined;
  rememberPoller(name: string, address: string | undefined): Promise<void>;
}

/** The options to hand to the SDK's call that begins the operation. */
export interface BeginOptions {
  abortSignal: AbortSignal;
  onResponse: (response: InitialResponse) => void;
}

interface InitialResponse {
  status: number;
  headers: { toJSON(): Record<string, string> };
  bodyAsText?: string | null;
  request: { url: string; method: string };
}

/** What the SDK's calls of long-running operations give: nothing is asked of it but to send the first request. */
export interface Submittable {
  submitted(): Promise<void>;
}

export interface LongRunning {
  /**
   * Waits for the end of what a former holder of this run began under `name` and forgets it; undefined when nothing is stored. A step that looks
   * before it acts calls this before it looks: what is still under way may look as if it were done.
   */
  settle(
    name: string,
    signal: AbortSignal,
    limit?: DurationName,
  ): Promise<"succeeded" | "failed" | "forgotten" | undefined>;
  /**
   * Begins an operation, stores its poll address, waits for its end, forgets the address. When an address is stored under `name`, a former
   * holder of this run began it: that one is waited for instead, and begun anew only if it failed or Azure has forgotten it.
   * @throws AzureError when it is refused or ends badly; Error when `limit` passes.
   */
  run(
    name: string,
    begin: (options: BeginOptions) => Submittable,
    signal: AbortSignal,
    limit?: DurationName,
  ): Promise<void>;
}

/**
 * Long-running operations, polled here and not by the SDK's poller: one stored address fits every client and survives an SDK update,
 * waits stand on the injected clock, and a failure keeps the whole error, of which the SDK's poller leaves code and message in a text.
 * The address goes through the same pipeline as every other call.
 */
export function longRunning(clients: AzureClients, store: PollerStore, waits: Waits): LongRunning {
  let writing: Promise<unknown> = Promise.resolve();
  // Operations may run side by side; the store is written by one at a time.
  const remember = (name: string, address: string | undefined): Promise<void> => {
    const written = writing.then(() => store.rememberPoller(name, address));
    writing = written.catch(() => undefined);
    return written;
  };
  const settle: LongRunning["settle"] = async (name, signal, limit = "deploymentLimit") => {
    const address = store.poller(name);
    if (address === undefined) return undefined;
    const end = await followed(clients, { address, wait: 0 }, waits, signal, limit);
    await remember(name, undefined);
    return end;
  };
  return {
    settle,
    run: async (name, begin, signal, limit = "deploymentLimit") => {
      if ((await settle(name, signal, limit)) === "succeeded") return;
      const seen: { first?: InitialResponse } = {};
      await begin({
        abortSignal: signal,
        onResponse: (response) => {
          seen.first ??= response;
        },
      }).submitted();
      const { first } = seen;
      if (first === undefined) throw new Error(`${name}: the client began without reporting Azure's answer`);
      const start = started(first, waits);
      if (start === undefined) return;
      await remember(name, withoutOwnOrigin(start.address, first.request.url));
      try {
        await untilEnd(clients, start, waits, signal, limit);
      } catch (error) {
        // Ended, or no longer known: nobody needs the address. Interrupted or unanswered: it still runs, and whoever goes on must find it.
        if (hasEnded(error) || isFailure(error, "notFound")) await remember(name, undefined);
        throw error;
      }
      await remember(name, undefined);
    },
  };
}

/** Waits until the operation behind a stored address has ended, in whatever way (decision 4: before a delete or a takeover begins). */
export async function waitOut(
  clients: AzureClients,
  address: string,
  waits: Waits,
  signal: AbortSignal,
): Promise<"succeeded" | "failed" | "forgotten"> {
  return followed(clients, { address, wait: 0 }, waits, signal, "deploymentLimit");
}

async function followed(
  clients: AzureClients,
  start: Start,
  waits: Waits,
  signal: AbortSignal,
  limit: DurationName,
): Promise<"succeeded" | "failed" | "forgotten"> {
  try {
    await untilEnd(clients, start, waits, signal, limit);
    return "succeeded";
  } catch (error) {
    if (isFailure(error, "notFound")) return "forgotten";
    if (hasEnded(error)) return "failed";
    throw error;
  }
}

/** Only the end of an operation is an AzureError without a status. */
const hasEnded = (error: unknown): boolean => error instanceof AzureError && error.status === undefined;

/** The poll address in the answer that began an operation; undefined when it ended at once. @throws AzureError when it ended badly at once. */
function started(first: InitialResponse, { clock }: Waits): Start | undefined {
  const headers = first.headers.toJSON();
  const wait = askedWait(headers, clock.now());
  const status = headers["azure-asyncoperation"] ?? headers["operation-location"];
  if (status !== undefined) return { address: status, wait };
  if (first.status === 202 && headers["location"] !== undefined) return { address: headers["location"], wait };
  if (first.request.method !== "PUT" || first.bodyAsText == null || first.bodyAsText === "") return undefined;
  const end = verdict({ status: first.status, headers, body: JSON.parse(first.bodyAsText) }, first.request.url);
  return end === "running" ? { address: first.request.url, wait } : undefined;
}

/** An address of the ARM that was just asked, kept without its origin: an operation outlives a change of where ARM is reached. */
function withoutOwnOrigin(address: string, asked: string): string {
  const { origin, pathname, search } = new URL(address, asked);
  return origin === new URL(asked).origin ? pathname + search : address;
}
