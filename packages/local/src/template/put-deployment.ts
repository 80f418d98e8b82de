import { isoTime } from "@aro/runtime";
import type { ArmCall } from "../arm-call.ts";
import { answer, answerRefusal } from "../resources/answer.ts";
import { checkTags, readBody } from "../resources/body.ts";
import { type Doc, record } from "../resources/document.ts";
import { type Engine, freshEtag, retryAfter } from "../resources/engine.ts";
import { actorOf } from "../resources/items.ts";
import { refuseIfLocked } from "../resources/locks.ts";
import type { Operation } from "../resources/operations.ts";
import { canonicalScope } from "../resources/put.ts";
import { Refusal } from "../resources/refusal.ts";
import type { ResourceId } from "../resources/route.ts";
import type { Row } from "../resources/rows.ts";
import { checkGroup } from "../resources/scope.ts";
import { deploymentModels } from "../types/generated/deployments.ts";
import { createChecker } from "../types/models.ts";
import type { WallResponse } from "../wall.ts";
import { active, deploymentType, renderDeployment, terminal } from "./deployment.ts";
import { refuseForbidden } from "./forbidden.ts";
import { parseLenientJson } from "./lenient-json.ts";
import { prepare } from "./prepare.ts";

const checker = createChecker(deploymentModels);

function readDeployment(call: ArmCall): { properties: Doc; tags: Doc | undefined } {
  const body = readBody(call.request.body, parseLenientJson);
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

/** PUT of a deployment: the static checks, then the deployment and its operation; what it makes is made afterwards (run.ts). */
export function putDeployment(engine: Engine, call: ArmCall, id: ResourceId, version: string): WallResponse {
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
  refuseForbidden(engine.access, call.principal, prepared.nodes);
  const result = engine.durable.transaction(() => {
    const before = engine.rows.get(id.key);
    if (before !== undefined && !terminal(before)) throw active(before);
    const now = engine.clock.now();
    const row: Row = {
      key: id.key,
      id: before?.id ?? `${canonicalScope(id.scope)}/providers/Microsoft.Resources/deployments/${id.name}`,
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

/** The static half of a deployment, and nothing else (ARM-PRE-02). */
export function validate(engine: Engine, call: ArmCall, id: ResourceId): WallResponse {
  checkGroup(engine, id, true);
  const { properties } = readDeployment(call);
  try {
    const prepared = prepare(engine, id, properties, call.principal.tenantId);
    refuseForbidden(engine.access, call.principal, prepared.nodes);
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
