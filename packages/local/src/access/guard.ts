import { armError, json, readObject } from "../wall/answers.ts";
import type { ArmCall, PartAnswer } from "../wall/arm-call.ts";
import { remembered } from "../wall/remembered.ts";
import type { WallResponse } from "../wall/wall.ts";
import type { Decision } from "./access.ts";
import { needOf } from "./action-of.ts";
import type { AccessControl } from "./create-access.ts";
import { refused } from "./refusals.ts";

/** Stands before the parts of ARM: lets a call through, refuses it, or shows of a list what the caller may read. */
export type Guard = (call: ArmCall, answer: () => PartAnswer) => PartAnswer;

/** The check that every call to ARM passes: its action, at its scope, by its caller's roles. */
export const createGuard = (access: AccessControl): Guard => {
  const needs = remembered((method) => remembered((pathname) => needOf(method, pathname)));
  return (call, answer) => {
    const { request, principal } = call;
    const need = needs(request.method)(request.url.pathname);
    if (need.is === "nothing") return answer();
    const { objectId } = principal;
    if (need.is === "any role") {
      if (access.hasAnyRole(objectId, need.scope)) return answer();
      return refusal(call, "Microsoft.Resources/subscriptions/read", need.scope, {
        allowed: false,
        because: "no role",
      });
    }
    const { action, scope, listed } = need;
    const decision = access.decide({ objectId, action, scope });
    if (decision.allowed) return answer();
    if (listed === undefined || decision.because === "denied") return refusal(call, action, scope, decision);
    const readable = (id: string, type: string): boolean =>
      access.decide({ objectId, action: type === "" ? action : `${type}/read`, scope: id }).allowed;
    const generic = action.endsWith("/resources/read");
    const some = generic ? access.hasAnyRole(objectId, listed) : access.mayBelow({ objectId, action, scope: listed });
    if (!some) return refusal(call, action, scope, decision);
    return shownOf(answer(), (item) =>
      typeof item["id"] === "string" ? readable(item["id"], generic ? String(item["type"]) : "") : false,
    );
  };
};

function refusal(
  { request, principal }: ArmCall,
  action: string,
  scope: string,
  decision: Decision & { allowed: false },
): WallResponse {
  const { status, code, message } = refused(principal, action, scope, decision);
  const answer = armError(status, code, message);
  return request.method === "HEAD" ? { ...answer, headers: {}, body: new Uint8Array(0) } : answer;
}

/** A list, less what is not shown. */
async function shownOf(
  answering: PartAnswer,
  shows: (item: Record<string, unknown>) => boolean,
): Promise<WallResponse | undefined> {
  const answer = await answering;
  const body = answer?.status === 200 ? readObject(answer.body) : undefined;
  const value = body?.["value"];
  if (answer === undefined || body === undefined || !Array.isArray(value)) return answer;
  const shown = value.filter((item: Record<string, unknown>) => shows(item));
  return json(200, { ...body, value: shown }, answer.headers);
}
