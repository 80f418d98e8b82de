import { isoTime } from "@aro/runtime";
import type { Actor } from "../resources/change.ts";
import { type Doc, isDoc, record, records, text, type Value } from "../resources/document.ts";
import { type Engine, freshEtag } from "../resources/engine.ts";
import { callFor, parse } from "../resources/group-delete.ts";
import { renderGroup } from "../resources/groups.ts";
import { locate } from "../resources/lookup.ts";
import type { Operation } from "../resources/operations.ts";
import { writePart } from "../resources/part-write.ts";
import { noConditions } from "../resources/preconditions.ts";
import { putResource } from "../resources/put.ts";
import { type Detail, detailFromDoc, detailToDoc, Refusal } from "../resources/refusal.ts";
import { renderPartOf, renderResource } from "../resources/render.ts";
import { parseId } from "../resources/route.ts";
import type { Row } from "../resources/rows.ts";
import { copyIndexOf, nodeBody } from "./plan.ts";
import { lookup, type Place } from "./scope.ts";
import { type Bound, bind, placed, withPropertyCopies } from "./template.ts";
import { ExpressionError } from "./tokens.ts";

/** How far one resource of a deployment is. */
export type NodeState = "Waiting" | "Running" | "Succeeded" | "Failed" | "Skipped";

const retryMilliseconds = 5_000;

/** Where a deployment runs. */
export function placeOf(engine: Engine, row: Row, tenantId: string): Place {
  const group = engine.rows.get(row.group);
  return {
    subscriptionId: row.subscription,
    tenantId,
    group: group === undefined ? { id: row.group, name: row.group.split("/").at(-1) ?? "" } : renderGroup(group),
    deploymentName: row.name,
  };
}

const actorOf = (run: Doc): Actor => {
  const actor = record(run["actor"]);
  return {
    objectId: text(actor["objectId"]),
    tenantId: text(actor["tenantId"]),
    kind: actor["kind"] === "User" ? "User" : "ServicePrincipal",
    name: text(actor["name"]),
  };
};

/** Reads what is deployed, for reference(). */
const reader =
  (engine: Engine, nodes: readonly Doc[]) =>
  (named: string, _version: string | undefined, full: boolean): Value => {
    const node = nodes.find(
      (one) =>
        text(one["id"]).toLowerCase() === named.toLowerCase() ||
        text(one["name"]).toLowerCase() === named.toLowerCase(),
    );
    const id = node === undefined ? named : text(node["id"]);
    const found = locate(engine, id);
    const answered = node?.["answer"];
    const whole =
      found === undefined
        ? isDoc(answered)
          ? answered
          : undefined
        : found.part === undefined
          ? renderResource(engine, found.row, found.type)
          : renderPartOf(engine, found.row, found.type, found.part.row, found.part.doc);
    if (whole === undefined)
      throw new ExpressionError(
        `The resource '${named}' that reference() names is not deployed; is a dependsOn missing?`,
      );
    return full ? whole : (whole["properties"] ?? {});
  };

/** Moves a deployment on: starts what may start, takes note of what ended, ends the deployment when nothing is left. */
export async function advanceDeployment(engine: Engine, operation: Operation): Promise<"again" | "waits"> {
  const round = engine.durable.transaction(() => ownRound(engine, operation));
  if (round !== "external") return round;
  await externalRound(engine, operation);
  return engine.durable.transaction(() => ownRound(engine, operation)) === "again" ? "again" : "waits";
}

interface Running {
  row: Row;
  run: Doc;
  nodes: Doc[];
}

function load(engine: Engine, operation: Operation): Running | undefined {
  const row = engine.rows.get(operation.target);
  if (row === undefined) return undefined;
  const run = record(row.body["run"]);
  return { row, run, nodes: records(run["nodes"]) };
}

