import type { Access } from "../access/access.ts";
import { refused, templateRefused } from "../access/refusals.ts";
import { type Detail, Refusal } from "../documents/refusal.ts";
import type { Principal } from "../wall/arm-call.ts";
import type { Node } from "./node.ts";

type Who = Pick<Principal, "name" | "objectId">;

/** Refuses a template that makes what its caller may not write: all of it is said at once, and nothing is made. */
export function refuseForbidden(access: Access | undefined, who: Who, nodes: readonly Node[]): void {
  if (access === undefined) return;
  const sentences = nodes.flatMap(({ id, type, name, wanted }) => {
    const action = `${type}/write`;
    const decision = wanted ? access.decide({ objectId: who.objectId, action, scope: id }) : undefined;
    if (decision === undefined || decision.allowed) return [];
    return decision.because === "denied"
      ? [refused(who, action, id, decision).message]
      : [templateRefused(who, { name, type, action, id })];
  });
  if (sentences.length === 0) return;
  const what =
    sentences.length === 1
      ? `The template deployment failed with error: '${sentences[0]}'.`
      : `Deployment failed with multiple errors: '${sentences.join(":")}'`;
  throw new Refusal(403, "InvalidTemplateDeployment", what);
}

/** Refuses the write of one resource: roles may have gone since the template was looked at. */
export function checkWrite(access: Access | undefined, who: Who, { type, id }: { type: string; id: string }): void {
  const action = `${type}/write`;
  const decision = access?.decide({ objectId: who.objectId, action, scope: id });
  if (decision !== undefined && !decision.allowed) throw refused(who, action, id, decision);
}

/** How a deployment tells of a resource that was refused with 403: the refusal as JSON, under the status's name (spec 03 §2.4). */
export const forbidden = ({ code, message, target }: Detail): Detail => ({
  code: "Forbidden",
  message: JSON.stringify({ error: { code, message } }, null, 2),
  ...(target === undefined ? {} : { target }),
});
