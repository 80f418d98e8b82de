import type { KubeObject } from "../objects/object.ts";
import { conflict } from "../registry/failures.ts";
import type { Registry } from "../registry/registry.ts";
import { readBody } from "../requests/body.ts";
import { writeOptions } from "../requests/parameters.ts";
import { json } from "../requests/request.ts";
import type { SubresourceCall } from "../requests/resource-calls.ts";
import { ApiStatus } from "../status/status.ts";

interface Binding {
  metadata?: { name?: string; annotations?: Record<string, string>; labels?: Record<string, string> };
  target?: { kind?: string; name?: string };
}
interface Spec {
  nodeName?: string;
  schedulingGates?: unknown[];
}

/** `pods/NAME/binding`: a scheduler gives a pod its node, once. */
export const bindingCalls =
  (registry: Registry): SubresourceCall =>
  (request, { kind, namespace = "", name, subresource, verb }, user) => {
    if (kind.group !== "" || kind.plural !== "pods" || subresource !== "binding" || verb !== "create") return undefined;
    return (async () => {
      const sent = readBody(request.body, request.headers["content-type"]) as Binding;
      if (sent.metadata?.name !== undefined && sent.metadata.name !== name)
        throw new ApiStatus("BadRequest", "name in URL does not match name in Binding object");
      checkTarget(sent);
      const pod = registry.get({ kind, namespace, name }).object();
      const spec = (pod["spec"] ?? {}) as Spec;
      const why = refusal(pod, spec);
      if (why !== undefined) throw conflict({ group: "", plural: "pods/binding" }, name, why);
      const { annotations, labels } = sent.metadata ?? {};
      registry.update(
        { kind, namespace, name },
        {
          ...pod,
          metadata: {
            ...pod.metadata,
            ...(annotations === undefined ? {} : { annotations: { ...pod.metadata.annotations, ...annotations } }),
            ...(labels === undefined ? {} : { labels: { ...pod.metadata.labels, ...labels } }),
          },
          spec: { ...spec, nodeName: sent.target?.name },
        },
        writeOptions(request, user),
      );
      return json(201, { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 });
    })();
  };

function refusal({ metadata }: KubeObject, { nodeName, schedulingGates = [] }: Spec): string | undefined {
  if (metadata.deletionTimestamp !== undefined)
    return `pod ${metadata.name} is being deleted, cannot be assigned to a host`;
  if (nodeName !== undefined && nodeName !== "")
    return `pod ${metadata.name} is already assigned to node ${JSON.stringify(nodeName)}`;
  return schedulingGates.length > 0 ? `pod ${metadata.name} has non-empty .spec.schedulingGates` : undefined;
}

/** @throws ApiStatus of no reason: the API server passes these findings on as they are. */
function checkTarget({ target = {} }: Binding): void {
  const found: string[] = [];
  if (target.kind && target.kind !== "Node")
    found.push(`target.kind: Unsupported value: ${JSON.stringify(target.kind)}: supported values: "Node", "<empty>"`);
  if (!target.name) found.push("target.name: Required value");
  if (found.length === 0) return;
  throw new ApiStatus("Unknown", found.length === 1 ? (found[0] ?? "") : `[${found.join(", ")}]`);
}
