import type { DurationName } from "@aro/api";
import type { ArmCall, AzureClients } from "./clients.ts";
import { askedWait } from "./retry-after.ts";
import type { Waits } from "./retry-transient.ts";
import { untilEnd } from "./until-end.ts";

/**
 * A call that may take its time and tells something in the end, as ARM has it: at once, or under `Location` when the operation has ended
 * (ARM-ASY). Its address is kept nowhere, so what it tells may be a secret; whoever dies meanwhile calls again.
 * @throws AzureError when it is refused or ends badly; Error when `limit` passes.
 */
export async function resultOf(
  clients: AzureClients,
  call: ArmCall,
  waits: Waits,
  signal: AbortSignal,
  limit: DurationName = "deploymentLimit",
): Promise<unknown> {
  const first = await clients.call(call, signal);
  if (first.status !== 202) return first.body;
  const { "azure-asyncoperation": status, location } = first.headers;
  const wait = askedWait(first.headers, waits.clock.now());
  if (status !== undefined) await untilEnd(clients, { address: status, wait }, waits, signal, limit);
  if (location === undefined) return undefined;
  const address = location;
  return (await untilEnd(clients, { address, wait: status === undefined ? wait : 0 }, waits, signal, limit)).body;
}
