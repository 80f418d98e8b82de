import { type Doc, isDoc, record, text, type Value } from "../resources/document.ts";
import type { Engine } from "../resources/engine.ts";
import { checkTypeVersion } from "../resources/query.ts";
import { Refusal } from "../resources/refusal.ts";
import { parseId } from "../resources/route.ts";
import { compute, evaluate, visitExpressions } from "./evaluate.ts";
import { lookup, typedPath } from "./scope.ts";
import { type Bound, checkExpressions, copyCount, invalidTemplate, placed } from "./template.ts";
import { ExpressionError } from "./tokens.ts";

/** One resource that a deployment makes: where it is, and what it waits for. */
export interface Node {
  /** Full id; unique in the plan. */
  id: string;
  type: string;
  name: string;
  apiVersion: string;
  /** The resource as the template has it, expressions and all. */
  source: Doc;
  /** The copies it stands in: name of the copy → its index. */
  copies: Doc;
  /** Ids of nodes that must be there first, lower case. */
  after: string[];
  /** Whether its condition is met. */
  wanted: boolean;
}

const members = [
  "type",
  "apiVersion",
  "name",
  "location",
  "tags",
  "dependsOn",
  "condition",
  "copy",
  "comments",
  "scope",
  "properties",
  "sku",
  "kind",
  "zones",
  "identity",
  "plan",
  "resources",
  "metadata",
  "managedBy",
  "extendedLocation",
  "asserts",
];
const refused = ["resourceGroup", "subscriptionId", "asserts"];

/** Members that are the template's business and no part of the resource. */
export const templateMembers: readonly string[] = [
  "type",
  "apiVersion",
  "name",
  "dependsOn",
  "condition",
  "copy",
  "comments",
  "scope",
  "resources",
  "metadata",
];

interface Draft extends Node {
  names: string[];
  copyName: string;
  waits: string[];
}

/** Scope of expressions of one copy of a resource. */
const scopeOf = (bound: Bound, copies: Doc) =>
  Object.keys(copies).length === 0 ? bound.scope() : bound.scope({ copyIndex: copyIndexOf(copies) });

/** copyIndex() of a resource that stands in these copies. */
export const copyIndexOf =
  (copies: Doc) =>
  (name: string | undefined): number => {
    const index = name === undefined ? Object.values(copies).at(-1) : lookup(copies, name);
    if (typeof index !== "number")
      throw new ExpressionError(
        `The template function 'copyIndex' names a copy '${name ?? ""}' that the resource does not stand in.`,
      );
    return index;
  };

const textAt = (value: Value, member: string, where: string): string => {
  if (typeof value !== "string" || value === "")
    throw invalidTemplate(`The ${member} of ${where} must be text, and is ${JSON.stringify(value)}`);
  return value;
};

/** Lays out what a template makes: copies taken apart, names and conditions computed, dependencies found, in the template's order. */
export function plan(engine: Engine, bound: Bound, groupId: string): Node[] {
  const drafts: Draft[] = [];
  const resources = lookup(bound.template, "resources");
  for (const [index, one] of (Array.isArray(resources) ? resources : []).entries())
    addResource(bound, groupId, one, `resource at index '${index}'`, undefined, {}, drafts);
  const byId = new Map<string, Draft>();
  for (const draft of drafts) {
    if (byId.has(draft.id.toLowerCase()))
      throw invalidTemplate(
        `The resource '${draft.id}' is defined multiple times in a template. Please see https://aka.ms/arm-syntax-resources for usage details.`,
      );
    byId.set(draft.id.toLowerCase(), draft);
  }
  for (const draft of drafts) {
    if (draft.wanted) checkNode(engine, draft);
    draft.after = [...new Set([...dependencies(draft, drafts), ...references(bound, draft, drafts)])];
  }
  refuseCycles(drafts);
  return drafts.map(({ names: _, copyName: __, waits: ___, ...node }) => node);
}

