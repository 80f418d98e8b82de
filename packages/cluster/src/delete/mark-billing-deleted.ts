import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";

/** Ends the charge; one time of deletion, stamped once. A cluster that never came so far has no record (ARM-DEL-06, ARM-DEL-08). */
export const markBillingDeleted: OnceStep<ClusterContext> = {
  name: "markBillingDeleted",
  kind: "once",
  run: async ({ run, billing }, signal) => {
    const { id } = run.cluster();
    const { outcome } = await billing.markDeleted(id, signal);
    switch (outcome) {
      case "written":
        return;
      case "notFound":
        run.log.info("no billing record to end");
        return;
      default:
        throw new Error(`the billing record of ${id} could not be ended: ${outcome}`);
    }
  },
};
