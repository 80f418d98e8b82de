import { type Kind, type Kinds, resourceOf } from "../kinds/kind.ts";
import { selectorText } from "../kinds/selector-text.ts";
import type { KubeObject } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import { labelSelector } from "../registry/label-selector.ts";
import type { Store } from "../store/store.ts";
import type { Admitted } from "./admission.ts";

/** Which writes a webhook or a policy is asked about. */
export interface Rule {
  operations?: string[];
  apiGroups?: string[];
  apiVersions?: string[];
  resources?: string[];
  scope?: string;
  resourceNames?: string[];
}
export interface Selectors {
  namespaceSelector?: object;
  objectSelector?: object;
  matchPolicy?: string;
}

const has = (list: readonly string[] | undefined, wanted: string): boolean =>
  list?.includes("*") === true || list?.includes(wanted) === true;

function coversResource(resources: readonly string[] = [], plural: string, subresource: string | undefined): boolean {
  return resources.some((one) => {
    const [wanted = "", part] = one.split("/");
    if (wanted !== "*" && wanted !== plural) return false;
    return part === undefined ? subresource === undefined : part === "*" || part === subresource;
  });
}

function covers(rule: Rule, { kind, subresource, operation, object }: Admitted, version: string): boolean {
  const { scope = "*", resourceNames = [] } = rule;
  if (!has(rule.operations, operation) || !has(rule.apiGroups, kind.group) || !has(rule.apiVersions, version))
    return false;
  if (scope !== "*" && (scope === "Namespaced") !== kind.namespaced) return false;
  if (resourceNames.length > 0 && !resourceNames.includes(object.metadata.name ?? "")) return false;
  return coversResource(rule.resources, kind.plural, subresource);
}

/** The kind by which rules take a write: its own, or another version of it where versions count as one. */
export function ruledKind(
  kinds: Kinds,
  rules: readonly Rule[],
  write: Admitted,
  policy = "Equivalent",
): Kind | undefined {
  const { kind } = write;
  if (rules.some((rule) => covers(rule, write, kind.version))) return kind;
  if (policy !== "Equivalent") return undefined;
  return kinds
    .all()
    .find(
      (other) =>
        resourceOf(other) === resourceOf(kind) &&
        other.version !== kind.version &&
        rules.some((rule) => covers(rule, write, other.version)),
    );
}

/** Labels that fit a selector; an empty one takes all. */
export function selects(selector: object | undefined, labels: Readonly<Record<string, string>> | undefined): boolean {
  const text = selector === undefined ? "<none>" : selectorText(selector);
  return text === "<none>" || labelSelector(text)?.(labels) !== false;
}

/** The namespace that a write is in; of a namespace itself the one it is. */
export function namespaceOf(store: Store, { kind, object, before }: Admitted): KubeObject | undefined {
  if (kind.group === "" && kind.plural === "namespaces") return object ?? before;
  const { namespace } = object.metadata;
  const entry = namespace === undefined || !kind.namespaced ? undefined : store.get("/namespaces", namespace);
  return entry === undefined ? undefined : parsed(entry.text);
}

/** Whether selectors of namespaces and objects take a write. */
export function selected(store: Store, { namespaceSelector, objectSelector }: Selectors, write: Admitted): boolean {
  const namespace = namespaceOf(store, write);
  if (namespace !== undefined && !selects(namespaceSelector, namespace.metadata.labels)) return false;
  const { operation, object, before } = write;
  const now = operation === "DELETE" ? undefined : object;
  return [now, before].some((one) => one !== undefined && selects(objectSelector, one.metadata.labels));
}
