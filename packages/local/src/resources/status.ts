import { isoTime } from "@aro/runtime";
import { type Doc, record, text } from "../documents/document.ts";
import type { Operation } from "../documents/operations.ts";
import { detailFromDoc, Refusal } from "../documents/refusal.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import type { WallResponse } from "../wall/wall.ts";
import { answer, answerEmpty, answerRefusal } from "./answer.ts";
import type { Engine, TypeRow } from "./contract.ts";
import { isResult, type Links, manners } from "./manners.ts";
import { apiVersionOf, methodNotAllowed, readQuery } from "./query.ts";
import { renderResource } from "./render.ts";
import { retryAfter } from "./timing.ts";
import type { Manner } from "./type-facts.ts";

/** Scheme and host as the caller dialled them: links lead back the way they came. */
const origin = (call: ArmCall): string => call.request.url.origin;

/** The address of an operation's status under its provider and region, or of its result. */
function statusLink(
  call: ArmCall,
  operation: Operation,
  namespace: string,
  collection: string,
  apiVersion: string,
): string {
  const location = text(operation.notes["location"]);
  const under = `/subscriptions/${operation.subscription}/providers/${namespace}/locations/${location === "" ? "global" : location}`;
  return `${origin(call)}${under}/${collection}/${operation.id}?api-version=${apiVersion}`;
}

/** Headers of an accepted call, in the type's manner. */
export function mannerHeaders(
  engine: Engine,
  call: ArmCall,
  operation: Operation,
  { type, apiVersion, links }: { type: TypeRow; apiVersion: string; links: Links },
): Record<string, string> {
  const manner = manners[type.manner];
  const namespace = type.type.slice(0, type.type.indexOf("/"));
  const link = (collection: string) => statusLink(call, operation, namespace, collection, apiVersion);
  const monitored = manner.result === manner.status ? "&monitor=true" : "";
  return {
    ...(links.includes("status") ? { "azure-asyncoperation": link(manner.status) } : {}),
    ...(links.includes("result") ? { location: `${link(manner.result)}${monitored}` } : {}),
    ...retryAfter(engine, manner.retryAfterSeconds),
    ...(manner.notifies ? { "azure-asyncnotification": "Enabled" } : {}),
  };
}

/** Waits for the end of an operation that ends soon, so that a poller needs one call. */
export async function hold(engine: Engine, call: ArmCall, id: string): Promise<Operation | undefined> {
  const operation = engine.operations.get(id);
  if (operation?.state !== "InProgress" || engine.timing.holdMilliseconds <= 0) return operation;
  const until = engine.clock.now() + engine.timing.holdMilliseconds;
  for (;;) {
    const now = engine.clock.now();
    const current = engine.operations.get(id);
    if (current?.state !== "InProgress" || now >= until || call.request.signal.aborted) return current;
    const wait = Math.min(until - now, current.dueAt === undefined ? 20 : Math.max(1, current.dueAt - now));
    await engine.clock.sleep(wait, call.request.signal);
    engine.wake();
  }
}

/** A status body (ARM-ASY-05): the provider's, with the members that every client way wants. */
export function statusBody(id: string, operation: Operation): Doc {
  return {
    id,
    name: operation.id,
    status: operation.state,
    startTime: isoTime(operation.startedAt),
    ...(operation.endedAt === undefined ? {} : { endTime: isoTime(operation.endedAt) }),
    ...(operation.error === undefined ? {} : { error: operation.error }),
  };
}

/** Answers polls of Azure-AsyncOperation and Location addresses. */
export async function answerStatus(
  engine: Engine,
  call: ArmCall,
  route: { subscription: string; namespace: string; collection: string; operation: string },
): Promise<WallResponse> {
  const { request } = call;
  if (request.method !== "GET")
    throw methodNotAllowed(request.method, `${route.collection}/${route.operation}`, ["GET"]);
  const query = readQuery(call, ["monitor", "p", "t", "c", "s", "h"]);
  const version = apiVersionOf(query);
  const operation = await hold(engine, call, route.operation);
  if (
    operation === undefined ||
    operation.subscription !== route.subscription ||
    operation.tenant.toLowerCase() !== call.principal.tenantId.toLowerCase()
  )
    throw new Refusal(404, "OperationNotFound", `The operation '${route.operation}' was not found.`);
  const path = request.url.pathname;
  const again = retryAfter(engine);
  const row = operation.kind === "put" ? engine.rows.get(operation.target) : undefined;
  const type = row === undefined ? undefined : engine.table.row(row.type);
  const output = record(operation.notes)["output"];
  if (!isResult(route.collection, query.get("monitor"))) {
    const shown = statusBody(path, operation);
    const manner = manners[text(operation.notes["manner"]) as Manner] as (typeof manners)[Manner] | undefined;
    if (output !== undefined) shown["properties"] = { output };
    else if (manner?.output === true && operation.state === "Succeeded" && row !== undefined && type !== undefined)
      shown["properties"] = { output: renderResource(engine, row, type, version) };
    return answer(call, 200, shown, operation.state === "InProgress" ? again : {});
  }
  if (operation.state === "InProgress") {
    const monitor = query.has("monitor") ? "&monitor=true" : "";
    return answerEmpty(call, 202, { ...again, location: `${origin(call)}${path}?api-version=${version}${monitor}` });
  }
  if (operation.state !== "Succeeded") {
    const detail = detailFromDoc(record(operation.error));
    return answerRefusal(call, new Refusal(409, detail.code, detail.message, { details: detail.details ?? [] }));
  }
  if (operation.kind === "action") return output === undefined ? answerEmpty(call, 200) : answer(call, 200, output);
  if (row === undefined || type === undefined)
    return operation.kind === "group-delete" ? answerEmpty(call, 200) : answerEmpty(call, 204);
  return answer(call, 200, renderResource(engine, row, type));
}
