import type { ApiAnswer, Gate } from "@aro/control-plane";
import type { Faults } from "../../faults/apply.ts";
import { faultGate } from "../../faults/fault-gate.ts";
import type { ClusterFaults } from "./cluster-faults.ts";

/**
 * What stands before a cluster's API server: an API that hangs answers nobody, and armed faults strike calls of it by their path below
 * `/clusters/INFRA-ID`.
 */
export const apiGate = (infraId: string, faultsNow: () => ClusterFaults, faults: Pick<Faults, "around">): Gate => {
  const struck = faultGate(`/clusters/${infraId}`, faults);
  return async (request): Promise<ApiAnswer | undefined> => {
    if (faultsNow().api === "hangs") {
      await new Promise<void>((done) => request.signal.addEventListener("abort", () => done(), { once: true }));
      return { status: 504, headers: {}, body: "" };
    }
    return struck(request);
  };
};
