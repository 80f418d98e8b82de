import { type Doc, isDoc, record, text } from "../documents/document.ts";
import { type Detail, detailFromDoc, Refusal } from "../documents/refusal.ts";
import { parseId, type ResourceId } from "../documents/resource-id.ts";
import type { Engine } from "../resources/contract.ts";
import { parse } from "../resources/group-delete.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import { scopeOf } from "./dependencies.ts";
import { nodeBody } from "./plan.ts";
import { soFar } from "./policy-check.ts";
import type { Prepared } from "./prepare.ts";

/**
 * Asks the providers to which ARM forwards what they think of the resources that are theirs (spec 07 §14). A provider that does not say
 * does not stand in the way: what it has against them shows when they are put.
 */
export async function refuseByProviders(
  engine: Engine,
  call: ArmCall,
  id: ResourceId,
  { nodes, bound }: Prepared,
): Promise<void> {
  const asked = new Map<string, { apiVersion: string; resources: Doc[] }>();
  for (const node of nodes) {
    const parsed = parseId(node.id);
    if (parsed === undefined || !node.wanted || engine.external?.owns(parsed.namespace.toLowerCase()) !== true)
      continue;
    const body = soFar(nodeBody(node.source), scopeOf(bound, node.copies)) as Doc;
    const { namespace } = parsed;
    const known = asked.get(namespace) ?? { apiVersion: node.apiVersion, resources: [] };
    known.resources.push({ id: node.id, name: node.name, type: node.type, apiVersion: node.apiVersion, ...body });
    asked.set(namespace, known);
  }
  const details: Detail[] = [];
  for (const [namespace, { apiVersion, resources }] of asked) {
    const path = `${id.scope}/providers/${namespace}/deployments/${id.names[0]}/preflight?api-version=${apiVersion}`;
    const response = await engine.external?.send({
      ...call,
      request: {
        ...call.request,
        method: "POST",
        url: new URL(path, call.request.url),
        headers: { "content-type": "application/json" },
        body: new TextEncoder().encode(JSON.stringify({ resources })),
      },
    });
    const verdict = response?.status === 200 ? parse(response.body) : {};
    if (text(verdict["status"]) !== "Failed") continue;
    const error = record(verdict["error"]);
    const inner = Array.isArray(error["details"]) ? error["details"].filter(isDoc) : [];
    details.push(...(inner.length > 0 ? inner : [error]).map(detailFromDoc));
  }
  if (details.length === 0) return;
  throw new Refusal(
    400,
    "InvalidTemplateDeployment",
    `The template deployment '${id.names[0]}' is not valid according to the validation procedure. The tracking id is '${call.requestId}'. See inner errors for details.`,
    { details },
  );
}