function ownRound(engine: Engine, operation: Operation): "again" | "waits" | "external" {
  const running = load(engine, operation);
  if (running === undefined) {
    engine.operations.put({
      ...operation,
      state: "Failed",
      endedAt: engine.clock.now(),
      error: detailToDoc({ code: "DeploymentNotFound", message: "The deployment was removed." }),
    });
    return "waits";
  }
  const { row, run, nodes } = running;
  const before = JSON.stringify(nodes);
  const now = engine.clock.now();
  const canceled = run["canceled"] === true;
  for (const node of nodes) if (node["state"] === "Running" && node["external"] !== true) takeEnd(engine, node, now);
  const state = new Map(nodes.map((node) => [text(node["id"]).toLowerCase(), node["state"]]));
  let external = false;
  if (!canceled)
    for (const node of nodes) {
      if (node["state"] !== "Waiting" || Number(node["notBefore"] ?? 0) > now) continue;
      const after = Array.isArray(node["after"]) ? node["after"] : [];
      if (!after.every((key) => ["Succeeded", "Skipped"].includes(String(state.get(String(key)))))) continue;
      start(engine, running, node, now);
      state.set(text(node["id"]).toLowerCase(), node["state"] ?? null);
    }
  external = nodes.some((node) => node["state"] === "Running" && node["external"] === true);
  const changed = JSON.stringify(nodes) !== before;
  if (changed || row.state === "Accepted") {
    run["nodes"] = nodes;
    engine.rows.put({ ...row, state: row.state === "Accepted" ? "Running" : row.state, body: { ...row.body, run } });
  }
  if (finishIfDone(engine, operation)) return "waits";
  if (external) return "external";
  return changed && nodes.some((node) => node["state"] === "Succeeded") ? "again" : "waits";
}

/** Takes note of how the operation behind a node ended. */
function takeEnd(engine: Engine, node: Doc, now: number): void {
  const behind = engine.operations.get(text(node["operation"]));
  if (behind?.state === "InProgress") return;
  node["endedAt"] = behind?.endedAt ?? now;
  if (behind === undefined || behind.state === "Succeeded") node["state"] = "Succeeded";
  else {
    node["state"] = "Failed";
    node["error"] = behind.error ?? {};
  }
}

const boundOf = (engine: Engine, running: Running): Bound => {
  const { row, run } = running;
  return bind(
    record(run["template"]),
    record(run["parameters"]),
    placeOf(engine, row, text(record(run["actor"])["tenantId"])),
  );
};

