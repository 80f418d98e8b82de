import { isoTime } from "@aro/runtime";
import { type Doc, isDoc } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import type { ResourceId } from "../documents/resource-id.ts";
import { answer } from "../resources/answer.ts";
import { checkTags, readBody } from "../resources/body.ts";
import { createChecker } from "../resources/checker.ts";
import type { Engine } from "../resources/contract.ts";
import { actorOf } from "../resources/items.ts";
import { refuseIfLocked } from "../resources/locks.ts";
import { checkGroup } from "../resources/scope.ts";
import { retryAfter } from "../resources/timing.ts";
import { deploymentModels } from "../types/generated/deployments.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import type { WallResponse } from "../wall/wall.ts";
import { beginDeployment } from "./begin.ts";
import { isDeploymentName, renderDeployment } from "./deployment.ts";
import { parseLenientJson } from "./lenient-json.ts";
import { prepare } from "./prepare.ts";
import { refuseByProviders } from "./provider-preflight.ts";
import { takeBody } from "./read-deployment.ts";

const checker = createChecker(deploymentModels);

/** A deployment's body, checked; refuses what is none, naming it. `besides` are members of its properties that this call knows. */
export function readDeployment(
  call: ArmCall,
  besides: readonly string[] = [],
): { properties: Doc; tags: Doc | undefined } {
  const body = readBody(call.request.body, parseLenientJson);
  if (isDoc(body["properties"])) for (const name of besides) delete body["properties"][name];
  const result = checker.check("Deployment", body, true);
  if (!result.ok)
    throw new Refusal(
      400,
      "InvalidRequestContent",
      `The request content was invalid and could not be deserialized: '${result.findings.map((one) => one.message).join(" ")}'.`,
    );
  checkTags(body["tags"]);
  return takeBody(result.value);
}

/** PUT of a deployment: the static checks, then the deployment and its operation; what it makes is made afterwards (run.ts). */
export async function putDeployment(
  engine: Engine,
  call: ArmCall,
  id: ResourceId,
  version: string,
): Promise<WallResponse> {
  if (!isDeploymentName(id.name))
    throw new Refusal(
      400,
      "InvalidDeploymentName",
      `The deployment name '${id.name}' is not valid: it has 1 to 64 letters, digits and -_().`,
    );
  checkGroup(engine, id, true);
  refuseIfLocked(engine, id.key, "write", id.id);
  const { properties, tags } = readDeployment(call);
  const actor = actorOf(call);
  const prepared = prepare(engine, id, properties, actor);
  await refuseByProviders(engine, call, id, prepared);
  const { correlationId } = call;
  const result = engine.durable.transaction(() =>
    beginDeployment(engine, { id, actor, prepared, tags, correlationId }),
  );
  engine.wake();
  return answer(call, result.created ? 201 : 200, renderDeployment(result.row), {
    "azure-asyncoperation": `${call.request.url.origin}${result.row.id}/operationStatuses/${result.operation.id}?api-version=${version}`,
    ...retryAfter(engine),
  });
}

/** The static half of a deployment, and nothing else (ARM-PRE-02). */
export async function validate(engine: Engine, call: ArmCall, id: ResourceId): Promise<WallResponse> {
  checkGroup(engine, id, true);
  const { properties } = readDeployment(call);
  const prepared = prepare(engine, id, properties, actorOf(call));
  await refuseByProviders(engine, call, id, prepared);
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
}
