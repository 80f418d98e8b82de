import type { Value } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import type { Row } from "../documents/rows.ts";
import type { WallResponse } from "../wall/wall.ts";
import { answer, answerEmpty } from "./answer.ts";
import { readBody } from "./body.ts";
import { actorOf, type ItemCall } from "./items.ts";
import { locate, partNamed, partsOf } from "./lookup.ts";
import { ownerAbsent, type PartRequest, writePart } from "./part-write.ts";
import { conditionsOf } from "./preconditions.ts";
import { methodNotAllowed } from "./query.ts";
import { expand, renderPartOf } from "./render.ts";
import { checkGroup } from "./scope.ts";
import { mannerHeaders } from "./status.ts";
import type { PartRow } from "./type-facts.ts";

/** A call about parts of a resource: `item.id` is the part's, `owner` the resource's key. */
export interface PartCall extends ItemCall {
  part: PartRow;
  ownerKey: string;
}

const ownerRow = (item: PartCall): Row => {
  const row = item.engine.rows.get(item.ownerKey);
  if (row !== undefined) return row;
  checkGroup(item.engine, item.id, false);
  throw ownerAbsent(item.id);
};

/** ARM network's answer for a part that is not there. */
const partAbsent = (item: PartCall): Refusal => new Refusal(404, "NotFound", `Resource ${item.id.id} not found.`);

function getPart(item: PartCall): WallResponse {
  const { engine, call, type, part, id, query, apiVersion } = item;
  const row = ownerRow(item);
  const doc = partNamed(row.body, part, id.name);
  if (doc === undefined) throw partAbsent(item);
  const body = renderPartOf(engine, row, type, part, doc, apiVersion);
  const wanted = query.get("$expand");
  if (wanted !== undefined && wanted !== "") expand(engine, body, wanted, { ...type, expands: part.expands ?? [] });
  return answer(call, 200, body, { etag: row.etag });
}

/** The list of a resource's parts. */
export function listParts(item: PartCall): WallResponse {
  const { engine, call, type, part, apiVersion } = item;
  const row = ownerRow(item);
  const value: Value = partsOf(row.body, part).map((doc) => renderPartOf(engine, row, type, part, doc, apiVersion));
  return answer(call, 200, { value });
}

const requestOf = (item: PartCall, body: PartRequest["body"]): PartRequest => ({
  actor: actorOf(item.call),
  type: item.type,
  part: item.part,
  id: item.id,
  apiVersion: item.apiVersion,
  body,
  conditions: conditionsOf(item.call.request.headers),
  deployment: false,
});

function putPart(item: PartCall): WallResponse {
  const { engine, call, type, part, id, apiVersion } = item;
  const body = readBody(call.request.body);
  const written = engine.durable.transaction(() => writePart(engine, requestOf(item, body)));
  engine.wake();
  const doc = written === undefined ? undefined : partNamed(written.row.body, part, id.name);
  if (written === undefined || doc === undefined) throw partAbsent(item);
  const { operation, row } = written;
  return answer(call, written.existed ? 200 : 201, renderPartOf(engine, row, type, part, doc, apiVersion), {
    etag: row.etag,
    ...(operation === undefined ? {} : mannerHeaders(engine, call, operation, { type, apiVersion, links: ["status"] })),
  });
}

function deletePart(item: PartCall): WallResponse {
  const { engine, call, type, apiVersion } = item;
  const written = engine.durable.transaction(() => writePart(engine, requestOf(item, undefined)));
  engine.wake();
  if (written === undefined) return answerEmpty(call, 204);
  if (written.operation === undefined) return answerEmpty(call, 200);
  const links = ["status", "result"] as const;
  return answerEmpty(call, 202, mannerHeaders(engine, call, written.operation, { type, apiVersion, links }));
}

/** A call about one part. */
export function answerPart(item: PartCall): WallResponse {
  const method = item.call.request.method;
  const allowed = item.part.verbs.filter((verb) => verb !== "LIST");
  if (method === "HEAD" && allowed.includes("GET"))
    return answerEmpty(item.call, locate(item.engine, item.id.id) === undefined ? 404 : 204);
  if (!allowed.some((verb) => verb === method)) throw methodNotAllowed(method, item.id.type, allowed);
  if (method === "GET") return getPart(item);
  return method === "PUT" ? putPart(item) : deletePart(item);
}
