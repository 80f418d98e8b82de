import type { Kind } from "../kinds/kind.ts";
import { ApiStatus, type Cause, type StatusDetails } from "../status/status.ts";

/** `deployments.apps`, as messages name a resource. */
export const qualified = ({ group, plural }: Pick<Kind, "group" | "plural">): string =>
  group === "" ? plural : `${plural}.${group}`;

const details = (kind: Pick<Kind, "group" | "plural">, name: string, more: StatusDetails = {}): StatusDetails => ({
  ...(name === "" ? {} : { name }),
  ...(kind.group === "" ? {} : { group: kind.group }),
  kind: kind.plural,
  ...more,
});

/** 404 of an object. */
export const notFound = (kind: Kind, name: string): ApiStatus =>
  new ApiStatus("NotFound", `${qualified(kind)} ${JSON.stringify(name)} not found`, details(kind, name));

/** 409: the name is taken. */
export const alreadyExists = (kind: Kind, name: string): ApiStatus =>
  new ApiStatus("AlreadyExists", `${qualified(kind)} ${JSON.stringify(name)} already exists`, details(kind, name));

/** 409: somebody else was faster, or a precondition does not hold. */
export const conflict = (kind: Pick<Kind, "group" | "plural">, name: string, why: string): ApiStatus =>
  new ApiStatus(
    "Conflict",
    `Operation cannot be fulfilled on ${qualified(kind)} ${JSON.stringify(name)}: ${why}`,
    details(kind, name),
  );

export const modified = (kind: Kind, name: string): ApiStatus =>
  conflict(kind, name, "the object has been modified; please apply your changes to the latest version and try again");

/** 422 with every finding. */
export function invalid(kind: Pick<Kind, "group" | "kind">, name: string, causes: readonly Cause[]): ApiStatus {
  const told = causes.map(({ field, message }) => (field === "" ? message : `${field}: ${message}`));
  const all = told.length === 1 ? (told[0] as string) : `[${told.join(", ")}]`;
  const title = kind.group === "" ? kind.kind : `${kind.kind}.${kind.group}`;
  return new ApiStatus("Invalid", `${title} ${JSON.stringify(name)} is invalid: ${all}`, {
    ...(name === "" ? {} : { name }),
    ...(kind.group === "" ? {} : { group: kind.group }),
    kind: kind.kind,
    causes,
  });
}

/** 403 of what the rules of the cluster forbid, whoever asks. */
export const forbidden = (kind: Kind, name: string, why: string, causes?: readonly Cause[]): ApiStatus =>
  new ApiStatus(
    "Forbidden",
    `${qualified(kind)} ${JSON.stringify(name)} is forbidden: ${why}`,
    details(kind, name, causes === undefined ? {} : { causes }),
  );

/** 410: the client must list anew. */
export const expired = (message: string): ApiStatus => new ApiStatus("Expired", message);
