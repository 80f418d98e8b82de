import { copy, type Doc, record, records, text, type Value } from "../../documents/document.ts";

const kinds = ["keys", "secrets", "certificates", "storage"] as const;

const same = (one: Doc, other: Doc): boolean =>
  ["tenantId", "objectId", "applicationId"].every(
    (member) => text(one[member]).toLowerCase() === text(other[member]).toLowerCase(),
  );

const words = (policy: Doc, kind: string): string[] => {
  const value: Value | undefined = record(policy["permissions"])[kind];
  return Array.isArray(value) ? value.map(String) : [];
};

const has = (list: readonly string[], word: string): boolean =>
  list.some((one) => one.toLowerCase() === word.toLowerCase());

const withPermissions = (policy: Doc, of: (kind: string) => string[]): Doc => ({
  ...policy,
  permissions: Object.fromEntries(kinds.map((kind) => [kind, of(kind)])),
});

/** How a call changes the list of who may do what: `add` what is named, `remove` it, or `replace` what its principals had. */
export const policyChanges = ["add", "remove", "replace"] as const;

/** The list of access policies after a change. */
export function changePolicies(
  before: readonly Doc[],
  change: (typeof policyChanges)[number],
  given: readonly Doc[],
): Doc[] {
  const after = before.map((one) => copy(one));
  for (const policy of given) {
    const at = after.findIndex((one) => same(one, policy));
    const old = after[at];
    if (change === "remove") {
      if (old === undefined) continue;
      const left = withPermissions(old, (kind) => words(old, kind).filter((word) => !has(words(policy, kind), word)));
      if (kinds.every((kind) => words(left, kind).length === 0)) after.splice(at, 1);
      else after[at] = left;
    } else if (old === undefined) after.push(copy(policy));
    else if (change === "replace") after[at] = copy(policy);
    else
      after[at] = withPermissions(old, (kind) => [
        ...words(old, kind),
        ...words(policy, kind).filter((word) => !has(words(old, kind), word)),
      ]);
  }
  return after;
}

/** The policies of a vault's document. */
export const policiesOf = (doc: Doc): Doc[] => records(record(doc["properties"])["accessPolicies"]);
