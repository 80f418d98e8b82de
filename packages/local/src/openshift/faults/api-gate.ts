import type { ApiAnswer, Gate } from "@aro/control-plane";
import type { Faults } from "../../faults/apply.ts";
import type { WallResponse } from "../../wall.ts";
import type { ClusterFaults } from "./cluster-faults.ts";

const passed: WallResponse = { status: 204, headers: {}, body: new Uint8Array() };

/**
 * What stands before a cluster's API server: an API that hangs answers nobody, and armed faults strike calls of it by their path below
 * `/clusters/INFRA-ID`, before they happen; what faults do after a call does not reach it.
 */
export const apiGate =
  (infraId: string, faultsNow: () => ClusterFaults, faults: Pick<Faults, "around">): Gate =>
  async (request): Promise<ApiAnswer | undefined> => {
    if (faultsNow().api === "hangs") {
      await new Promise<void>((done) => request.signal.addEventListener("abort", () => done(), { once: true }));
      return { status: 504, headers: {}, body: "" };
    }
    const struck = faults.around(
      async () => passed,
      () => "client",
    );
    const url = new URL(request.url);
    url.pathname = `/clusters/${infraId}${url.pathname}`;
    const { method, headers, body, signal } = request;
    const answer = await struck({ method, url, headers, body, signal });
    return answer === passed
      ? undefined
      : { ...answer, headers: { "content-type": "application/json", ...answer.headers } };
  };
