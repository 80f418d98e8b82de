import { parseId } from "../documents/resource-id.ts";
import type { Actor } from "../resources/actor.ts";
import type { Engine } from "../resources/contract.ts";
import { missingRegistration } from "../resources/missing-registration.ts";
import type { Node } from "./node.ts";

/**
 * A template's own namespaces are registered for whoever deploys it, where its caller may register them; refuses it
 * otherwise. Inside a transaction.
 */
export function registerNamespaces({ registrations, access }: Engine, actor: Actor, nodes: readonly Node[]): void {
  if (registrations === undefined) return;
  for (const node of nodes) {
    const id = parseId(node.id);
    if (id === undefined || !node.wanted) continue;
    const missing = registrations.missing(id.subscription, id.namespace);
    if (missing === undefined) continue;
    const scope = `/subscriptions/${id.subscription}`;
    const action = `${missing}/register/action`;
    if (access !== undefined && !access.decide({ objectId: actor.objectId, action, scope }).allowed)
      throw missingRegistration(missing);
    registrations.register(id.subscription, missing);
  }
}
