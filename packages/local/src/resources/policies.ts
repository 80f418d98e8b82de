import type { Doc } from "./document.ts";
import type { Engine } from "./engine.ts";
import { type Detail, Refusal } from "./refusal.ts";
import type { ResourceId } from "./route.ts";

/** What a policy looks at: a resource as somebody wants it to be. */
export interface Subject {
  /** As it is written. */
  id: string;
  /** `Microsoft.Storage/storageAccounts`. */
  type: string;
  name: string;
  /** With the names of the resources above. */
  fullName: string;
  /** Normal form; undefined for what has none. */
  location: string | undefined;
  body: Doc;
}

const placeOf = (body: Doc): string | undefined =>
  typeof body["location"] === "string" ? body["location"].replaceAll(" ", "").toLowerCase() : undefined;

/** A resource as a caller wants it to be. `type` in Azure's own casing. */
export const subjectOf = (id: Pick<ResourceId, "id" | "name" | "names">, type: string, body: Doc): Subject => ({
  id: id.id,
  type,
  name: id.name,
  fullName: id.names.join("/"),
  location: placeOf(body),
  body,
});

/** A resource group as a caller wants it to be. */
export const groupSubject = (id: string, name: string, body: Doc): Subject =>
  subjectOf({ id, name, names: [name] }, "Microsoft.Resources/subscriptions/resourceGroups", body);

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
