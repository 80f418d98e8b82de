import { record, records, text } from "../documents/document.ts";
import type { Operation } from "../documents/operations.ts";
import { Refusal } from "../documents/refusal.ts";
import type { ResourceId } from "../documents/resource-id.ts";
import type { Row } from "../documents/rows.ts";
import { answer, answerEmpty } from "../resources/answer.ts";
import type { Engine } from "../resources/contract.ts";
import { refuseIfLocked } from "../resources/locks.ts";
import { answerPage } from "../resources/pages.ts";
import { apiVersionOf, checkArmVersion, methodNotAllowed, readQuery } from "../resources/query.ts";
import { checkGroup } from "../resources/scope.ts";
import { hold, statusBody } from "../resources/status.ts";
import { retryAfter } from "../resources/timing.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import type { WallResponse } from "../wall/wall.ts";
import {
  active,
  deploymentKey,
  deploymentType,
  deploymentVersions,
  notFound,
  renderDeployment,
  terminal,
} from "./deployment.ts";
import { renderOperations } from "./operations.ts";
import { putDeployment, validate } from "./put-deployment.ts";
import { whatIf } from "./what-if.ts";

/** Lets a deployment begin nothing any more, nor those that are nested in it. */
function markCanceled(engine: Engine, row: Row): void {
  const run = record(row.body["run"]);
  engine.rows.put({ ...row, body: { ...row.body, run: { ...run, canceled: true } } });
  for (const node of records(run["nodes"])) {
    const nested = node["state"] === "Running" ? engine.rows.get(text(node["id"]).toLowerCase()) : undefined;
    if (nested?.type === deploymentType && !terminal(nested)) markCanceled(engine, nested);
  }
}

function cancel(engine: Engine, call: ArmCall, id: ResourceId): WallResponse {
  engine.durable.transaction(() => {
    const row = engine.rows.get(deploymentKey(id));
    if (row === undefined) throw notFound(id);
    if (terminal(row))
      throw new Refusal(
        409,
        "DeploymentCannotBeCancelled",
        `The deployment '${row.name}' cannot be cancelled because it is in the state '${row.state}'.`,
      );
    markCanceled(engine, row);
  });
  engine.wake();
  return answerEmpty(call, 204);
}

function remove(engine: Engine, call: ArmCall, id: ResourceId, version: string): WallResponse {
  const operation = engine.durable.transaction((): Operation | undefined => {
    const row = engine.rows.get(id.key);
    if (row === undefined) return undefined;
    if (!terminal(row)) throw active(row);
    refuseIfLocked(engine, id.key, "delete", id.id);
    engine.rows.remove(row.key);
    const now = engine.clock.now();
    const made: Operation = {
      id: engine.random.uuid(),
      kind: "delete",
      target: row.key,
      label: "DeleteDeploymentOperation",
      subscription: row.subscription,
      tenant: call.principal.tenantId,
      state: "Succeeded",
      startedAt: now,
      endedAt: now,
      notes: {},
    };
    engine.operations.put(made);
    return made;
  });
  if (operation === undefined) return answerEmpty(call, 204);
  return answerEmpty(call, 202, {
    location: `${call.request.url.origin}/subscriptions/${operation.subscription}/operationresults/${operation.id}?api-version=${version}`,
    ...retryAfter(engine, 15),
  });
}

function listDeployments(engine: Engine, call: ArmCall, id: ResourceId): WallResponse {
  checkGroup(engine, id, false);
  const query = readQuery(call, ["$filter", "$top", "$skiptoken"]);
  const filter = query.get("$filter");
  const wanted = filter === undefined ? undefined : /^provisioningState eq '(\w+)'$/i.exec(filter)?.[1]?.toLowerCase();
  if (filter !== undefined && wanted === undefined)
    throw new Refusal(400, "InvalidFilterInQueryString", `Invalid $filter '${filter}' specified in the query string.`);
  return answerPage(
    engine,
    call,
    (after, count) => engine.rows.inside(id.scopeKey, deploymentType, after, count),
    (row) => (wanted === undefined || row.state.toLowerCase() === wanted ? renderDeployment(row) : undefined),
  );
}

