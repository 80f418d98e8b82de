import { checkLinked, placesOf } from "../access/linked.ts";
import { copy, type Doc, isDoc } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import type { ResourceId } from "../documents/resource-id.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import type { WallResponse } from "../wall/wall.ts";
import type { Actor } from "./actor.ts";
import { answer, answerBytes, answerEmpty } from "./answer.ts";
import { checkBody, checkEnvelope, checkTags, readBody } from "./body.ts";
import { refuseIfBusy } from "./busy.ts";
import type { Engine, TypeRow } from "./contract.ts";
import { refuseIfLocked } from "./locks.ts";
import { manners } from "./manners.ts";
import { mergePatch } from "./merge.ts";
import { policed } from "./policies.ts";
import { checkConditions, conditionsOf } from "./preconditions.ts";
import { applyPut, putResource, type Written } from "./put.ts";
import { methodNotAllowed, type Query } from "./query.ts";
import { removeResource } from "./remove.ts";
import { expand, renderResource } from "./render.ts";
import { checkGroup, resourceNotFound } from "./scope.ts";
import { mannerHeaders } from "./status.ts";
import { subjectOf } from "./subject.ts";

const encoder = new TextEncoder();

/** Who asks, out of a call. */
export const actorOf = (call: ArmCall): Actor => ({
  objectId: call.principal.objectId,
  tenantId: call.principal.tenantId,
  kind: call.principal.kind,
  name: call.principal.name,
});

/** What a call about one resource needs. */
export interface ItemCall {
  engine: Engine;
  call: ArmCall;
  type: TypeRow;
  id: ResourceId;
  apiVersion: string;
  query: Query;
}

/** The answer that this resource is not there: ARM's, or its provider's own. */
export const absent = (id: ResourceId, { absence }: Pick<TypeRow, "absence">): Refusal =>
  absence === undefined
    ? resourceNotFound(id.type, id.names.join("/"), id.scope.split("/")[4] ?? "")
    : new Refusal(404, absence.code, absence.told(id.name));

/** Answers of resources as they were rendered last; dropped whenever anything is written. */
export interface Rendered {
  revision: number;
  bodies: Map<string, { bytes: Uint8Array; etag: string }>;
}

const renderedAtMost = 2_000;

/** GET of a resource. The rendered bytes are kept until the next write, so that reading in a loop costs little. */
function getItem(item: ItemCall, rendered: Rendered): WallResponse {
  const { engine, call, type, id, query, apiVersion } = item;
  const wanted = query.get("$expand") ?? "";
  if (rendered.revision !== engine.rows.revision) {
    rendered.bodies.clear();
    rendered.revision = engine.rows.revision;
  }
  const cacheKey = `${id.key}?${type.lacking === undefined ? "" : apiVersion}&${wanted}`;
  let found = rendered.bodies.get(cacheKey);
  if (found === undefined) {
    const row = engine.rows.get(id.key);
    const builtIn = row === undefined ? type.builtIn?.get(id, engine) : undefined;
    if (builtIn !== undefined) return answer(call, 200, builtIn);
    if (row === undefined || row.type !== type.type.toLowerCase()) {
      checkGroup(engine, id, false);
      throw absent(id, type);
    }
    const body = renderResource(engine, row, type, apiVersion);
    if (wanted !== "") expand(engine, body, wanted, type, row);
    found = { bytes: encoder.encode(JSON.stringify(body)), etag: row.etag };
    if (rendered.bodies.size >= renderedAtMost) rendered.bodies.clear();
    rendered.bodies.set(cacheKey, found);
  }
  return answerBytes(call, 200, found.bytes, type.etag ? { etag: found.etag } : {});
}

const atOnceStatus = ({ call, type }: ItemCall, { created }: Written): number =>
  (call.request.method === "PUT" ? type.putStatus : undefined) ?? (created ? 201 : 200);

/** The answer to an accepted write, in the provider's manner. */
function answerWritten(item: ItemCall, written: Written, body: Doc): WallResponse {
  const { engine, call, type, apiVersion } = item;
  const headers: Record<string, string> = type.etag ? { etag: written.row.etag } : {};
  const { put } = manners[type.manner];
  if (written.operation === undefined || put === undefined || put.held)
    return answer(call, atOnceStatus(item, written), body, headers);
  const status = written.created ? put.created : put.updated;
  const links = mannerHeaders(engine, call, written.operation, { type, apiVersion, links: put.links });
  return put.body ? answer(call, status, body, { ...headers, ...links }) : answerEmpty(call, status, links);
}

