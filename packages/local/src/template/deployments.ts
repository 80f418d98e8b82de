import { isoTime } from "@aro/runtime";
import type { ArmCall } from "../arm-call.ts";
import { answer, answerEmpty, answerRefusal } from "../resources/answer.ts";
import { checkTags, readBody } from "../resources/body.ts";
import { type Doc, record, text } from "../resources/document.ts";
import { type Engine, freshEtag, retryAfter } from "../resources/engine.ts";
import { actorOf } from "../resources/items.ts";
import { refuseIfLocked } from "../resources/locks.ts";
import type { Operation } from "../resources/operations.ts";
import { answerPage } from "../resources/pages.ts";
import { apiVersionOf, checkArmVersion, methodNotAllowed, readQuery } from "../resources/query.ts";
import { Refusal } from "../resources/refusal.ts";
import type { ResourceId } from "../resources/route.ts";
import type { Row } from "../resources/rows.ts";
import { checkGroup } from "../resources/scope.ts";
import { hold, statusBody } from "../resources/status.ts";
import { deploymentModels } from "../types/generated/deployments.ts";
import { createChecker } from "../types/models.ts";
import type { WallResponse } from "../wall.ts";
import { renderOperations } from "./operations.ts";
import { prepare } from "./prepare.ts";

/** Versions of deployments that our clients send, newest first. */
const versions: readonly string[] = [
  "2026-06-01",
  "2025-04-01",
  "2025-03-01",
  "2024-11-01",
  "2024-07-01",
  "2024-03-01",
  "2023-07-01",
  "2022-09-01",
  "2021-04-01",
  "2021-01-01",
  "2020-10-01",
  "2020-06-01",
  "2019-10-01",
  "2019-07-01",
  "2019-05-10",
];

const deploymentType = "microsoft.resources/deployments";

const checker = createChecker(deploymentModels);

/** Whether an address is one of deployments. */
export const isDeployment = (id: ResourceId): boolean =>
  id.namespace.toLowerCase() === "microsoft.resources" && id.types[0]?.toLowerCase() === "deployments";

/** A deployment as GET answers it. */
export const renderDeployment = (row: Row): Doc => {
  const { run: _, properties, ...rest } = row.body;
  return {
    id: row.id,
    name: row.name,
    type: "Microsoft.Resources/deployments",
    ...rest,
    properties: { ...record(properties), provisioningState: row.state },
  };
};

const terminal = (row: Row): boolean => ["Succeeded", "Failed", "Canceled"].includes(row.state);

const notFound = (id: ResourceId): Refusal =>
  new Refusal(404, "DeploymentNotFound", `Deployment '${id.names[0]}' could not be found.`);

const active = (row: Row): Refusal =>
  new Refusal(
    409,
    "DeploymentActive",
    `Unable to edit or replace deployment '${row.name}': previous deployment from '${isoTime(row.createdAt)}' is still active (expiration time is '${isoTime(row.createdAt + 7 * 24 * 3_600_000)}'). Please see https://aka.ms/arm-deploy for usage details.`,
  );

function readDeployment(call: ArmCall): { properties: Doc; tags: Doc | undefined } {
  const body = readBody(call.request.body);
  const result = checker.check("Deployment", body, true);
  if (!result.ok)
    throw new Refusal(
      400,
      "InvalidRequestContent",
      `The request content was invalid and could not be deserialized: '${result.findings.map((one) => one.message).join(" ")}'.`,
    );
  checkTags(body["tags"]);
  const properties = record(result.value["properties"]);
  if (properties["mode"] === "Complete")
    throw new Refusal(
      400,
      "DeploymentModeNotSupported",
      "The deployment mode 'Complete' is not carried out by the emulated Azure; use 'Incremental'.",
    );
  for (const name of ["templateLink", "parametersLink", "onErrorDeployment", "extensionConfigs", "externalInputs"])
    if (properties[name] !== undefined && properties[name] !== null)
      throw new Refusal(
        400,
        "InvalidDeployment",
        `The emulated Azure does not carry out 'properties.${name}' of a deployment; give the template in 'properties.template'.`,
      );
  for (const name of ["location", "identity"])
    if (result.value[name] !== undefined && result.value[name] !== null)
      throw new Refusal(
        400,
        "InvalidDeployment",
        `The member '${name}' is not allowed for a deployment to a resource group.`,
      );
  const tags = result.value["tags"];
  return { properties, tags: tags === undefined || tags === null ? undefined : record(tags) };
}

