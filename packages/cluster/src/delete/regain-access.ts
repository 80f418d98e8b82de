import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { isManagedBy, putManagedGroup, readManagedGroup } from "../install/ensure-resource-group.ts";

/**
 * Puts the managed group again, which gives the service back the rights in it that it needs to empty it (spec 03 §6 row 1, where it is called
 * `ensureResourceGroup` as in an install; here nothing is ensured). Best effort: what really stands in the way shows in the steps that follow.
 * A group that is gone stays gone; those steps know how to do without it (ARM-DEL-06).
 */
export const regainAccess: OnceStep<ClusterContext> = {
  name: "regainAccess",
  kind: "once",
  run: async (context, signal) => {
    const { run } = context;
    try {
      const found = await readManagedGroup(context, signal);
      if (found !== undefined && isManagedBy(found, run.cluster())) await putManagedGroup(context, found, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      run.log.warn("managed resource group could not be put again", { error });
    }
  },
};
