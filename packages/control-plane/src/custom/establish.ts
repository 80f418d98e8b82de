import type { Clock } from "@aro/runtime";
import type { Kind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import { nameFault } from "../registry/names.ts";
import { findings } from "../schemas/findings.ts";
import type { Cause } from "../status/status.ts";
import { checkSchema } from "./check-schema.ts";
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
  causes.push(...checkWords(object as Definition));
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
    else causes.push(...checkSchema(version.schema.openAPIV3Schema, `spec.versions[${index}].schema.openAPIV3Schema`));
  const was = before as Definition | undefined;
  if (was !== undefined)
    for (const member of ["group", "scope"] as const)
      if (was.spec[member] !== spec[member])
        causes.push(findings.invalid(`spec.${member}`, spec[member], "field is immutable"));
  return causes;
}

/** Scope, names, and whether a group of Kubernetes' own was approved. */
function checkWords({ metadata, spec }: Definition): Cause[] {
  const causes: Cause[] = [];
  if (spec.scope !== "Cluster" && spec.scope !== "Namespaced")
    causes.push(findings.unsupported("spec.scope", spec.scope, ["Cluster", "Namespaced"]));
  const { plural = "", kind = "" } = spec.names as { plural?: string; kind?: string };
  for (const [field, name] of [
    ["plural", plural],
    ["kind", kind.toLowerCase()],
  ] as const) {
    const fault = name === "" ? undefined : nameFault(name, "service");
    if (name === "") causes.push(findings.required(`spec.names.${field}`));
    else if (fault !== undefined) causes.push(findings.invalid(`spec.names.${field}`, spec.names[field], fault));
  }
  const named = (spec.versions ?? []).map(({ name }) => name);
  if (new Set(named).size < named.length)
    causes.push(findings.invalid("spec.versions", named, "must contain unique version names"));
  const approval = metadata.annotations?.["api-approved.kubernetes.io"] ?? "";
  if (/(^|\.)(k8s|kubernetes)\.io$/.test(spec.group) && approval === "")
    causes.push(
      findings.required(
        "metadata.annotations[api-approved.kubernetes.io]",
        "protected groups must have approval annotation",
      ),
    );
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
        : condition(
            "NamesAccepted",
            "False",
            taken.listKind === names.listKind ? "ListKindConflict" : "KindConflict",
            `"${taken.listKind === names.listKind ? names.listKind : names.kind}" is already in use`,
          ),
      accepted
        ? condition("Established", "True", "InitialNamesAccepted", "the initial names have been accepted")
        : condition("Established", "False", "NotAccepted", "not all names are accepted"),
    ],
    acceptedNames: accepted ? { ...names } : { plural: "", kind: "" },
    storedVersions: stored.includes(storage) ? stored : [...stored, storage],
  };
}
