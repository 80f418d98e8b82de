import { type Doc, isDoc, record, text } from "../documents/document.ts";
import type { Operation } from "../documents/operations.ts";
import { type Detail, detailFromDoc, detailToDoc, Refusal } from "../documents/refusal.ts";
import type { Row } from "../documents/rows.ts";
import type { ArmCall, Principal } from "../wall/arm-call.ts";
import type { Actor } from "./actor.ts";
import type { Engine } from "./contract.ts";
import { freshEtag } from "./etags.ts";
import { groupType } from "./groups.ts";
import { noConditions } from "./preconditions.ts";
import { carryOutRemoval, removeResource } from "./remove.ts";
import type { ExternalResource } from "./surroundings.ts";

/**
 * Deletion of a group, a round at a time: what can go is sent off, what is refused because something else must go first
 * is tried again when that has gone (ARM-DEL-07). Nothing left: the group goes. Nothing moves any more: it failed.
 */
export async function advanceGroupDelete(engine: Engine, operation: Operation): Promise<"again" | "waits" | "polls"> {
  const external = await externalRound(engine, operation);
  if (typeof external === "string") return external;
  return engine.durable.transaction(() => ownRound(engine, operation, external));
}

/** What is said of a resource that a provider began to delete, and kept. */
const failedDeletion = "ResourceDeletionFailed";

const actorOf = (operation: Operation): Actor => {
  const actor = record(operation.notes["actor"]);
  return {
    objectId: text(actor["objectId"]),
    tenantId: text(actor["tenantId"]),
    kind: actor["kind"] === "User" ? "User" : "ServicePrincipal",
    name: text(actor["name"]),
  };
};

/** A call that the emulated ARM makes on somebody's behalf. */
export function callFor(engine: Engine, actor: Actor, method: string, path: string, body: Uint8Array): ArmCall {
  const principal: Principal = {
    objectId: actor.objectId,
    tenantId: actor.tenantId,
    kind: actor.kind,
    name: actor.name,
  };
  return {
    request: {
      method,
      url: new URL(path, "https://localhost"),
      headers: body.length === 0 ? {} : { "content-type": "application/json" },
      body,
      signal: new AbortController().signal,
    },
    principal,
    requestId: engine.random.uuid(),
    correlationId: engine.random.uuid(),
  };
}

/**
 * The part of ARM that deletes resources of forwarded providers first, for what they own must still be there. Gives what is left of them and why, when
 * it is the group's own resources' turn: when nothing is, or when every deletion that was begun has failed. Those may have failed for something that
 * goes with the group itself, like the network that a cluster's security group hangs on and that takes no change any more.
 */
async function externalRound(engine: Engine, operation: Operation): Promise<readonly Detail[] | "again" | "polls"> {
  if (engine.external === undefined) return [];
  const left = await engine.external.list({ subscription: operation.subscription, group: operation.target });
  if (left.length === 0) return [];
  const refusals: Detail[] = [];
  for (const resource of left) {
    const refused = await sendDelete(engine, operation, resource);
    if (refused !== undefined) refusals.push(refused);
  }
  if (refusals.length === left.length) {
    if (refusals.every(({ code }) => code === failedDeletion)) return refusals;
    fail(
      engine,
      operation,
      left.map((one) => one.id),
      refusals,
    );
    return "again";
  }
  return "polls";
}

