import type { Doc } from "../documents/document.ts";
import type { ResourceId } from "../documents/resource-id.ts";

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
