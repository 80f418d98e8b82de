import { type Doc, record, text } from "../documents/document.ts";
import type { Operation } from "../documents/operations.ts";
import { detailFromDoc, detailToDoc } from "../documents/refusal.ts";
import type { Engine } from "../resources/contract.ts";
import { deploymentType } from "./deployment.ts";
import { externalRound } from "./external.ts";
import { finishIfDone } from "./finish.ts";
import { load, type Running, save } from "./running.ts";
import { start } from "./start.ts";

/** Moves a deployment on: starts what may start, takes note of what ended, ends the deployment when nothing is left. */
export async function advanceDeployment(engine: Engine, operation: Operation): Promise<"again" | "waits" | "polls"> {
  const round = engine.durable.transaction(() => ownRound(engine, operation));
  if (round !== "external") return round;
  await externalRound(engine, operation);
  const after = engine.durable.transaction(() => ownRound(engine, operation));
  return after === "external" ? "polls" : after;
}

type Round = "again" | "waits" | "polls" | "external";

function ownRound(engine: Engine, operation: Operation): Round {
  const running = load(engine, operation);
  const now = engine.clock.now();
  if (running === undefined) {
    const error = detailToDoc({ code: "DeploymentNotFound", message: "The deployment was removed while it ran." });
    engine.operations.put({ ...operation, state: "Failed", endedAt: now, error });
    return "waits";
  }
  const { row, run, nodes } = running;
  const before = JSON.stringify(nodes);
  for (const node of nodes) if (node["state"] === "Running" && node["external"] !== true) takeEnd(engine, node, now);
  if (run["canceled"] !== true) startWhatMay(engine, running, now);
  const changed = JSON.stringify(nodes) !== before;
  if (row.state === "Accepted") save(engine, { ...running, row: { ...row, state: "Running" } });
  else if (changed) save(engine, running);
  // The end may be what another deployment waits for, in which this one is nested.
  if (finishIfDone(engine, operation)) return "again";
  if (nodes.some((node) => node["state"] === "Running" && node["external"] === true)) return "external";
  if (changed && nodes.some((node) => node["state"] === "Succeeded" || isNested(node))) return "again";
  return nodes.some((node) => node["state"] === "Waiting" && Number(node["notBefore"] ?? 0) > now) ? "polls" : "waits";
}

/** Whether a node is a deployment that has begun: it is driven as this one is. */
const isNested = (node: Doc): boolean =>
  node["state"] === "Running" && text(node["type"]).toLowerCase() === deploymentType;

/** Starts every node that waits for nothing any more; one that is done at once lets the next begin. */
function startWhatMay(engine: Engine, running: Running, now: number): void {
  const { nodes } = running;
  const state = new Map(nodes.map((node) => [text(node["id"]).toLowerCase(), node["state"]]));
  const ready = (node: Doc): boolean =>
    (Array.isArray(node["after"]) ? node["after"] : []).every((key) =>
      ["Succeeded", "Skipped"].includes(String(state.get(String(key)))),
    );
  for (const node of nodes) {
    if (node["state"] !== "Waiting" || Number(node["notBefore"] ?? 0) > now || !ready(node)) continue;
    start(engine, running, node, now);
    state.set(text(node["id"]).toLowerCase(), node["state"] ?? null);
  }
}

/** Takes note of how the operation behind a node ended. */
function takeEnd(engine: Engine, node: Doc, now: number): void {
  const behind = engine.operations.get(text(node["operation"]));
  if (behind?.state === "InProgress") return;
  node["endedAt"] = behind?.endedAt ?? now;
  if (behind === undefined || behind.state === "Succeeded") node["state"] = "Succeeded";
  else {
    node["state"] = "Failed";
    node["error"] = detailToDoc({
      code: "ResourceDeploymentFailure",
      target: text(node["id"]),
      message: `The resource write operation failed to complete successfully, because it reached terminal provisioning state '${behind.state}'.`,
      details: [detailFromDoc(record(behind.error))],
    });
  }
}