function addResource(
  bound: Bound,
  groupId: string,
  given: Value,
  where: string,
  parent: { type: string; name: string } | undefined,
  copies: Doc,
  drafts: Draft[],
): void {
  if (!isDoc(given)) throw invalidTemplate(`The ${where} is no object`);
  for (const name of Object.keys(given)) {
    if (refused.some((one) => one.toLowerCase() === name.toLowerCase()))
      throw invalidTemplate(`The ${where} has '${name}', which the emulated Azure does not carry out`);
    if (!members.some((one) => one.toLowerCase() === name.toLowerCase()))
      throw invalidTemplate(
        `Could not find member '${name}' on object of type 'TemplateResource'. The ${where} has it`,
      );
  }
  const copy = lookup(given, "copy");
  if (!isDoc(copy)) {
    addOne(bound, groupId, given, where, parent, copies, "", drafts);
    return;
  }
  const name = textAt(copy["name"] ?? null, "copy name", where);
  const count = placed(where, () => copyCount(name, evaluate(copy["count"] ?? null, scopeOf(bound, copies))));
  for (let index = 0; index < count; index++)
    addOne(bound, groupId, given, where, parent, { ...copies, [name]: index }, name, drafts);
}

function addOne(
  bound: Bound,
  groupId: string,
  given: Doc,
  where: string,
  parent: { type: string; name: string } | undefined,
  copies: Doc,
  copyName: string,
  drafts: Draft[],
): void {
  const scope = scopeOf(bound, copies);
  const value = (member: string): Value => placed(where, () => evaluate(lookup(given, member) ?? null, scope));
  const ownType = textAt(lookup(given, "type") ?? null, "type", where);
  const type = parent === undefined ? ownType : `${parent.type}/${ownType}`;
  const ownName = textAt(value("name"), "name", where);
  const name = parent === undefined ? ownName : `${parent.name}/${ownName}`;
  const version = textAt(value("apiVersion"), "apiVersion", where).toLowerCase();
  const condition = lookup(given, "condition") === undefined ? true : value("condition");
  if (typeof condition !== "boolean") throw invalidTemplate(`The condition of ${where} must be a boolean`);
  const names = name.split("/");
  const path = placedPath(type, names, where);
  const under =
    lookup(given, "scope") === undefined ? groupId : scopeId(textAt(value("scope"), "scope", where), groupId);
  const id = `${under}/providers/${path}`;
  const body = Object.fromEntries(Object.entries(given).filter(([member]) => member.toLowerCase() !== "resources"));
  checkExpressions(body, scope, `resource '${id}'`);
  const waits = value("dependsOn");
  if (waits !== null && !(Array.isArray(waits) && waits.every((one) => typeof one === "string")))
    throw invalidTemplate(`The dependsOn of the resource '${id}' must be an array of text`);
  drafts.push({
    id,
    type: parseId(id)?.type ?? type,
    name,
    apiVersion: version,
    source: body,
    copies,
    after: [],
    wanted: condition,
    names,
    copyName,
    waits: Array.isArray(waits) ? waits.map(String) : [],
  });
  const children = lookup(given, "resources");
  if (Array.isArray(children))
    for (const [index, child] of children.entries())
      addResource(bound, groupId, child, `resource at index '${index}' of '${id}'`, { type, name }, copies, drafts);
}

function placedPath(type: string, names: readonly string[], where: string): string {
  try {
    return typedPath(type, names, "name");
  } catch {
    throw invalidTemplate(
      `The template resource '${names.join("/")}' (${where}) for type '${type}' has incorrect segment lengths. A nested resource type must have identical number of segments as its resource name. A root resource type must have segment length one greater than its resource name. Please see https://aka.ms/arm-syntax-resources for usage details.`,
    );
  }
}

/** A resource's `scope`: a full id, or one relative to the group. */
const scopeId = (scope: string, groupId: string): string =>
  scope.startsWith("/") ? scope.replace(/\/$/, "") : `${groupId}/providers/${scope}`;

