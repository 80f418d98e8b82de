import { waitOut } from "@aro/azure";
import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "./context.ts";

/** Begins the names of what was begun in the service's own subscription, so that whoever waits it out asks with the right identity. */
export const servicePrefix = "service: ";

/**
 * What earlier operations on this cluster began in Azure and did not see the end of ends first: it could otherwise change things back under our
 * hands (architecture §5.4). How it ends does not matter; one that cannot be asked about is left to the checks of the later steps.
 */
export const waitOutFormerOperations: OnceStep<ClusterContext> = {
  name: "waitOutFormerOperations",
  kind: "once",
  appliesTo: ({ run }) => Object.keys(run.leftBehind).length > 0,
  run: async (context, signal) => {
    const { run, azure, service } = context;
    for (const [name, address] of Object.entries(run.leftBehind)) {
      const { clients } = name.startsWith(servicePrefix) ? service : azure;
      try {
        const end = await waitOut(clients, address, context, signal);
        run.log.info("former operation ended", { operation: name, end });
      } catch (error) {
        if (signal.aborted) throw error;
        run.log.warn("former operation could not be waited out", { operation: name, error });
      }
    }
  },
};
