import { isoTime } from "@aro/runtime";
import type { Doc } from "../documents/document.ts";
import type { Operation } from "../documents/operations.ts";
import type { ResourceId } from "../documents/resource-id.ts";
import type { Row } from "../documents/rows.ts";
import type { Actor } from "../resources/actor.ts";
import type { Engine } from "../resources/contract.ts";
import { freshEtag } from "../resources/etags.ts";
import { canonicalScope } from "../resources/put.ts";
import { active, deploymentType, terminal } from "./deployment.ts";
import { registerNamespaces } from "./namespaces.ts";
import type { Prepared } from "./prepare.ts";

/** A deployment that is to begin. */
export interface Beginning {
  id: ResourceId;
  actor: Actor;
  prepared: Prepared;
  tags: Doc | undefined;
  correlationId: string;
}

/** Keeps a deployment that has passed its checks, with the operation that drives it. Inside a transaction. */
export function beginDeployment(
  engine: Engine,
  { id, actor, prepared, tags, correlationId }: Beginning,
): { row: Row; operation: Operation; created: boolean } {
  registerNamespaces(engine, actor, prepared.nodes);
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
      properties: { ...prepared.shown, timestamp: isoTime(now), duration: "PT0S", correlationId },
      run: {
        actor: { ...actor },
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
    tenant: actor.tenantId,
    state: "InProgress",
    startedAt: now,
    notes: {},
  };
  engine.operations.put(operation);
  return { row, operation, created: before === undefined };
}
