import { type Doc, record, text } from "../documents/document.ts";
import type { Operation } from "../documents/operations.ts";
import { detailToDoc, Refusal } from "../documents/refusal.ts";
import { parseId } from "../documents/resource-id.ts";
import type { Engine } from "../resources/contract.ts";
import { writePart } from "../resources/part-write.ts";
import { noConditions } from "../resources/preconditions.ts";
import { putResource } from "../resources/put.ts";
import { placed } from "./check.ts";
import { copyIndexOf } from "./dependencies.ts";
import { deploymentType } from "./deployment.ts";
import { checkWrite, forbidden } from "./forbidden.ts";
import { listerOf } from "./lister.ts";
import { beginNested, nestedBody } from "./nested.ts";
import { nodeBody } from "./plan.ts";
import { withPropertyCopies } from "./property-copies.ts";
import { actorOfRun, boundOf, type Running, reader } from "./running.ts";

const retryMilliseconds = 5_000;

/** Computes a node's body and puts it, as a customer's PUT would. */
export function start(engine: Engine, running: Running, node: Doc, now: number): void {
  const id = text(node["id"]);
  node["startedAt"] ??= now;
  try {
    const bound = boundOf(engine, running);
    const copies = record(node["copies"]);
    const actor = actorOfRun(running.run);
    const scope = bound.scope({
      ...(Object.keys(copies).length === 0 ? {} : { copyIndex: copyIndexOf(copies) }),
      reference: reader(engine, running.nodes),
      list: listerOf(engine, running.nodes, actor),
    });
    const parsed = parseId(id);
    if (parsed === undefined) throw new Refusal(400, "InvalidTemplate", `The resource '${id}' has no valid id.`);
    const own = nodeBody(record(node["source"]));
    const nested = parsed.typeKey === deploymentType;
    const body = placed(`resource '${id}'`, () =>
      nested ? nestedBody(own, scope) : (withPropertyCopies(own, scope) as Doc),
    );
    const type = engine.table.row(parsed.typeKey);
    checkWrite(engine.access, actor, { type: parsed.type, id });
    if (nested) {
      const correlationId = text(record(running.row.body["properties"])["correlationId"]);
      follow(
        node,
        engine.durable.savepoint(() => beginNested(engine, { id: parsed, body, actor, correlationId })),
        now,
      );
      return;
    }
    const apiVersion = text(node["apiVersion"]);
    if (type !== undefined) {
      const written = engine.durable.savepoint(() =>
        putResource(engine, { actor, type, id: parsed, apiVersion, body, conditions: noConditions, deployment: true }),
      );
      follow(node, written.operation, now);
      return;
    }
    const owner = engine.table.row(parsed.typeKey.slice(0, parsed.typeKey.lastIndexOf("/")));
    const segment = parsed.types.at(-1)?.toLowerCase();
    const part = owner?.parts.find((one) => one.segment.toLowerCase() === segment);
    if (owner !== undefined && part !== undefined) {
      const request = {
        actor,
        type: owner,
        part,
        id: parsed,
        apiVersion,
        body,
        conditions: noConditions,
        deployment: true,
      };
      const written = engine.durable.savepoint(() => writePart(engine, request));
      follow(node, written?.operation, now);
      return;
    }
    node["external"] = true;
    node["state"] = "Running";
    node["body"] = body;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (isPassing(error)) {
      node["notBefore"] = now + Math.max(1, Math.round(retryMilliseconds / engine.timing.scale));
      return;
    }
    node["state"] = "Failed";
    node["endedAt"] = now;
    node["error"] = detailToDoc(error.status === 403 ? forbidden(error.toDetail()) : error.toDetail());
  }
}

/** What ARM tries again by itself: somebody else is at work on what the resource needs. */
const isPassing = (refusal: Refusal): boolean =>
  refusal.status === 429 ||
  refusal.code === "AnotherOperationInProgress" ||
  refusal.code === "StorageAccountOperationInProgress";

function follow(node: Doc, operation: Operation | undefined, now: number): void {
  if (operation === undefined) {
    node["state"] = "Succeeded";
    node["endedAt"] = now;
  } else {
    node["state"] = "Running";
    node["operation"] = operation.id;
  }
}