function checkNode(engine: Engine, node: Node): void {
  const parsed = parseId(node.id);
  if (parsed === undefined) throw invalidTemplate(`The resource '${node.id}' has no valid id`);
  if (parsed.typeKey === "microsoft.resources/deployments")
    throw invalidTemplate(
      `The resource '${node.id}' is a nested deployment, which the emulated Azure does not carry out`,
    );
  const namespace = parsed.namespace.toLowerCase();
  if (engine.external?.owns(namespace) && !engine.table.hasNamespace(namespace)) return;
  const owner = parsed.typeKey.slice(0, parsed.typeKey.lastIndexOf("/"));
  const type = engine.table.row(parsed.typeKey);
  const segment = parsed.types.at(-1)?.toLowerCase();
  const part = engine.table.row(owner)?.parts.find((one) => one.segment.toLowerCase() === segment);
  const row = type ?? (part?.verbs.includes("PUT") ? engine.table.row(owner) : undefined);
  if (row === undefined)
    throw new Refusal(
      400,
      "InvalidTemplate",
      `Deployment template validation failed: 'The resource type '${parsed.types.join("/")}' could not be found in the namespace '${parsed.namespace}' for api version '${node.apiVersion}' (resource '${node.id}').'.`,
    );
  checkTypeVersion(node.apiVersion, row.type, row.apiVersions, text(lookup(node.source, "location") ?? ""));
}

/** `Namespace/type/name` of a node, as dependsOn may call it. */
const shortPath = (draft: Draft): string => draft.id.slice(draft.id.toLowerCase().lastIndexOf("/providers/") + 11);

/** `Namespace/type` and the names after it, the other way that dependsOn may call a node. */
const typedName = (draft: Draft): string => `${draft.type}/${draft.names.join("/")}`;

function dependencies(draft: Draft, drafts: readonly Draft[]): string[] {
  return draft.waits.flatMap((wanted) => {
    const key = wanted.toLowerCase().replace(/\/$/, "");
    const matches = drafts.filter(
      (one) =>
        one.id.toLowerCase() === key ||
        shortPath(one).toLowerCase() === key ||
        typedName(one).toLowerCase() === key ||
        one.copyName.toLowerCase() === key ||
        one.name.toLowerCase() === key,
    );
    if (matches.length === 0)
      throw invalidTemplate(
        `The resource '${wanted}' is not defined in the template. The resource '${draft.id}' depends on it. Please see https://aka.ms/arm-syntax for usage details.`,
      );
    return matches.map((one) => one.id.toLowerCase());
  });
}

/** reference() to a resource of the same template waits for it. */
function references(bound: Bound, draft: Draft, drafts: readonly Draft[]): string[] {
  const found: string[] = [];
  const scope = scopeOf(bound, draft.copies);
  visitExpressions(lookup(draft.source, "properties") ?? null, (tree) => {
    if (tree.is !== "call" || tree.name.toLowerCase() !== "reference") return;
    const [first] = tree.arguments;
    if (first === undefined) return;
    let named: Value;
    try {
      named = compute(first, scope);
    } catch (error) {
      // What it names is known at run time only: then dependsOn must say it, as in Azure.
      if (error instanceof ExpressionError) return;
      throw error;
    }
    const key = String(named).toLowerCase();
    for (const one of drafts)
      if (one !== draft && (one.id.toLowerCase() === key || one.name.toLowerCase() === key))
        found.push(one.id.toLowerCase());
  });
  return found;
}

function refuseCycles(drafts: readonly Draft[]): void {
  const byId = new Map(drafts.map((one) => [one.id.toLowerCase(), one]));
  const state = new Map<string, "open" | "done">();
  const visit = (key: string): void => {
    const draft = byId.get(key);
    if (draft === undefined || state.get(key) === "done") return;
    if (state.get(key) === "open")
      throw invalidTemplate(
        `Circular dependency detected on resource: '${draft.id}'. Please see https://aka.ms/arm-syntax-resources for usage details.`,
      );
    state.set(key, "open");
    for (const next of draft.after) visit(next);
    state.set(key, "done");
  };
  for (const key of byId.keys()) visit(key);
}

/** What a node sends to its provider, expressions still in it. */
export const nodeBody = (source: Doc): Doc =>
  Object.fromEntries(
    Object.entries(record(source)).filter(
      ([name]) => !templateMembers.some((one) => one.toLowerCase() === name.toLowerCase()),
    ),
  );
