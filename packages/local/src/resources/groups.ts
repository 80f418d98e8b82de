import { copy, type Doc, isDoc, text } from "../documents/document.ts";
import type { Operation } from "../documents/operations.ts";
import { Refusal } from "../documents/refusal.ts";
import type { Row } from "../documents/rows.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import type { WallResponse } from "../wall/wall.ts";
import { answer, answerEmpty } from "./answer.ts";
import type { Engine } from "./contract.ts";
import { freshEtag } from "./etags.ts";
import { compileFilter } from "./filter.ts";
import { readGroup } from "./group-body.ts";
import { actorOf } from "./items.ts";
import { refuseIfLocked } from "./locks.ts";
import { answerPage } from "./pages.ts";
import { policed } from "./policies.ts";
import { canonicalScope, checkLocation, normalLocation } from "./put.ts";
import { apiVersionOf, checkArmVersion, methodNotAllowed, readQuery } from "./query.ts";
import { groupNotFound } from "./scope.ts";
import { groupSubject } from "./subject.ts";
import { retryAfter } from "./timing.ts";

/** Versions of resource groups and generic listings that our clients send, newest first. */
export const resourcesVersions: readonly string[] = [
  "2025-04-01",
  "2025-03-01",
  "2024-11-01",
  "2024-03-01",
  "2023-07-01",
  "2022-09-01",
  "2021-04-01",
  "2021-01-01",
  "2020-10-01",
  "2020-06-01",
  "2019-10-01",
  "2019-07-01",
  "2019-05-10",
  "2018-05-01",
  "2015-11-01",
];

export const groupType = "microsoft.resources/resourcegroups";

/** A group as GET answers it. */
export const renderGroup = (row: Row): Doc => {
  const { properties: _, ...rest } = row.body;
  return {
    id: row.id,
    name: row.name,
    type: "Microsoft.Resources/resourceGroups",
    ...rest,
    properties: { provisioningState: row.state },
  };
};

function putGroup(engine: Engine, call: ArmCall, id: string, name: string): WallResponse {
  if (!/^[-\w.()]{0,89}[-\w()]$/u.test(name))
    throw new Refusal(
      400,
      "InvalidResourceGroup",
      `The provided resource group name '${name}' is not valid: it has at most 90 characters of letters, digits and -_().; the last is no period.`,
    );
  const body = readGroup(call);
  const given = text(body["name"]);
  if (given !== "" && given.toLowerCase() !== name.toLowerCase())
    throw new Refusal(
      400,
      "MismatchingResourceGroupName",
      `The resource group name '${given}' in the request body does not match the name '${name}' in the request URL.`,
    );
  const key = id.toLowerCase();
  const result = engine.durable.transaction(() => {
    const before = engine.rows.get(key);
    if (before?.state === "Deleting")
      throw new Refusal(
        409,
        "ResourceGroupBeingDeleted",
        `The resource group '${before.name}' is in deprovisioning state and cannot perform this operation.`,
      );
    const location = normalLocation(text(body["location"]));
    if (location === "")
      throw new Refusal(400, "LocationRequired", "The location property is required for this definition.");
    if (before === undefined) checkLocation(engine, "Microsoft.Resources/resourceGroups", location);
    if (before !== undefined && before.location !== location)
      throw new Refusal(
        409,
        "InvalidResourceGroupLocation",
        `Invalid resource group location '${location}'. The Resource group already exists in location '${before.location}'.`,
      );
    const managedBy = text(body["managedBy"]);
    if (
      before !== undefined &&
      "managedBy" in body &&
      managedBy.toLowerCase() !== text(before.body["managedBy"]).toLowerCase()
    )
      throw new Refusal(
        409,
        "ResourceGroupManagedByMismatch",
        `The resource group '${before.name}' is managed by '${text(before.body["managedBy"])}'; managedBy cannot be changed to '${managedBy}'.`,
      );
    refuseIfLocked(engine, key, "write", id);
    const doc: Doc = { location };
    const kept = before === undefined ? managedBy : text(before.body["managedBy"]);
    if (kept !== "") doc["managedBy"] = kept;
    const tags = body["tags"];
    if (isDoc(tags)) doc["tags"] = copy(tags);
    const policedDoc = policed(engine, groupSubject(id, name, doc));
    return { created: before === undefined, row: keep(engine, before, id, name, location, policedDoc) };
  });
  engine.wake();
  return answer(call, result.created ? 201 : 200, renderGroup(result.row));
}

