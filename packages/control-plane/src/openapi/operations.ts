import { apiVersionOf, type Kind } from "../kinds/kind.ts";

/** An operation of a path, the same in both versions of OpenAPI but for where its body and parameters stand. */
export interface Operation {
  method: "get" | "put" | "post" | "patch" | "delete";
  id: string;
  action: string;
  /** Query parameters besides those of the path. */
  query: readonly string[];
  /** Media types of the body; none when there is none. */
  body: readonly string[];
}

export interface Path {
  path: string;
  kind: Kind;
  /** Parts of the path in braces. */
  parameters: readonly string[];
  operations: readonly Operation[];
}

const writing = ["dryRun", "fieldManager", "fieldValidation"];
const listing = [
  "allowWatchBookmarks",
  "continue",
  "fieldSelector",
  "labelSelector",
  "limit",
  "resourceVersion",
  "resourceVersionMatch",
  "sendInitialEvents",
  "timeoutSeconds",
  "watch",
];
const deleting = ["dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy"];
const patches = ["application/json-patch+json", "application/merge-patch+json"];
const anything = ["*/*"];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const camel = (group: string): string =>
  group
    .split(/[.-]/)
    .filter((part) => !["k8s", "io"].includes(part))
    .map(capital)
    .join("");

/** Paths under which a kind is served. */
export function pathsOf(kind: Kind): Path[] {
  const { group, version, plural, namespaced, verbs, custom } = kind;
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  const title = `${camel(group === "" ? "core" : group)}${capital(version)}`;
  const scope = namespaced ? "Namespaced" : "";
  const within = namespaced ? `${root}/namespaces/{namespace}` : root;
  const patchTypes = custom
    ? [...patches, "application/apply-patch+yaml"]
    : [...patches, "application/strategic-merge-patch+json", "application/apply-patch+yaml"];
  const parameters = namespaced ? ["namespace"] : [];
  const make = (
    verb: string,
    method: Operation["method"],
    action: string,
    query: readonly string[],
    body: readonly string[],
    name = `${scope}${kind.kind}`,
  ): Operation[] => (verbs.includes(verb) ? [{ method, id: `${action}${title}${name}`, action, query, body }] : []);
  const collection: Operation[] = [
    ...make("list", "get", "list", listing, []),
    ...make("create", "post", "create", writing, anything),
    ...make(
      "deletecollection",
      "delete",
      "deleteCollection",
      [...deleting, ...listing],
      anything,
      `Collection${scope}${kind.kind}`,
    ),
  ];
  const one: Operation[] = [
    ...make("get", "get", "read", [], []),
    ...make("update", "put", "replace", writing, anything),
    ...make("patch", "patch", "patch", [...writing, "force"], patchTypes),
    ...make("delete", "delete", "delete", deleting, anything),
  ];
  const found: Path[] = [
    { path: `${within}/${plural}`, kind, parameters, operations: collection },
    { path: `${within}/${plural}/{name}`, kind, parameters: [...parameters, "name"], operations: one },
  ];
  if (namespaced && verbs.includes("list"))
    found.push({
      path: `${root}/${plural}`,
      kind,
      parameters: [],
      operations: make("list", "get", "list", listing, [], `${kind.kind}ForAllNamespaces`),
    });
  if (kind.subresources.some(({ name }) => name === "status"))
    found.push({
      path: `${within}/${plural}/{name}/status`,
      kind,
      parameters: [...parameters, "name"],
      operations: one
        .filter(({ method }) => method !== "delete")
        .map((operation) => ({ ...operation, id: `${operation.id}Status` })),
    });
  return found.filter(({ operations }) => operations.length > 0);
}

/** Name of a kind's schema: a built-in one's own, or one made of the group of a definition. */
export function schemaName(kind: Kind): string {
  if (kind.schema.$ref !== undefined) return kind.schema.$ref;
  return `${kind.group.split(".").reverse().join(".")}.${kind.version}.${kind.kind}`;
}

/** As documents mark to whom an operation or a schema belongs. */
export const groupVersionKind = ({ group, version, kind }: Kind) => ({ group, version, kind });

/** `api/v1`, `apis/apps/v1`: under what clients find a version's document. */
export const documentPath = (kind: Pick<Kind, "group" | "version">): string =>
  `${kind.group === "" ? "api" : "apis"}/${apiVersionOf(kind)}`;

export const booleans = new Set(["allowWatchBookmarks", "force", "orphanDependents", "sendInitialEvents", "watch"]);
export const integers = new Set(["gracePeriodSeconds", "limit", "timeoutSeconds"]);
