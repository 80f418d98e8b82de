import { selectorText } from "../kinds/selector-text.ts";
import type { KubeObject } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import { labelSelector } from "../registry/label-selector.ts";
import type { DeleteOptions, Registry } from "../registry/registry.ts";
import { readBody } from "../requests/body.ts";
import { writeOptions } from "../requests/parameters.ts";
import { json } from "../requests/request.ts";
import type { SubresourceCall } from "../requests/resource-calls.ts";
import { ApiStatus } from "../status/status.ts";
import type { Store } from "../store/store.ts";

const budgets = "policy/poddisruptionbudgets";

/** `pods/NAME/eviction`: a deletion that the budgets for disruptions must allow. */
export const evictionCalls =
  (registry: Registry, store: Store): SubresourceCall =>
  (request, target, user) => {
    const { kind, namespace = "", name, subresource, verb } = target;
    if (kind.plural !== "pods" || subresource !== "eviction" || verb !== "create") return undefined;
    return (async () => {
      const pod = registry.get({ kind, namespace, name }).object();
      const sent = readBody(request.body, request.headers["content-type"]) as {
        metadata?: { name?: string };
        deleteOptions?: DeleteOptions;
      };
      if (sent.metadata?.name !== undefined && sent.metadata.name !== name)
        throw new ApiStatus("BadRequest", "name in URL does not match name in Eviction object");
      const over = (pod["status"] as { phase?: string }).phase;
      if (pod.metadata.deletionTimestamp === undefined && over !== "Succeeded" && over !== "Failed")
        requireBudget(store, namespace, pod);
      registry.remove({ kind, namespace, name }, sent.deleteOptions ?? {}, writeOptions(request, user));
      return json(201, { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 });
    })();
  };

/** @throws ApiStatus TooManyRequests when a budget is spent. */
function requireBudget(store: Store, namespace: string, pod: KubeObject): void {
  const mine = [...store.list(budgets, { prefix: `${namespace}/` })]
    .map(({ text }) => parsed(text))
    .filter((budget) => {
      const { selector } = budget["spec"] as { selector?: object };
      const text = selectorText(selector);
      return selector !== undefined && text !== "<none>" && labelSelector(text)?.(pod.metadata.labels) === true;
    });
  if (mine.length > 1)
    throw new ApiStatus(
      "InternalError",
      "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
    );
  const [budget] = mine;
  if (budget === undefined) return;
  const { disruptionsAllowed = 0, observedGeneration = 0 } = (budget["status"] ?? {}) as {
    disruptionsAllowed?: number;
    observedGeneration?: number;
  };
  if (observedGeneration >= (budget.metadata.generation ?? 0) && disruptionsAllowed > 0) return;
  throw new ApiStatus("TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [
      {
        reason: "DisruptionBudget",
        message: `The disruption budget ${budget.metadata.name} needs ${(budget["status"] as { desiredHealthy?: number } | undefined)?.desiredHealthy ?? 0} healthy pods and has ${(budget["status"] as { currentHealthy?: number } | undefined)?.currentHealthy ?? 0} currently`,
        field: "",
      },
    ],
  });
}
