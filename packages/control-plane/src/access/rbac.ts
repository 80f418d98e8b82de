import { parsed } from "../objects/parsed.ts";
import type { Store } from "../store/store.ts";
import type { Attributes, Decision, User } from "./access.ts";

const group = "rbac.authorization.k8s.io";

/** A rule of a role. */
export interface PolicyRule {
  verbs?: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
}
interface Subject {
  kind: string;
  name: string;
  namespace?: string;
}
interface Binding {
  /** Absent: everywhere. */
  namespace?: string;
  subjects: readonly Subject[];
  role: string;
  label: string;
}
interface Policies {
  bindings: readonly Binding[];
  rules: ReadonlyMap<string, readonly PolicyRule[]>;
}

/** Rules of a user, those of a namespace's roles included when it is named. */
export interface RoleRules {
  authorize(user: User, attributes: Attributes): Decision;
  rulesOf(user: User, namespace: string | undefined): PolicyRule[];
  /** The rules of a role: `ClusterRole NAME`, `Role NAMESPACE/NAME`. */
  ruleSet(kind: "ClusterRole" | "Role", key: string): readonly PolicyRule[] | undefined;
}

/** Decides by the stored roles and bindings; they are read again after one of them has changed. */
export function createRoleRules(store: Store): RoleRules {
  let known: Policies | undefined;
  for (const plural of ["roles", "clusterroles", "rolebindings", "clusterrolebindings"])
    store.subscribe(`${group}/${plural}`, () => {
      known = undefined;
    });
  const policies = (): Policies => {
    known ??= read(store);
    return known;
  };
  const bound = (user: User, namespace: string | undefined) =>
    policies().bindings.filter(
      (binding) =>
        (binding.namespace === undefined || binding.namespace === namespace) &&
        binding.subjects.some((subject) => isSubject(subject, user)),
    );
  return {
    ruleSet: (kind, key) => policies().rules.get(`${kind} ${key}`),
    rulesOf: (user, namespace) => bound(user, namespace).flatMap(({ role }) => [...(policies().rules.get(role) ?? [])]),
    authorize: (user, attributes) => {
      const namespace = attributes.kind === "resource" ? attributes.namespace : undefined;
      for (const { role, label } of bound(user, namespace))
        if (
          policies()
            .rules.get(role)
            ?.some((rule) => allows(rule, attributes))
        )
          return { allowed: true, reason: `RBAC: allowed by ${label}` };
      return { allowed: false, reason: "" };
    },
  };
}

function read(store: Store): Policies {
  const objects = (plural: string) => [...store.list(`${group}/${plural}`)].map(({ text }) => parsed(text));
  const rules = new Map<string, readonly PolicyRule[]>();
  for (const role of objects("clusterroles"))
    rules.set(`ClusterRole ${role.metadata.name}`, (role["rules"] ?? []) as PolicyRule[]);
  for (const role of objects("roles"))
    rules.set(`Role ${role.metadata.namespace}/${role.metadata.name}`, (role["rules"] ?? []) as PolicyRule[]);
  const bindings = [...objects("clusterrolebindings"), ...objects("rolebindings")].map((binding): Binding => {
    const { name, namespace } = binding.metadata;
    const { kind, name: role } = binding["roleRef"] as { kind: string; name: string };
    const shown = namespace === undefined ? `ClusterRoleBinding "${name}"` : `RoleBinding "${name}/${namespace}"`;
    return {
      subjects: (binding["subjects"] ?? []) as Subject[],
      role: kind === "Role" ? `Role ${namespace}/${role}` : `ClusterRole ${role}`,
      label: `${shown} of ${kind} "${role}"`,
      ...(namespace === undefined ? {} : { namespace }),
    };
  });
  return { bindings, rules };
}

function isSubject({ kind, name, namespace = "" }: Subject, user: User): boolean {
  if (kind === "User") return name === "*" || name === user.name;
  if (kind === "Group") return user.groups.includes(name);
  return user.name === `system:serviceaccount:${namespace}:${name}`;
}

const has = (list: readonly string[] | undefined, wanted: string): boolean =>
  list?.includes("*") === true || list?.includes(wanted) === true;

/** Whether a rule covers what is asked. */
export function allows(rule: PolicyRule, attributes: Attributes): boolean {
  if (!has(rule.verbs, attributes.verb)) return false;
  if (attributes.kind === "path")
    return (rule.nonResourceURLs ?? []).some(
      (one) =>
        one === attributes.path || one === "*" || (one.endsWith("*") && attributes.path.startsWith(one.slice(0, -1))),
    );
  const { group: asked, resource, subresource, name } = attributes;
  if (!has(rule.apiGroups, asked)) return false;
  const whole = subresource === undefined ? resource : `${resource}/${subresource}`;
  const covered =
    has(rule.resources, whole) || (subresource !== undefined && rule.resources?.includes(`*/${subresource}`));
  if (!covered) return false;
  return (rule.resourceNames ?? []).length === 0 || (name !== undefined && rule.resourceNames?.includes(name) === true);
}
