import type { Metadata } from "../objects/object.ts";
import { conflict, invalid, modified } from "./failures.ts";
import type { Target } from "./registry.ts";

/** Sees to it that a write is of the object, and of the version, that its sender means. @throws ApiStatus Conflict, Invalid */
export function requireSame({ kind, name }: Target, metadata: Metadata, old: Metadata): void {
  if (metadata.uid !== undefined && metadata.uid !== "" && metadata.uid !== old.uid)
    throw conflict(
      kind,
      name,
      `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${old.uid}`,
    );
  const wanted = metadata.resourceVersion ?? "";
  if (wanted === "" && !kind.unconditionalUpdate)
    throw invalid(kind, name, [
      {
        reason: "FieldValueInvalid",
        message: "Invalid value: 0: must be specified for an update",
        field: "metadata.resourceVersion",
      },
    ]);
  if (wanted !== "" && wanted !== old.resourceVersion) throw modified(kind, name);
}
