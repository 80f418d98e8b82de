import type { Gate } from "@aro/control-plane";
import type { WallRequest, WallResponse } from "../wall/wall.ts";
import type { Faults } from "./apply.ts";
import type { Actor } from "./fault.ts";

const passed: WallResponse = { status: 204, headers: {}, body: new Uint8Array() };

/** The service calls itself `aro-rp` at clusters' API servers, and `aro/BUILD` at the hub's. */
const actorOf = ({ headers }: WallRequest): Actor =>
  /^aro(-rp$|\/)/.test(headers["user-agent"] ?? "") ? "rp" : "client";

/**
 * Armed faults before an API server: they strike calls of it by their path below `root`, before they happen; what faults do after a call does
 * not reach it.
 */
export function faultGate(root: string, faults: Pick<Faults, "around">): Gate {
  const struck = faults.around(async () => passed, actorOf);
  return async (request) => {
    const url = new URL(request.url);
    url.pathname = `${root}${url.pathname}`;
    const { method, headers, body, signal } = request;
    const answer = await struck({ method, url, headers, body, signal });
    return answer === passed
      ? undefined
      : { ...answer, headers: { "content-type": "application/json", ...answer.headers } };
  };
}
