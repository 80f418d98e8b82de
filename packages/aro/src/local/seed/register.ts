import type { SeedDeps } from "./apply.ts";

const providerVersion = "2021-04-01";
const registrationPollMilliseconds = 20;

/** Registers the subscription, which it is once the service has confirmed that it was told (ARM-SUB-01). */
export async function registerProvider({
  connection,
  subscriptionId,
  signal,
}: Pick<SeedDeps, "connection" | "subscriptionId" | "signal">): Promise<void> {
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.RedHatOpenShift`;
  const state = async (method: "GET" | "POST", of: string) =>
    (
      (await connection.call({ method, path: of, apiVersion: providerVersion, signal })).body as {
        registrationState?: string;
      }
    ).registrationState;
  if ((await state("GET", path)) === "Registered") return;
  let now = await state("POST", `${path}/register`);
  while (now !== "Registered") {
    await connection.clock.sleep(registrationPollMilliseconds, signal);
    now = await state("GET", path);
  }
}