function putDeployment(engine: Engine, call: ArmCall, id: ResourceId, version: string): WallResponse {
  if (!/^[-\w.()]{1,64}$/u.test(id.name))
    throw new Refusal(
      400,
      "InvalidDeploymentName",
      `The deployment name '${id.name}' is not valid: it has 1 to 64 letters, digits and -_().`,
    );
  checkGroup(engine, id, true);
  refuseIfLocked(engine, id.key, "write", id.id);
  const { properties, tags } = readDeployment(call);
  const prepared = prepare(engine, id, properties, call.principal.tenantId);
  const result = engine.durable.transaction(() => {
    const before = engine.rows.get(id.key);
    if (before !== undefined && !terminal(before)) throw active(before);
    const now = engine.clock.now();
    const row: Row = {
      key: id.key,
      id: before?.id ?? id.id.replace(/\/resourcegroups\//i, "/resourceGroups/"),
      type: deploymentType,
      name: before?.name ?? id.name,
      owner: id.scopeKey,
      group: id.group,
      subscription: id.subscription,
      location: "",
      etag: freshEtag(engine),
      state: "Accepted",
      createdAt: now,
      changedAt: now,
      body: {
        ...(tags === undefined ? {} : { tags }),
        properties: {
          ...prepared.shown,
          timestamp: isoTime(now),
          duration: "PT0S",
          correlationId: call.correlationId,
        },
        run: {
          actor: { ...actorOf(call) },
          template: prepared.template,
          parameters: prepared.parameters,
          nodes: prepared.nodes.map((node) => ({
            ...node,
            state: node.wanted ? "Waiting" : "Skipped",
            step: engine.random.uuid(),
          })),
        },
      },
    };
    engine.rows.put(row);
    const operation: Operation = {
      id: engine.random.uuid(),
      kind: "deployment",
      target: row.key,
      label: "PutDeploymentOperation",
      subscription: row.subscription,
      tenant: call.principal.tenantId,
      state: "InProgress",
      startedAt: now,
      notes: {},
    };
    engine.operations.put(operation);
    return { row, operation, created: before === undefined };
  });
  engine.wake();
  return answer(call, result.created ? 201 : 200, renderDeployment(result.row), {
    "azure-asyncoperation": `${call.request.url.origin}${result.row.id}/operationStatuses/${result.operation.id}?api-version=${version}`,
    "retry-after": retryAfter(engine),
  });
}

function validate(engine: Engine, call: ArmCall, id: ResourceId): WallResponse {
  checkGroup(engine, id, true);
  const { properties } = readDeployment(call);
  try {
    const prepared = prepare(engine, id, properties, call.principal.tenantId);
    return answer(call, 200, {
      id: `${id.scope}/providers/Microsoft.Resources/deployments/${id.names[0]}`,
      name: id.names[0] ?? "",
      type: "Microsoft.Resources/deployments",
      properties: {
        ...prepared.shown,
        provisioningState: "Succeeded",
        timestamp: isoTime(engine.clock.now()),
        duration: "PT0S",
        correlationId: call.correlationId,
        validatedResources: prepared.nodes.filter((node) => node.wanted).map((node) => ({ id: node.id })),
      },
    });
  } catch (error) {
    if (error instanceof Refusal) return answerRefusal(call, error);
    throw error;
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
    engine.rows.put({ ...row, body: { ...row.body, run: { ...record(row.body["run"]), canceled: true } } });
  });
  engine.wake();
  return answerEmpty(call, 204);
}

const deploymentKey = (id: ResourceId): string =>
  `${id.scopeKey}/providers/microsoft.resources/deployments/${(id.names[0] ?? "").toLowerCase()}`;

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
    "retry-after": retryAfter(engine, 15),
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
  return answer(call, 200, body, running ? { "retry-after": retryAfter(engine) } : {});
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
  checkArmVersion(version, versions);
  const below = id.types[1]?.toLowerCase();
  if (!item && below === undefined) {
    if (method !== "GET") throw methodNotAllowed(method, "deployments", ["GET"]);
    return listDeployments(engine, call, id);
  }
  if (item && below === undefined) return answerOne(engine, call, id, version);
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
    if (below === "validate") return validate(engine, call, id);
    if (below === "cancel") return cancel(engine, call, id);
    if (below === "exporttemplate") {
      const row = engine.rows.get(deploymentKey(id));
      if (row === undefined) throw notFound(id);
      return answer(call, 200, { template: record(row.body["run"])["template"] ?? {} });
    }
  }
  throw methodNotAllowed(method, `deployments/${id.types.slice(1).join("/")}`, ["GET"]);
}

function answerOne(engine: Engine, call: ArmCall, id: ResourceId, version: string): WallResponse {
  const { method } = call.request;
  switch (method) {
    case "PUT":
      return putDeployment(engine, call, id, version);
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
