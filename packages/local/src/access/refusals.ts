import { Refusal } from "../documents/refusal.ts";
import type { Principal } from "../wall/arm-call.ts";
import type { Decision } from "./access.ts";

type Who = Pick<Principal, "name" | "objectId">;

const client = ({ name, objectId }: Who): string => `The client '${name}' with object id '${objectId}'`;

/** ARM's refusal of a call for which the caller has no role, or which is denied whatever roles it has. */
export function refused(who: Who, action: string, scope: string, decision: Decision & { allowed: false }): Refusal {
  if (decision.because === "no role")
    return new Refusal(
      403,
      "AuthorizationFailed",
      `${client(who)} does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    );
  const { name, id } = decision.denyAssignment;
  const at = id.replace(/\/providers\/Microsoft\.Authorization\/denyAssignments\/[^/]+$/i, "");
  return new Refusal(
    403,
    "DenyAssignmentAuthorizationFailed",
    `${client(who)} has permission to perform action '${action}' on scope '${scope}'; however, the access is denied because of the deny assignment with name '${name}' and Id '${id.split("/").at(-1)?.replaceAll("-", "")}' at scope '${at}'.`,
  );
}

/** ARM's refusal of a write that names what the caller may not use: by `without` for want of a role, by `denied` whatever its roles. */
export function linkedRefused(
  who: Who,
  asked: { action: string; scope: string },
  linked: { action: string; without: readonly string[]; denied: readonly string[] },
): Refusal {
  const { action, without, denied } = linked;
  const own = `${client(who)} has permission to perform action '${asked.action}' on scope '${asked.scope}'; however, it does not have permission to perform action`;
  const message =
    denied.length === 0
      ? `${own}(s) '${action}' on the linked scope(s) '${without.join(",")}' (respectively) or the linked scope(s) are invalid.`
      : `${own} '${action}' on the '${without.length}' linked scope(s) '${without.join(",")}' or the linked scope(s) are invalid and is blocked by deny assignments on the '${denied.length}' linked scope(s) '${denied.join(",")}'.`;
  return new Refusal(403, "LinkedAuthorizationFailed", message);
}

/** What a template's resource is refused with: one sentence, which the deployment's refusal collects. */
export const templateRefused = (who: Who, node: { name: string; type: string; action: string; id: string }): string =>
  `Authorization failed for template resource '${node.name}' of type '${node.type}'. ${client(who)} does not have permission to perform action '${node.action}' at scope '${node.id}'.`;
