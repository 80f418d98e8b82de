import type { Kind } from "../kinds/kind.ts";
import type { KubeObject, Metadata } from "../objects/object.ts";
import type { Cause } from "../status/status.ts";
import { checkName, nameFault } from "./names.ts";

const labelName = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)$/;
const prefixName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const largestAnnotations = 256 * 1024;

/** Why a string cannot be the key of a label, an annotation or a finalizer. */
export function qualifiedNameFault(key: string): string | undefined {
  const [first = "", second, ...more] = key.split("/");
  if (more.length > 0) return "a valid label key has at most one '/'";
  const [prefix, name] = second === undefined ? [undefined, first] : [first, second];
  if (prefix !== undefined && (prefix === "" || prefix.length > 253 || !prefixName.test(prefix)))
    return "prefix part must be a lowercase RFC 1123 subdomain";
  if (name === "") return "name part must be non-empty";
  if (name.length > 63) return "name part must be no more than 63 characters";
  return labelName.test(name)
    ? undefined
    : "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
}

const wrong = (field: string, value: unknown, why: string): Cause => ({
  reason: "FieldValueInvalid",
  message: `Invalid value: ${JSON.stringify(value)}: ${why}`,
  field,
});

/** What is wrong with an object's metadata; `before` is what is stored. */
export function checkMetadata(kind: Kind, object: KubeObject, before: KubeObject | undefined): Cause[] {
  const { metadata } = object;
  const causes: Cause[] = [];
  if (before === undefined && metadata.generateName !== undefined && metadata.generateName !== "")
    causes.push(...checkName(kind, metadata.generateName.replace(/-$/, ""), "metadata.generateName"));
  if (metadata.name === undefined || metadata.name === "")
    causes.push({
      reason: "FieldValueRequired",
      message: "Required value: name or generateName is required",
      field: "metadata.name",
    });
  else if (before === undefined) causes.push(...checkName(kind, metadata.name));
  if (kind.namespaced && metadata.namespace !== undefined && before === undefined) {
    const fault = nameFault(metadata.namespace, "label");
    if (fault !== undefined) causes.push(wrong("metadata.namespace", metadata.namespace, fault));
  }
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    const fault = qualifiedNameFault(key);
    if (fault !== undefined) causes.push(wrong("metadata.labels", key, fault));
    if (value.length > 63) causes.push(wrong("metadata.labels", value, "must be no more than 63 characters"));
    else if (value !== "" && !labelName.test(value))
      causes.push(
        wrong(
          "metadata.labels",
          value,
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
        ),
      );
  }
  let size = 0;
  for (const [key, value] of Object.entries(metadata.annotations ?? {})) {
    const fault = qualifiedNameFault(key.toLowerCase());
    if (fault !== undefined) causes.push(wrong("metadata.annotations", key, fault));
    size += key.length + value.length;
  }
  if (size > largestAnnotations)
    causes.push({
      reason: "FieldValueTooLong",
      message: `Too long: may not be more than ${largestAnnotations} bytes`,
      field: "metadata.annotations",
    });
  for (const [index, finalizer] of (metadata.finalizers ?? []).entries()) {
    const fault = qualifiedNameFault(finalizer);
    if (fault !== undefined) causes.push(wrong(`metadata.finalizers[${index}]`, finalizer, fault));
  }
  causes.push(...checkOwners(metadata), ...(before === undefined ? [] : checkDeleting(metadata, before.metadata)));
  return causes;
}

function checkOwners({ ownerReferences = [] }: Metadata): Cause[] {
  const causes = ownerReferences.flatMap((owner) =>
    (["apiVersion", "kind", "name", "uid"] as const)
      .filter((member) => typeof owner[member] !== "string" || owner[member] === "")
      .map((member) => wrong(`metadata.ownerReferences.${member}`, owner[member] ?? "", "must not be empty")),
  );
  if (ownerReferences.filter(({ controller }) => controller === true).length > 1)
    causes.push(
      wrong("metadata.ownerReferences", ownerReferences, "Only one reference can have Controller set to true"),
    );
  return causes;
}

function checkDeleting(metadata: Metadata, before: Metadata): Cause[] {
  const fixed = (["deletionTimestamp", "deletionGracePeriodSeconds"] as const).filter(
    (member) => metadata[member] !== undefined && metadata[member] !== before[member],
  );
  if (fixed.length > 0)
    return fixed.map((member) => wrong(`metadata.${member}`, metadata[member], "field is immutable"));
  if (before.deletionTimestamp === undefined) return [];
  const fresh = (metadata.finalizers ?? []).filter((one) => !(before.finalizers ?? []).includes(one));
  return fresh.length === 0
    ? []
    : [
        {
          reason: "FieldValueForbidden",
          message: `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${fresh.map((one) => JSON.stringify(one)).join(", ")}}`,
          field: "metadata.finalizers",
        },
      ];
}
