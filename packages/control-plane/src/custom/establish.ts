import type { Clock } from "@aro/runtime";
import type { Kind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import { findings } from "../schemas/findings.ts";
import type { Cause } from "../status/status.ts";
import type { Definition } from "./definition.ts";

type Condition = NonNullable<NonNullable<Definition["status"]>["conditions"]>[number];

/** Fills in what a client may leave out of a definition. Changes it. */
export function completeDefinition(object: KubeObject): void {
  const { spec } = object as Definition;
  if (typeof spec !== "object" || spec === null || typeof spec.names !== "object" || spec.names === null) return;
  spec.names.singular ??= (spec.names.kind ?? "").toLowerCase();
  spec.names.listKind ??= `${spec.names.kind}List`;
  (spec as { conversion?: object }).conversion ??= { strategy: "None" };
}

/** What is wrong with a definition as a whole. */
export function checkDefinition(object: KubeObject, before: KubeObject | undefined): Cause[] {
  const { metadata, spec } = object as Definition;
  const causes: Cause[] = [];
  if (spec?.names === undefined || spec.group === undefined) return causes;
  const wanted = `${spec.names.plural}.${spec.group}`;
  if (metadata.name !== wanted)
    causes.push(findings.invalid("metadata.name", metadata.name, `must be spec.names.plural+"."+spec.group`));
  const storing = (spec.versions ?? []).filter(({ storage }) => storage);
  if (storing.length !== 1)
    causes.push(
      findings.invalid("spec.versions", spec.versions, "must have exactly one version marked as storage version"),
    );
  for (const [index, version] of (spec.versions ?? []).entries())
    if (version.schema?.openAPIV3Schema === undefined)
      causes.push(findings.required(`spec.versions[${index}].schema.openAPIV3Schema`, "schemas are required"));
    else if (version.schema.openAPIV3Schema.type !== "object")
      causes.push(
        findings.invalid(
          `spec.versions[${index}].schema.openAPIV3Schema.type`,
          version.schema.openAPIV3Schema.type ?? "",
          "must be object at the root",
        ),
      );
  const was = before as Definition | undefined;
  if (was !== undefined)
    for (const member of ["group", "scope"] as const)
      if (was.spec[member] !== spec[member])
        causes.push(findings.invalid(`spec.${member}`, spec[member], "field is immutable"));
  return causes;
}

/** The definition's status once its names are looked at: accepted when no other kind of the group bears them. */
export function established(
  definition: Definition,
  others: readonly Kind[],
  clock: Clock,
): Definition["status"] & object {
  const { group, names, versions } = definition.spec;
  const taken = others.find(
    (kind) =>
      kind.group === group &&
      kind.plural !== names.plural &&
      (kind.kind === names.kind || kind.singular === names.singular),
  );
  const now = `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
  const old = definition.status?.conditions ?? [];
  const condition = (type: string, status: string, reason: string, message: string): Condition => {
    const same = old.find((one) => one.type === type && one.status === status);
    return { type, status, lastTransitionTime: same?.lastTransitionTime ?? now, reason, message };
  };
  const accepted = taken === undefined;
  const storage = versions.find((one) => one.storage)?.name ?? "";
  const stored = definition.status?.storedVersions ?? [];
  return {
    conditions: [
      accepted
        ? condition("NamesAccepted", "True", "NoConflicts", "no conflicts found")
        : condition("NamesAccepted", "False", "KindConflict", `"${names.kind}" is already in use`),
      accepted
        ? condition("Established", "True", "InitialNamesAccepted", "the initial names have been accepted")
        : condition("Established", "False", "NotAccepted", "not all names are accepted"),
    ],
    acceptedNames: accepted ? { ...names } : { plural: "", kind: "" },
    storedVersions: stored.includes(storage) ? stored : [...stored, storage],
  };
}
