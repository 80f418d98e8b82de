import { type Doc, isDoc, text, type Value } from "../documents/document.ts";
import type { ResourceId } from "../documents/resource-id.ts";
import { same } from "../language/arguments.ts";
import { expressionIn } from "../language/parser.ts";
import { answer } from "../resources/answer.ts";
import type { Engine } from "../resources/contract.ts";
import { actorOf } from "../resources/items.ts";
import { locate } from "../resources/lookup.ts";
import { normalLocation } from "../resources/put.ts";
import { renderPartOf, renderResource } from "../resources/render.ts";
import { checkGroup } from "../resources/scope.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import type { WallResponse } from "../wall/wall.ts";
import { scopeOf } from "./dependencies.ts";
import type { Node } from "./node.ts";
import { nodeBody } from "./plan.ts";
import { soFar } from "./policy-check.ts";
import { prepare } from "./prepare.ts";
import { readDeployment } from "./put-deployment.ts";

/** What a deployment would change, without changing anything: each resource that it makes, and those of the group that it leaves alone. */
export function whatIf(engine: Engine, call: ArmCall, id: ResourceId): WallResponse {
  checkGroup(engine, id, true);
  const { properties } = readDeployment(call, ["whatIfSettings"]);
  const { nodes, bound } = prepare(engine, id, properties, actorOf(call));
  const changes = nodes
    .filter((node) => node.wanted)
    .map((node) => changeOf(engine, node, soFar(nodeBody(node.source), scopeOf(bound, node.copies)) as Doc));
  const made = new Set(nodes.map((node) => node.id.toLowerCase()));
  const others = engine.rows.inGroup(id.group, "", 1_000).flatMap((row): Doc[] => {
    const type = engine.table.row(row.type);
    if (type?.tracked !== true || made.has(row.key)) return [];
    const body = renderResource(engine, row, type);
    return [{ resourceId: row.id, changeType: "Ignore", before: body, after: body }];
  });
  return answer(call, 200, {
    status: "Succeeded",
    properties: { correlationId: call.correlationId, changes: [...changes, ...others] },
  });
}

function changeOf(engine: Engine, node: Node, given: Doc): Doc {
  const after: Doc = { apiVersion: node.apiVersion, id: node.id, name: node.name, type: node.type, ...given };
  const found = locate(engine, node.id);
  if (found === undefined) return { resourceId: node.id, changeType: "Create", after };
  const before =
    found.part === undefined
      ? renderResource(engine, found.row, found.type)
      : renderPartOf(engine, found.row, found.type, found.part.row, found.part.doc);
  const delta = differences(before, given, "");
  return {
    resourceId: text(before["id"]),
    changeType: delta.length === 0 ? "NoChange" : "Modify",
    before,
    after: { ...before, ...after },
    ...(delta.length === 0 ? {} : { delta }),
  };
}

/** The members that the template gives and that are otherwise now. What only the running template knows is passed over. */
function differences(before: Doc, given: Doc, at: string): Doc[] {
  return Object.entries(given).flatMap(([name, value]): Doc[] => {
    const path = at === "" ? name : `${at}.${name}`;
    const now = before[name];
    if (typeof value === "string" && expressionIn(value) !== undefined) return [];
    if (now === undefined) return [{ path, propertyChangeType: "Create", after: value }];
    if (isDoc(value) && isDoc(now)) return differences(now, value, path);
    if (same(value, now) || (path === "location" && isSamePlace(value, now))) return [];
    return [{ path, propertyChangeType: "Modify", before: now, after: value }];
  });
}

const isSamePlace = (one: Value, other: Value): boolean => normalLocation(text(one)) === normalLocation(text(other));
