import type { Doc } from "../documents/document.ts";
import { type Detail, Refusal } from "../documents/refusal.ts";
import type { Engine } from "./contract.ts";
import type { Subject } from "./subject.ts";

/** What several policies have against one resource, as one error. */
export function asRefusal(found: readonly Detail[], subject: Subject): Refusal | undefined {
  const [first] = found;
  if (first === undefined) return undefined;
  const additionalInfo = found.flatMap((one) => one.additionalInfo ?? []);
  return new Refusal(403, first.code, first.message, { target: subject.name, additionalInfo });
}

/** A resource's body as policies have it: what they change is changed, what they deny is refused. */
export function policed(engine: Engine, subject: Subject): Doc {
  const body = engine.modified(subject) ?? subject.body;
  refuseIfDisallowed(engine, { ...subject, body });
  return body;
}

/** Refuses what a policy denies (RequestDisallowedByPolicy). */
function refuseIfDisallowed(engine: Engine, subject: Subject): void {
  const refusal = asRefusal(engine.violations(subject), subject);
  if (refusal !== undefined) throw refusal;
}
