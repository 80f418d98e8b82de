import { isoTime } from "@aro/runtime";
import { type Doc, isDoc, record, text } from "../documents/document.ts";
import type { Operation } from "../documents/operations.ts";
import { type Detail, detailFromDoc, detailToDoc, Refusal } from "../documents/refusal.ts";
import type { Row } from "../documents/rows.ts";
import type { Engine } from "../resources/contract.ts";
import { freshEtag } from "../resources/etags.ts";
import { placed } from "./check.ts";
import { listerOf } from "./lister.ts";
import { shownType } from "./parameters.ts";
import { withPropertyCopies } from "./property-copies.ts";
import { actorOfRun, boundOf, isoDuration, load, type Running, reader } from "./running.ts";
import { lookup } from "./scope.ts";

/** Ends the deployment when nothing runs and nothing can start. */
export function finishIfDone(engine: Engine, operation: Operation): boolean {
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
  if (state === "Failed") error = deploymentFailed(row, failed);
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

const deploymentFailed = (row: Row, failed: readonly Doc[]): Detail => ({
  code: "DeploymentFailed",
  target: row.id,
  message:
    "At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/arm-deployment-operations for usage details.",
  details: failed.map((node) => {
    const detail = detailFromDoc(record(node["error"]));
    return { ...detail, target: detail.target ?? text(node["id"]) };
  }),
});

function outputsOf(engine: Engine, running: Running): Doc {
  const bound = boundOf(engine, running);
  const list = listerOf(engine, running.nodes, actorOfRun(running.run));
  const scope = bound.scope({ reference: reader(engine, running.nodes), list });
  const made: Doc = {};
  for (const [name, one] of Object.entries(record(lookup(record(running.run["template"]), "outputs")))) {
    const output = record(one);
    const condition = lookup(output, "condition");
    const where = `output '${name}'`;
    if (condition !== undefined && placed(where, () => withPropertyCopies(condition, scope)) === false) continue;
    const type = text(output["type"]);
    const copied = lookup(output, "copy");
    const value = placed(where, () =>
      isDoc(copied)
        ? (record(withPropertyCopies({ copy: [{ ...copied, name: "value" }] }, scope))["value"] ?? null)
        : withPropertyCopies(lookup(output, "value") ?? null, scope),
    );
    const shown = shownType(type);
    made[name] = /^secure/i.test(type) ? { type: shown } : { type: shown, value };
  }
  return made;
}
