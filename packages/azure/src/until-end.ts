import type { DurationName } from "@aro/api";
import { AzureError, azureErrorBody } from "./azure-error.ts";
import type { ArmAnswer, AzureClients } from "./clients.ts";
import { askedWait } from "./retry-after.ts";
import type { Waits } from "./retry-transient.ts";

/** Where a running operation is asked about. */
export interface Start {
  address: string;
  /** Milliseconds, asked for by Azure before the first poll. */
  wait: number | undefined;
}

/** Polls an operation until it has succeeded; the answer that says so. @throws AzureError when it ended badly; Error when `limit` passes. */
export async function untilEnd(
  clients: AzureClients,
  start: Start,
  { clock, durations }: Waits,
  signal: AbortSignal,
  limit: DurationName,
): Promise<ArmAnswer> {
  const until = clock.monotonic() + durations[limit];
  let { address } = start;
  // Most operations on networks end within a second or two: the interval grows from an eighth to the whole.
  let interval = durations.azurePoll / 8;
  let wait = start.wait ?? interval;
  for (;;) {
    if (wait > 0) await clock.sleep(wait, signal);
    const answer = await clients.call({ method: "GET", path: address }, signal);
    if (verdict(answer, address) === "succeeded") return answer;
    if (clock.monotonic() > until)
      throw new Error(
        `an operation in Azure did not end within ${durations[limit] / 1000} s: ${address.split("?", 1)[0]}`,
      );
    address =
      answer.headers["azure-asyncoperation"] ??
      answer.headers["operation-location"] ??
      (answer.status === 202 ? answer.headers["location"] : undefined) ??
      address;
    interval = Math.min(interval * 2, durations.azurePoll);
    wait = askedWait(answer.headers, clock.now()) ?? interval;
  }
}

/** What an answer says of the operation: by `status` of an operation, by `provisioningState` of a resource, else by 202 or not. @throws AzureError when it failed or was cancelled. */
export function verdict({ status, body }: ArmAnswer, address: string): "running" | "succeeded" {
  const { status: word, properties } = (body ?? {}) as {
    status?: unknown;
    properties?: { provisioningState?: unknown } | null;
  };
  const state = typeof word === "string" ? word : properties?.provisioningState;
  if (typeof state !== "string" || state === "") return status === 202 ? "running" : "succeeded";
  if (/^succeeded$/i.test(state)) return "succeeded";
  if (!/^(failed|cancell?ed)$/i.test(state)) return "running";
  const error = (body as { error?: unknown; properties?: { error?: unknown } }).error ??
    (properties as { error?: unknown } | undefined)?.error ?? {
      code: /^failed$/i.test(state) ? "OperationFailed" : "OperationCanceled",
      message: `The operation ended as ${state}.`,
    };
  throw new AzureError({ body: azureErrorBody({ error }, undefined), method: "GET", url: address });
}