async function status(engine: Engine, call: ArmCall, id: ResourceId): Promise<WallResponse> {
  const operation = await hold(engine, call, id.name);
  if (operation === undefined || operation.target !== deploymentKey(id))
    throw new Refusal(
      404,
      "DeploymentOperationNotFound",
      `The operation '${id.name}' of deployment '${id.names[0]}' was not found.`,
    );
  const running = operation.state === "InProgress";
  const body = statusBody(call.request.url.pathname, operation);
  body["status"] = running ? (engine.rows.get(operation.target)?.state ?? "Running") : operation.state;
  return answer(call, 200, body, running ? retryAfter(engine) : {});
}

/** Calls about deployments to resource groups: `/deployments`, one of them, its actions and operations. */
export async function answerDeployments(
  engine: Engine,
  call: ArmCall,
  id: ResourceId,
  item: boolean,
): Promise<WallResponse> {
  const { method } = call.request;
  if (!/^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/.test(id.scopeKey))
    throw new Refusal(
      404,
      "InvalidResourceType",
      `Deployments at '${id.scope === "" ? "/" : id.scope}' are not part of the emulated Azure; deploy to a resource group.`,
    );
  const version = apiVersionOf(readQuery(call, ["$filter", "$top", "$skiptoken"]));
  checkArmVersion(version, deploymentVersions);
  if (id.types.length > 2)
    throw new Refusal(
      404,
      "InvalidResourceType",
      `The resource type '${id.types.join("/")}' could not be found in the namespace 'Microsoft.Resources' for api version '${version}'.`,
    );
  const below = id.types[1]?.toLowerCase();
  if (!item && below === undefined) {
    if (method !== "GET") throw methodNotAllowed(method, "deployments", ["GET"]);
    return listDeployments(engine, call, id);
  }
  if (item && below === undefined) return await answerOne(engine, call, id, version);
  if (below === "operationstatuses" && item && method === "GET") return await status(engine, call, id);
  if (below === "operations" && method === "GET") {
    const row = engine.rows.get(deploymentKey(id));
    if (row === undefined) throw notFound(id);
    const found = renderOperations(row);
    if (!item)
      return answerPage(
        engine,
        call,
        (after, count) =>
          found
            .map((body) => ({ key: text(body["operationId"]), body }))
            .sort((a, b) => (a.key < b.key ? -1 : 1))
            .filter((one) => one.key > after)
            .slice(0, count),
        (one) => one.body,
      );
    const one = found.find((body) => text(body["operationId"]).toLowerCase() === id.name.toLowerCase());
    if (one === undefined)
      throw new Refusal(
        404,
        "DeploymentOperationNotFound",
        `The operation '${id.name}' of deployment '${row.name}' was not found.`,
      );
    return answer(call, 200, one);
  }
  if (!item && method === "POST") {
    if (below === "validate") return await validate(engine, call, id);
    if (below === "whatif") return whatIf(engine, call, id);
    if (below === "cancel") return cancel(engine, call, id);
    if (below === "exporttemplate") {
      const row = engine.rows.get(deploymentKey(id));
      if (row === undefined) throw notFound(id);
      return answer(call, 200, { template: record(row.body["run"])["template"] ?? {} });
    }
  }
  throw methodNotAllowed(method, `deployments/${id.types.slice(1).join("/")}`, ["GET"]);
}

async function answerOne(engine: Engine, call: ArmCall, id: ResourceId, version: string): Promise<WallResponse> {
  const { method } = call.request;
  switch (method) {
    case "PUT":
      return await putDeployment(engine, call, id, version);
    case "DELETE":
      checkGroup(engine, id, false);
      return remove(engine, call, id, version);
    case "GET":
    case "HEAD": {
      const row = engine.rows.get(id.key);
      if (method === "HEAD") return answerEmpty(call, row === undefined ? 404 : 204);
      checkGroup(engine, id, false);
      if (row === undefined) throw notFound(id);
      return answer(call, 200, renderDeployment(row));
    }
    default:
      throw methodNotAllowed(method, "deployments", ["GET", "HEAD", "PUT", "DELETE"]);
  }
}