function keep(engine: Engine, before: Row | undefined, id: string, name: string, location: string, body: Doc): Row {
  const now = engine.clock.now();
  const key = id.toLowerCase();
  const row: Row = {
    key,
    id: before?.id ?? canonicalScope(id),
    type: groupType,
    name: before?.name ?? name,
    owner: key.split("/").slice(0, 3).join("/"),
    group: "",
    subscription: key.split("/")[2] ?? "",
    location,
    etag: freshEtag(engine),
    state: "Succeeded",
    body,
    createdAt: before?.createdAt ?? now,
    changedAt: now,
  };
  engine.rows.put(row);
  return row;
}

function patchGroup(engine: Engine, call: ArmCall, id: string, name: string): WallResponse {
  const body = readGroup(call);
  const row = engine.durable.transaction(() => {
    const before = engine.rows.get(id.toLowerCase());
    if (before === undefined) throw groupNotFound(name);
    refuseIfLocked(engine, before.key, "write", id);
    for (const member of ["location", "managedBy"])
      if (text(body[member]) !== "" && normalLocation(text(body[member])) !== normalLocation(text(before.body[member])))
        throw new Refusal(
          409,
          member === "location" ? "InvalidResourceGroupLocation" : "ResourceGroupManagedByMismatch",
          `The ${member} of resource group '${before.name}' cannot be changed.`,
        );
    const doc = copy(before.body);
    const tags = body["tags"];
    if (isDoc(tags)) doc["tags"] = copy(tags);
    if (tags === null) delete doc["tags"];
    const policedDoc = policed(engine, groupSubject(before.id, before.name, doc));
    return keep(engine, before, before.id, before.name, before.location, policedDoc);
  });
  engine.wake();
  return answer(call, 200, renderGroup(row));
}

/** DELETE of a group: accepted when nothing of it is locked, and carried out step by step (group-delete.ts). */
function deleteGroup(engine: Engine, call: ArmCall, id: string, name: string, version: string): WallResponse {
  const operation = engine.durable.transaction((): Operation => {
    const row = engine.rows.get(id.toLowerCase());
    if (row === undefined) throw groupNotFound(name);
    const running = engine.operations.running(row.key);
    if (running !== undefined) return running;
    refuseIfLocked(engine, row.key, "delete", row.id);
    engine.rows.setState(row.key, "Deleting", freshEtag(engine));
    const made: Operation = {
      id: engine.random.uuid(),
      kind: "group-delete",
      target: row.key,
      label: "DeleteResourceGroupOperation",
      subscription: row.subscription,
      tenant: call.principal.tenantId,
      state: "InProgress",
      startedAt: engine.clock.now(),
      notes: { id: row.id, name: row.name, location: row.location, actor: { ...actorOf(call) } },
    };
    engine.operations.put(made);
    return made;
  });
  engine.wake();
  return answerEmpty(call, 202, {
    location: `${call.request.url.origin}/subscriptions/${operation.subscription}/operationresults/${operation.id}?api-version=${version}`,
    ...retryAfter(engine, 15),
  });
}

/** Calls about one resource group. */
export function answerGroup(engine: Engine, call: ArmCall, id: string, name: string): WallResponse {
  const { method } = call.request;
  const allowed = ["GET", "HEAD", "PUT", "PATCH", "DELETE"];
  if (!allowed.includes(method)) throw methodNotAllowed(method, "Microsoft.Resources/resourceGroups", allowed);
  const version = apiVersionOf(readQuery(call, method === "DELETE" ? ["forcedeletiontypes"] : ["$expand"]));
  checkArmVersion(version, resourcesVersions);
  switch (method) {
    case "PUT":
      return putGroup(engine, call, id, name);
    case "PATCH":
      return patchGroup(engine, call, id, name);
    case "DELETE":
      return deleteGroup(engine, call, id, name, version);
    default: {
      const row = engine.rows.get(id.toLowerCase());
      if (method === "HEAD") return answerEmpty(call, row === undefined ? 404 : 204);
      if (row === undefined) throw groupNotFound(name);
      return answer(call, 200, renderGroup(row));
    }
  }
}

/** The list of a subscription's groups, with `$filter` on tags. */
export function listGroups(engine: Engine, call: ArmCall, subscription: string): WallResponse {
  if (call.request.method !== "GET") throw methodNotAllowed(call.request.method, "resourceGroups", ["GET"]);
  const query = readQuery(call, ["$filter", "$top", "$skiptoken"]);
  checkArmVersion(apiVersionOf(query), resourcesVersions);
  const matches = compileFilter(query.get("$filter"), ["tagname", "tagvalue", "name", "location", "managedby"]);
  return answerPage(
    engine,
    call,
    (after, count) => engine.rows.inSubscription(subscription, groupType, after, count),
    (row) => (matches(row) ? renderGroup(row) : undefined),
  );
}
