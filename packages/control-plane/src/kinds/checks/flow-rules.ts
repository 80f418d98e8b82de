import { nameFault } from "../../registry/names.ts";
import { findings } from "../../schemas/findings.ts";
import type { Cause } from "../../status/status.ts";
import { each, type Members, optional } from "../traits/filling.ts";

const verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"];

/** What names a subject of each kind, and in which order what others have is found wrong. */
const subjects: Readonly<Record<string, readonly [own: string, ...others: string[]]>> = {
  Group: ["group", "serviceAccount", "user"],
  ServiceAccount: ["serviceAccount", "user", "group"],
  User: ["user", "serviceAccount", "group"],
};
const kindOf: Readonly<Record<string, string>> = { group: "Group", serviceAccount: "ServiceAccount", user: "User" };

function checkAccount({ name, namespace }: Members, path: string): Cause[] {
  const fault = (field: string, value: unknown, form: "subdomain" | "label") => {
    const why = nameFault(String(value), form);
    return why === undefined ? [] : [findings.invalid(`${path}.${field}`, value, why)];
  };
  return [
    ...(!name ? [findings.required(`${path}.name`)] : name === "*" ? [] : fault("name", name, "subdomain")),
    ...(namespace
      ? fault("namespace", namespace, "label")
      : [findings.required(`${path}.namespace`, "must specify namespace for service account")]),
  ];
}

function checkSubject(subject: Members, path: string): Cause[] {
  const kind = String(subject["kind"] ?? "");
  const members = subjects[kind];
  if (members === undefined) return [findings.unsupported(`${path}.kind`, kind, Object.keys(subjects))];
  const [own, ...others] = members;
  const held = optional(subject, own);
  const causes: Cause[] = [];
  if (held === undefined)
    causes.push(findings.required(`${path}.${own}`, `${own} is required when subject kind is '${kind}'`));
  else if (own === "serviceAccount") causes.push(...checkAccount(held, `${path}.${own}`));
  else if (!held["name"]) causes.push(findings.required(`${path}.${own}.name`));
  for (const other of others)
    if (subject[other] !== undefined)
      causes.push(
        findings.forbidden(`${path}.${other}`, `${other} is forbidden when subject kind is not '${kindOf[other]}'`),
      );
  return causes;
}

const list = (holder: Members, name: string): string[] => (holder[name] ?? []) as string[];
/** `*` says all there is to say. */
const crowded = (words: readonly string[], path: string, what: string): Cause[] | undefined =>
  words.includes("*") && words.length > 1
    ? [findings.invalid(path, words, `if '*' is present, must not specify other ${what}`)]
    : undefined;

function checkVerbs(rule: Members, path: string): Cause[] {
  const said = list(rule, "verbs");
  const field = `${path}.verbs`;
  if (said.length === 0) return [findings.required(field, "verbs must contain at least one value")];
  return (
    crowded(said, field, "verbs") ??
    (said.every((one) => one === "*" || verbs.includes(one)) ? [] : [findings.unsupported(field, said, verbs)])
  );
}

function checkNamespaces(rule: Members, path: string): Cause[] {
  const said = list(rule, "namespaces");
  if (said.length === 0 && rule["clusterScope"] !== true)
    return [findings.required(path, "resource rules that are not cluster scoped must supply at least one namespace")];
  return (
    crowded(said, path, "namespaces") ??
    said.flatMap((one, index) => {
      const fault = one === "*" ? undefined : nameFault(one, "label");
      return fault === undefined
        ? []
        : [
            findings.invalid(
              `${path}[${index}]`,
              one,
              `each member of this list must be '*' or a DNS-1123 label; ${fault}`,
            ),
          ];
    })
  );
}

function checkResources(rule: Members, path: string): Cause[] {
  const wanted = (name: string, one: string, what: string): Cause[] => {
    const said = list(rule, name);
    const field = `${path}.${name}`;
    if (said.length === 0) return [findings.required(field, `resource rules must supply at least one ${one}`)];
    return crowded(said, field, what) ?? [];
  };
  return [
    ...checkVerbs(rule, path),
    ...wanted("apiGroups", "api group", "api groups"),
    ...wanted("resources", "resource", "resources"),
    ...checkNamespaces(rule, `${path}.namespaces`),
  ];
}

function pathFault(path: string): string | undefined {
  if (path === "*") return undefined;
  if (path === "") return "must not be empty";
  if (!path.startsWith("/")) return "must start with slash";
  if (path.includes(" ")) return "must not contain white-space";
  if (path.includes("//")) return "must not contain double slash";
  const star = path.indexOf("*");
  return star < 0 || (star === path.length - 1 && path.endsWith("/*"))
    ? undefined
    : "wildcard can only do suffix matching";
}

function checkPaths(rule: Members, path: string): Cause[] {
  const said = list(rule, "nonResourceURLs");
  const field = `${path}.nonResourceURLs`;
  if (said.length === 0)
    return [...checkVerbs(rule, path), findings.required(field, "nonResourceURLs must contain at least one value")];
  return [
    ...checkVerbs(rule, path),
    ...(crowded(said, field, "non-resource URLs") ??
      said.flatMap((one, index) => {
        const fault = pathFault(one);
        return fault === undefined ? [] : [findings.invalid(`${field}[${index}]`, one, fault)];
      })),
  ];
}

/** A rule of a flow schema: whose requests, and which of them. */
export function checkFlowRule(rule: Members, path: string): Cause[] {
  const who = each(rule, "subjects");
  const [resources, paths] = [each(rule, "resourceRules"), each(rule, "nonResourceRules")];
  return [
    ...(who.length === 0 ? [findings.required(`${path}.subjects`, "subjects must contain at least one value")] : []),
    ...who.flatMap((one, index) => checkSubject(one, `${path}.subjects[${index}]`)),
    ...(resources.length + paths.length === 0
      ? [findings.required(path, "at least one of resourceRules and nonResourceRules has to be non-empty")]
      : []),
    ...resources.flatMap((one, index) => checkResources(one, `${path}.resourceRules[${index}]`)),
    ...paths.flatMap((one, index) => checkPaths(one, `${path}.nonResourceRules[${index}]`)),
  ];
}