async function putItem(item: ItemCall): Promise<WallResponse> {
  const { engine, call, type, id, apiVersion } = item;
  const body = readBody(call.request.body);
  const written = engine.durable.transaction(() =>
    putResource(engine, {
      actor: actorOf(call),
      type,
      id,
      apiVersion,
      body,
      conditions: conditionsOf(call.request.headers),
      deployment: false,
    }),
  );
  engine.wake();
  if (manners[type.manner].put?.held) await untilDone(engine, call, written.operation);
  return answerWritten(item, written, renderResource(engine, written.row, type, apiVersion));
}

/** Waits for the end of what a call has begun, or until the caller has gone. */
async function untilDone(engine: Engine, call: ArmCall, operation: Written["operation"]): Promise<void> {
  const left = (operation?.dueAt ?? 0) - engine.clock.now();
  if (left > 0) await engine.clock.sleep(left, call.request.signal);
  engine.wake();
}

/** PATCH: never creates (ARM-PAT-01); replaces all tags (ARM-PAT-03); merges the rest where the type allows it (ARM-PAT-02). */
function patchItem(item: ItemCall): WallResponse {
  const { engine, call, type, id, apiVersion } = item;
  const body = readBody(call.request.body);
  const actor = actorOf(call);
  const written = engine.durable.transaction((): Written => {
    const row = engine.rows.get(id.key);
    checkGroup(engine, id, true);
    if (row === undefined) throw absent(id, type);
    refuseIfLocked(engine, id.key, "write", id.id);
    checkConditions(conditionsOf(call.request.headers), row.etag);
    checkEnvelope(type, id, body);
    const { tags, ...rest } = body;
    const patch = checkBody(type, type.patchModel === undefined ? body : rest, apiVersion, true);
    checkLinked(engine.access, { who: actor, type: type.type, id: id.id, body: patch, places: placesOf(type) });
    refuseIfBusy(engine, type, row);
    const doc = copy(row.body);
    if (type.patchModel === undefined) {
      for (const name of Object.keys(patch))
        if (name !== "tags") throw methodNotAllowed("PATCH", `${type.type} (member '${name}')`, ["PUT"]);
    } else mergePatch(doc, patch);
    if (isDoc(tags)) doc["tags"] = copy(tags);
    if (tags === null) delete doc["tags"];
    checkTags(doc["tags"]);
    const request = {
      actor,
      type,
      id,
      apiVersion,
      body: policed(engine, subjectOf(id, type.type, doc)),
      conditions: conditionsOf({}),
      deployment: false,
      atOnce: manners[type.manner].slowPatch !== true,
    };
    return applyPut(engine, request, row, actor);
  });
  engine.wake();
  const rendered = renderResource(engine, written.row, type, apiVersion);
  return answerWritten(item, { ...written, created: false }, rendered);
}

function deleteItem(item: ItemCall): WallResponse {
  const { engine, call, type, id, apiVersion } = item;
  checkGroup(engine, id, false);
  const removed = engine.durable.transaction(() =>
    removeResource(engine, {
      actor: actorOf(call),
      type,
      key: id.key,
      id: id.id,
      conditions: conditionsOf(call.request.headers),
    }),
  );
  engine.wake();
  switch (removed.outcome) {
    case "absent":
      return answerEmpty(call, 204);
    case "gone":
      return type.answersDeleted
        ? answer(call, 200, renderResource(engine, removed.row, type, apiVersion))
        : answerEmpty(call, 200);
    case "going":
      return answerEmpty(
        call,
        202,
        mannerHeaders(engine, call, removed.operation, {
          type,
          apiVersion,
          links: manners[type.manner].delete?.links ?? [],
        }),
      );
  }
}

/** A call about one resource. */
export function answerItem(item: ItemCall, rendered: Rendered): WallResponse | Promise<WallResponse> {
  const { engine, call, type, id } = item;
  const method = call.request.method;
  const allowed = type.verbs.filter((verb) => !verb.startsWith("LIST"));
  if (method === "HEAD" && allowed.includes("GET"))
    return answerEmpty(call, engine.rows.has(id.key) || type.builtIn?.get(id, engine) !== undefined ? 204 : 404);
  if (!allowed.some((verb) => verb === method)) throw methodNotAllowed(method, id.type, allowed);
  switch (method) {
    case "GET":
      return getItem(item, rendered);
    case "PUT":
      return putItem(item);
    case "PATCH":
      return patchItem(item);
    default:
      return deleteItem(item);
  }
}
