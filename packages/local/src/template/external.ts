import { type Doc, record, text } from "../documents/document.ts";
import type { Operation } from "../documents/operations.ts";
import { type Detail, detailFromDoc, detailToDoc } from "../documents/refusal.ts";
import type { Engine } from "../resources/contract.ts";
import { callFor, parse } from "../resources/group-delete.ts";
import { forbidden } from "./forbidden.ts";
import { actorOfRun, load, save } from "./running.ts";

/** Sends and polls the resources of forwarded providers. A PUT may be sent again after a crash, which PUTs allow (ARM-PUT-04). */
export async function externalRound(engine: Engine, operation: Operation): Promise<void> {
  const running = load(engine, operation);
  for (const node of running?.nodes ?? []) {
    if (running === undefined || node["state"] !== "Running" || node["external"] !== true) continue;
    const sent = node["sent"] === true;
    const actor = actorOfRun(running.run);
    const path = `${text(node["id"])}?api-version=${text(node["apiVersion"])}`;
    const body = sent ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(node["body"] ?? {}));
    const response = await engine.external?.send(callFor(engine, actor, sent ? "GET" : "PUT", path, body));
    engine.durable.transaction(() => {
      const again = load(engine, operation);
      const current = again?.nodes.find((one) => one["id"] === node["id"]);
      if (again === undefined || current === undefined || response === undefined) return;
      takeAnswer(engine, current, response.status, parse(response.body));
      save(engine, again);
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
    const detail = detailFromDoc(record(answer["error"]));
    fail(status === 403 ? forbidden(detail) : detail);
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
