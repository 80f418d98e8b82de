import { type Doc, isDoc, record, text, type Value } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import { parseId } from "../documents/resource-id.ts";
import { evaluate } from "../language/evaluate.ts";
import type { Engine } from "../resources/contract.ts";
import { checkArmVersion, checkTypeVersion } from "../resources/query.ts";
import type { Bound } from "./bind.ts";
import { checkExpressions, invalidTemplate, placed } from "./check.ts";
import { type Draft, dependencies, refuseCycles, scopeOf } from "./dependencies.ts";
import { deploymentType, deploymentVersions } from "./deployment.ts";
import { checkNested } from "./nested-check.ts";
import type { Node } from "./node.ts";
import { copyCount } from "./property-copies.ts";
import { nestedMembers, refusedMembers, resourceMembers, templateMembers } from "./resource-members.ts";
import { lookup, typedPath } from "./scope.ts";

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
    draft.after = dependencies(bound, draft, drafts);
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
  const nested = parent === undefined && text(lookup(given, "type")).toLowerCase() === deploymentType;
  for (const name of Object.keys(given)) {
    if (nested && nestedMembers.some((one) => one.toLowerCase() === name.toLowerCase())) continue;
    if (refusedMembers.some((one) => one.toLowerCase() === name.toLowerCase()))
      throw invalidTemplate(`The ${where} has '${name}', which the emulated Azure does not carry out`);
    if (!resourceMembers.some((one) => one.toLowerCase() === name.toLowerCase()))
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
  const nested = type.toLowerCase() === deploymentType;
  const under =
    lookup(given, "scope") === undefined
      ? nested
        ? groupOf(value("subscriptionId"), value("resourceGroup"), groupId, where)
        : groupId
      : scopeId(textAt(value("scope"), "scope", where), groupId);
  const id = `${under}/providers/${path}`;
  const body = Object.fromEntries(Object.entries(given).filter(([member]) => member.toLowerCase() !== "resources"));
  if (nested) checkNested(body, ownName, `'${id}'`);
  // A nested template's expressions are looked at when it is deployed.
  checkExpressions(nested ? { ...body, properties: {} } : body, scope, `resource '${id}'`);
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

/** Id of the group that a nested deployment goes to: this one, unless it says another. */
function groupOf(subscription: Value, group: Value, groupId: string, where: string): string {
  const [, , own = "", , ownGroup = ""] = groupId.split("/");
  if (subscription !== null && group === null)
    throw invalidTemplate(
      `The nested deployment ${where} goes to a subscription, which the emulated Azure does not carry out`,
    );
  const to = subscription === null ? own : textAt(subscription, "subscriptionId", where);
  return `/subscriptions/${to}/resourceGroups/${group === null ? ownGroup : textAt(group, "resourceGroup", where)}`;
}

function checkNode(engine: Engine, node: Node): void {
  const parsed = parseId(node.id);
  if (parsed === undefined) throw invalidTemplate(`The resource '${node.id}' has no valid id`);
  if (parsed.typeKey === deploymentType) {
    checkArmVersion(node.apiVersion, deploymentVersions);
    return;
  }
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

/** What a node sends to its provider, expressions still in it. */
export const nodeBody = (source: Doc): Doc =>
  Object.fromEntries(
    Object.entries(record(source)).filter(
      ([name]) => !templateMembers.some((one) => one.toLowerCase() === name.toLowerCase()),
    ),
  );
