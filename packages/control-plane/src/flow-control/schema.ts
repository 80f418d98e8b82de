import type { Attributes, User } from "../access/access.ts";

/** A flow schema's spec. */
export interface FlowSchemaSpec {
  priorityLevelConfiguration: { name: string };
  matchingPrecedence: number;
  distinguisherMethod?: { type: "ByUser" | "ByNamespace" };
  rules?: readonly FlowRule[];
}

interface FlowRule {
  subjects?: readonly Subject[];
  resourceRules?: readonly ResourceRule[];
  nonResourceRules?: readonly { verbs: readonly string[]; nonResourceURLs: readonly string[] }[];
}
interface Subject {
  kind: string;
  user?: { name: string };
  group?: { name: string };
  serviceAccount?: { namespace: string; name: string };
}
interface ResourceRule {
  verbs: readonly string[];
  apiGroups: readonly string[];
  resources: readonly string[];
  clusterScope?: boolean;
  namespaces?: readonly string[];
}

const has = (list: readonly string[] | undefined, wanted: string): boolean =>
  list !== undefined && (list.includes(wanted) || list.includes("*"));

function isSubject({ user: named, group, serviceAccount }: Subject, { name, groups }: User): boolean {
  if (named !== undefined) return named.name === "*" || named.name === name;
  if (group !== undefined) return group.name === "*" || groups.includes(group.name);
  if (serviceAccount === undefined) return false;
  const account = `system:serviceaccount:${serviceAccount.namespace}:`;
  return serviceAccount.name === "*" ? name.startsWith(account) : name === account + serviceAccount.name;
}

function covers({ resourceRules = [], nonResourceRules = [] }: FlowRule, asked: Attributes): boolean {
  if (asked.kind === "path")
    return nonResourceRules.some(
      ({ verbs, nonResourceURLs }) =>
        has(verbs, asked.verb) &&
        nonResourceURLs.some(
          (one) => one === "*" || one === asked.path || (one.endsWith("/*") && asked.path.startsWith(one.slice(0, -1))),
        ),
    );
  const { verb, group, resource, subresource, namespace } = asked;
  const whole = subresource === undefined ? resource : `${resource}/${subresource}`;
  return resourceRules.some(
    (rule) =>
      has(rule.verbs, verb) &&
      has(rule.apiGroups, group) &&
      has(rule.resources, whole) &&
      (namespace === undefined ? rule.clusterScope === true : has(rule.namespaces, namespace)),
  );
}

/** Whether a request of this caller flows as the schema says. */
export const flowsBy = ({ rules = [] }: FlowSchemaSpec, user: User, asked: Attributes): boolean =>
  rules.some((rule) => rule.subjects?.some((one) => isSubject(one, user)) === true && covers(rule, asked));