/** Asks the provider to delete one of its resources, once, and then how it stands; answers why it will not go. */
async function sendDelete(
  engine: Engine,
  operation: Operation,
  resource: ExternalResource,
): Promise<Detail | undefined> {
  const key = resource.id.toLowerCase();
  const path = `${resource.id}?api-version=${resource.apiVersion}`;
  const asked = record(operation.notes["asked"])[key] === true;
  const method = asked ? "GET" : "DELETE";
  const response = await engine.external?.send(callFor(engine, actorOf(operation), method, path, new Uint8Array()));
  if (response === undefined || response.status >= 500 || response.status === 429) return undefined;
  if (asked) {
    const state = text(record(parse(response.body)["properties"])["provisioningState"]);
    if (state !== "Failed") return undefined;
    return {
      code: failedDeletion,
      message: `The deletion of '${resource.id}' ended in the state '${state}'.`,
      target: resource.id,
    };
  }
  if (response.status >= 400 && response.status !== 404) return detailFromDoc(record(parse(response.body)["error"]));
  engine.durable.transaction(() => {
    const current = engine.operations.get(operation.id);
    if (current === undefined) return;
    current.notes["asked"] = { ...record(current.notes["asked"]), [key]: true };
    engine.operations.put(current);
  });
  return undefined;
}

/** A JSON answer as an object; an empty one when it is none. */
export function parse(body: Uint8Array): Doc {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return isDoc(value) ? value : {};
  } catch {
    return {};
  }
}

/** Deletes what is ARM's own; `failed` are the deletions of others that failed, and are begun once more when something has gone. */
function ownRound(engine: Engine, operation: Operation, failed: readonly Detail[]): "again" | "waits" {
  const group = engine.rows.get(operation.target);
  if (group === undefined || group.type !== groupType) return end(engine, operation);
  const left = engine.rows.inGroup(group.key, "", 1_000);
  // Tracked resources inside of others are removed by themselves: a private zone does not go before its links.
  const roots = left.filter(
    (row) => engine.table.row(row.type)?.tracked === true || !left.some((other) => row.key.startsWith(`${other.key}/`)),
  );
  const refusals: { row: Row; detail: Detail }[] = [];
  let going = 0;
  let gone = 0;
  for (const row of roots) {
    const type = engine.table.row(row.type);
    if (type === undefined || type.place === "extension") {
      carryOutRemoval(engine, row);
      gone++;
      continue;
    }
    try {
      const request = { actor: actorOf(operation), type, key: row.key, id: row.id, conditions: noConditions };
      const removed = removeResource(engine, request);
      if (removed.outcome === "going") going++;
      else gone++;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (engine.operations.running(row.key) !== undefined) going++;
      refusals.push({ row, detail: error.toDetail() });
    }
  }
  if (going + gone > 0 && failed.length > 0) {
    const current = engine.operations.get(operation.id) ?? operation;
    engine.operations.put({ ...current, notes: { ...current.notes, asked: {} } });
  }
  if (going > 0) return "waits";
  if (gone > 0) return "again";
  if (refusals.length + failed.length > 0)
    return fail(
      engine,
      operation,
      [...failed.map(({ target }) => target ?? ""), ...refusals.map(({ row }) => row.id)],
      [...failed, ...refusals.map(({ row, detail }) => ({ ...detail, target: row.id }))],
    );
  for (const row of engine.rows.beneath(group.key)) carryOutRemoval(engine, row);
  engine.rows.remove(group.key);
  return end(engine, operation);
}

function end(engine: Engine, operation: Operation): "waits" {
  engine.operations.put({ ...operation, state: "Succeeded", endedAt: engine.clock.now() });
  return "waits";
}

function fail(engine: Engine, operation: Operation, ids: readonly string[], details: readonly Detail[]): "waits" {
  engine.durable.transaction(() => {
    const group = engine.rows.get(operation.target);
    if (group !== undefined) engine.rows.setState(group.key, "Succeeded", freshEtag(engine));
    engine.operations.put({
      ...operation,
      state: "Failed",
      endedAt: engine.clock.now(),
      error: detailToDoc({
        code: "ResourceGroupDeletionBlocked",
        message: `Deletion of resource group '${text(operation.notes["name"])}' failed as resources with identifiers '${ids.join(",")}' could not be deleted. The provisioning state of the resource group will be rolled back. The tracking Id is '${operation.id}'. Please check audit logs for more details.`,
        details,
      }),
    });
  });
  return "waits";
}
