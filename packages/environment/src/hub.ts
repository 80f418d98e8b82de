import type { AzureClients } from "@aro/azure";
import { createHub, findHub, type Hub } from "@aro/hive";
import { ApiServerUnreachable, connect, createClient, isRefusal, limitsOfCalls } from "@aro/kubernetes";
import type { Clock, Random } from "@aro/runtime";

/** Connects to Hive once a process (spec 03 §7.6); what failed, or is refused or not reached later, is looked up anew. */
export function hubOnce(deps: {
  location: string;
  build: string;
  durations: Parameters<typeof limitsOfCalls>[0];
  clock: Clock;
  random: Random;
}): (service: AzureClients, signal: AbortSignal) => Promise<Hub> {
  let known: Promise<Hub> | undefined;
  const forget = (error: unknown): never => {
    known = undefined;
    throw error;
  };
  return (service, signal) => {
    known ??= findHub(service, deps.location, signal)
      .then(async (access) => {
        const connection = connect(access, `aro/${deps.build}`, limitsOfCalls(deps.durations));
        // Credentials or an authority that were renewed meanwhile, another address: the next call begins with what holds now.
        const send: typeof connection.send = (request, ends) =>
          connection.send(request, ends).catch((error: unknown) => {
            if (isRefusal(error, "Unauthorized") || error instanceof ApiServerUnreachable) known = undefined;
            throw error;
          });
        const hub = createHub(createClient({ ...connection, send }), deps);
        // What this build reads off a failed install, Hive must know to look for.
        await hub.publishFailures(signal);
        return hub;
      })
      .catch(forget);
    return known;
  };
}
