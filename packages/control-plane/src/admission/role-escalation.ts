import type { AccessControl, User } from "../access/access.ts";
import { allows, type PolicyRule, type RoleRules } from "../access/rbac.ts";
import type { KubeObject } from "../objects/object.ts";
import { forbidden } from "../registry/failures.ts";
import type { Admission } from "./admission.ts";

const group = "rbac.authorization.k8s.io";

/** Nobody gives rights that he has not himself: neither in roles nor by binding them; unless he may `escalate`, or `bind`. */
export const roleEscalation =
  (access: () => AccessControl, roles: () => RoleRules): Admission =>
  ({ operation, kind, object, before, user }) => {
    if (kind.group !== group || operation === "DELETE" || user.groups.includes("system:masters")) return;
    const { name, namespace } = object.metadata;
    const may = (verb: string, resource: string, of: string, within: string | undefined) =>
      access().authorize(user, {
        kind: "resource",
        verb,
        group,
        version: kind.version,
        resource,
        name: of,
        ...(within === undefined ? {} : { namespace: within }),
      }).allowed;
    const require = (wanted: readonly PolicyRule[]): void => {
      const held = roles().rulesOf(user, namespace);
      const missing = wanted.filter((rule) => !covered(held, rule));
      if (missing.length > 0) throw forbidden(kind, name ?? "", refusal(user, missing));
    };
    if (kind.plural === "roles" || kind.plural === "clusterroles") {
      if (before !== undefined && same(before["rules"], object["rules"])) return;
      if (!may("escalate", kind.plural, name, namespace)) require((object["rules"] ?? []) as PolicyRule[]);
      return;
    }
    if (
      before !== undefined &&
      same(before["roleRef"], object["roleRef"]) &&
      same(before["subjects"], object["subjects"])
    )
      return;
    const reference = (object["roleRef"] ?? {}) as { kind?: string; name?: string };
    const isRole = reference.kind === "Role";
    const of = reference.name ?? "";
    if (may("bind", isRole ? "roles" : "clusterroles", of, namespace)) return;
    const rules = isRole ? roles().ruleSet("Role", `${namespace}/${of}`) : roles().ruleSet("ClusterRole", of);
    if (rules === undefined)
      throw forbidden(kind, name, `${isRole ? "role" : "clusterrole"}.${group} ${JSON.stringify(of)} not found`);
    require(rules);
  };

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? []) === JSON.stringify(other ?? []);

/** Whether rules allow all that another allows, bit by bit. */
export function covered(held: readonly PolicyRule[], wanted: PolicyRule): boolean {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = wanted;
  const names = resourceNames.length === 0 ? [undefined] : resourceNames;
  const bits = verbs.flatMap((verb) => [
    ...nonResourceURLs.map((path) => ({ kind: "path" as const, verb, path })),
    ...apiGroups.flatMap((one) =>
      resources.flatMap((whole) =>
        names.map((name) => {
          const [resource = "", subresource] = whole.split("/");
          return {
            kind: "resource" as const,
            verb,
            group: one,
            version: "*",
            resource,
            ...(subresource === undefined ? {} : { subresource }),
            ...(name === undefined ? {} : { name }),
          };
        }),
      ),
    ),
  ]);
  return bits.every((bit) => held.some((rule) => allows(rule, bit)));
}

const list = (values: readonly string[]): string => `[${values.map((one) => JSON.stringify(one)).join(", ")}]`;

function refusal({ name, groups }: User, missing: readonly PolicyRule[]): string {
  const shown = missing.map(
    ({ apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs = [] }) => {
      const parts = [
        ...(apiGroups.length === 0 ? [] : [`APIGroups:${list(apiGroups)}`]),
        ...(resources.length === 0 ? [] : [`Resources:${list(resources)}`]),
        ...(resourceNames.length === 0 ? [] : [`ResourceNames:${list(resourceNames)}`]),
        ...(nonResourceURLs.length === 0 ? [] : [`NonResourceURLs:${list(nonResourceURLs)}`]),
        `Verbs:${list(verbs)}`,
      ];
      return `{${parts.join(", ")}}`;
    },
  );
  return `user ${JSON.stringify(name)} (groups=[${groups.map((one) => JSON.stringify(one)).join(" ")}]) is attempting to grant RBAC permissions not currently held:\n${shown.join("\n")}`;
}

/** The rules of a role as an object. */
export const rulesOf = (role: KubeObject): PolicyRule[] => (role["rules"] ?? []) as PolicyRule[];