/** Computes a node's body and puts it, as a customer's PUT would. */
function start(engine: Engine, running: Running, node: Doc, now: number): void {
  const id = text(node["id"]);
  node["startedAt"] ??= now;
  try {
    const bound = boundOf(engine, running);
    const copies = record(node["copies"]);
    const scope = bound.scope({
      ...(Object.keys(copies).length === 0 ? {} : { copyIndex: copyIndexOf(copies) }),
      reference: reader(engine, running.nodes),
    });
    const body = placed(`resource '${id}'`, () => withPropertyCopies(nodeBody(record(node["source"])), scope)) as Doc;
    const parsed = parseId(id);
    if (parsed === undefined) throw new Refusal(400, "InvalidTemplate", `The resource '${id}' has no valid id.`);
    const type = engine.table.row(parsed.typeKey);
    const actor = actorOf(running.run);
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
    node["error"] = detailToDoc(error.toDetail());
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

/** Sends and polls the resources of forwarded providers. A PUT may be sent again after a crash, which PUTs allow (ARM-PUT-04). */
async function externalRound(engine: Engine, operation: Operation): Promise<void> {
  const running = load(engine, operation);
  for (const node of running?.nodes ?? []) {
    if (running === undefined || node["state"] !== "Running" || node["external"] !== true) continue;
    const sent = node["sent"] === true;
    const actor = actorOf(running.run);
    const path = `${text(node["id"])}?api-version=${text(node["apiVersion"])}`;
    const body = sent ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(node["body"] ?? {}));
    const response = await engine.external?.send(callFor(engine, actor, sent ? "GET" : "PUT", path, body));
    engine.durable.transaction(() => {
      const again = load(engine, operation);
      const current = again?.nodes.find((one) => one["id"] === node["id"]);
      if (again === undefined || current === undefined || response === undefined) return;
      takeAnswer(engine, current, response.status, parse(response.body));
      again.run["nodes"] = again.nodes;
      engine.rows.put({ ...again.row, body: { ...again.row.body, run: again.run } });
    });
  }
}

function takeAnswer(engine: Engine, node: Doc, status: number, answer: Doc): void {
  if (status === 429 || status >= 500) return;
  const fail = (detail: Detail): void => {
    node["state"] = "Failed";
    node["endedAt"] = engine.clock.now();
    node["error"] = detailToDoc(detail);
  };
  if (status >= 400) {
    fail(detailFromDoc(record(answer["error"])));
    return;
  }
  node["sent"] = true;
  const state = text(record(answer["properties"])["provisioningState"]);
  if (state === "" || state === "Succeeded") {
    node["state"] = "Succeeded";
    node["answer"] = answer;
    node["endedAt"] = engine.clock.now();
  } else if (state === "Failed" || state === "Canceled")
    fail({
      code: "ResourceDeploymentFailure",
      message: `The resource write operation failed to complete successfully, because it reached terminal provisioning state '${state}'.`,
      target: text(node["id"]),
    });
}

/** Ends the deployment when nothing runs and nothing can start. */
function finishIfDone(engine: Engine, operation: Operation): boolean {
  const running = load(engine, operation);
  if (running === undefined) return true;
  const { row, run, nodes } = running;
  const failed = nodes.filter((node) => node["state"] === "Failed");
  const canceled = run["canceled"] === true;
  if (nodes.some((node) => node["state"] === "Running")) return false;
  const stuck = stuckKeys(nodes);
  const waiting = nodes.filter((node) => node["state"] === "Waiting" && !stuck.has(text(node["id"]).toLowerCase()));
  if (waiting.length > 0 && !canceled) return false;
  const now = engine.clock.now();
  const properties = record(row.body["properties"]);
  let state: "Succeeded" | "Failed" | "Canceled" = canceled ? "Canceled" : failed.length > 0 ? "Failed" : "Succeeded";
  let error: Detail | undefined;
  if (state === "Failed") error = deploymentFailed(failed);
  if (state === "Canceled")
    error = { code: "DeploymentCanceled", message: `The deployment '${row.name}' was canceled.` };
  if (state === "Succeeded")
    try {
      properties["outputs"] = outputsOf(engine, running);
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem;
      state = "Failed";
      error = {
        code: "DeploymentOutputEvaluationFailed",
        message:
          "Unable to evaluate template outputs. Please see error details and deployment operations. Please see https://aka.ms/arm-common-errors for usage details.",
        details: [problem.toDetail()],
      };
    }
  if (error !== undefined) properties["error"] = detailToDoc(error);
  properties["outputResources"] = nodes
    .filter((node) => node["state"] === "Succeeded")
    .map((node) => ({ id: node["id"] ?? "" }));
  properties["timestamp"] = isoTime(now);
  properties["duration"] = isoDuration(now - row.createdAt);
  engine.rows.put({ ...row, state, etag: freshEtag(engine), changedAt: now, body: { ...row.body, properties, run } });
  engine.operations.put({
    ...operation,
    state,
    endedAt: now,
    ...(error === undefined ? {} : { error: detailToDoc(error) }),
  });
  return true;
}

/** Nodes that wait for one that failed, however far away. */
function stuckKeys(nodes: readonly Doc[]): Set<string> {
  const bad = new Set(nodes.filter((node) => node["state"] === "Failed").map((node) => text(node["id"]).toLowerCase()));
  for (let grown = true; grown; ) {
    grown = false;
    for (const node of nodes) {
      const key = text(node["id"]).toLowerCase();
      const after = Array.isArray(node["after"]) ? node["after"] : [];
      if (bad.has(key) || !after.some((one) => bad.has(String(one)))) continue;
      bad.add(key);
      grown = true;
    }
  }
  return bad;
}

/** A duration as ARM writes it: `PT12.345S`. */
export const isoDuration = (milliseconds: number): string => `PT${milliseconds / 1000}S`;

const deploymentFailed = (failed: readonly Doc[]): Detail => ({
  code: "DeploymentFailed",
  message:
    "At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/arm-deployment-operations for usage details.",
  details: failed.map((node) => {
    const detail = detailFromDoc(record(node["error"]));
    return { ...detail, target: detail.target ?? text(node["id"]) };
  }),
});

function outputsOf(engine: Engine, running: Running): Doc {
  const bound = boundOf(engine, running);
  const scope = bound.scope({ reference: reader(engine, running.nodes) });
  const made: Doc = {};
  for (const [name, one] of Object.entries(record(lookup(record(running.run["template"]), "outputs")))) {
    const output = record(one);
    const condition = lookup(output, "condition");
    const where = `output '${name}'`;
    if (condition !== undefined && placed(where, () => withPropertyCopies(condition, scope)) === false) continue;
    const type = text(output["type"]);
    const value = placed(where, () => withPropertyCopies(lookup(output, "value") ?? null, scope));
    made[name] = type.toLowerCase().startsWith("secure") ? { type } : { type, value };
  }
  return made;
}
