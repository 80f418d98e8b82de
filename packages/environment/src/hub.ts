import type { AzureClients } from "@aro/azure";
import { createHub, findHub, type Hub } from "@aro/hive";
import { connect, createClient, isRefusal, limitsOfCalls } from "@aro/kubernetes";
import type { Clock, Random } from "@aro/runtime";

/** Connects to Hive once a process (spec 03 §7.6); what failed, or is refused later, is looked up anew. */
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
        // Credentials that were renewed meanwhile: the next call begins with the new ones.
        const send: typeof connection.send = (request, ends) =>
          connection.send(request, ends).catch((error: unknown) => {
            if (isRefusal(error, "Unauthorized")) known = undefined;
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
