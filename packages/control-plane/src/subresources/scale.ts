import type { User } from "../access/access.ts";
import type { Kind } from "../kinds/kind.ts";
import { selectorText } from "../kinds/selector-text.ts";
import type { KubeObject } from "../objects/object.ts";
import type { Patches } from "../patches/patches.ts";
import type { Registry, Target } from "../registry/registry.ts";
import { readBody } from "../requests/body.ts";
import { writeOptions } from "../requests/parameters.ts";
import { type ApiRequest, json } from "../requests/request.ts";
import { readPatch, type SubresourceCall } from "../requests/resource-calls.ts";
import { ApiStatus } from "../status/status.ts";

interface Scale {
  kind: "Scale";
  apiVersion: "autoscaling/v1";
  metadata: Record<string, unknown>;
  spec: { replicas?: number };
  status: { replicas: number; selector?: string };
}

const usual = {
  specReplicasPath: ".spec.replicas",
  statusReplicasPath: ".status.replicas",
  labelSelectorPath: ".spec.selector",
};

const at = (object: KubeObject, path: string): unknown =>
  path
    .split(".")
    .slice(1)
    .reduce<unknown>((held, name) => (held as Record<string, unknown> | undefined)?.[name], object);

function scaleOf(kind: Kind, object: KubeObject): Scale {
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = kind.scale ?? usual;
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = labelSelectorPath === undefined ? undefined : at(object, labelSelectorPath);
  const shown =
    typeof selector === "object" && selector !== null
      ? selectorText(kind.plural === "replicationcontrollers" ? { matchLabels: selector } : selector)
      : selector;
  const replicas = at(object, specReplicasPath);
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: typeof replicas === "number" && replicas > 0 ? { replicas } : {},
    status: {
      replicas: Number(at(object, statusReplicasPath) ?? 0),
      ...(typeof shown === "string" && shown !== "" ? { selector: shown } : {}),
    },
  };
}

/** `scale`: how many replicas a workload has and shall have, whatever its kind. */
export const scaleCalls =
  (registry: Registry, patches: Patches): SubresourceCall =>
  (request, target, user) => {
    if (target.subresource !== "scale") return undefined;
    return (async () => {
      const { subresource: _, ...main } = target;
      const object = registry.get(main).object();
      if (target.verb === "get") return json(200, scaleOf(target.kind, object));
      return json(200, write(registry, patches, request, main, object, user, target.verb));
    })();
  };

function write(
  registry: Registry,
  patches: Patches,
  request: ApiRequest,
  target: Target,
  object: KubeObject,
  user: User,
  verb: string,
): Scale {
  const before = scaleOf(target.kind, object);
  const sent = (
    verb === "update" ? readBody(request.body, request.headers["content-type"]) : patched(patches, request, before)
  ) as Scale;
  const replicas = sent.spec?.replicas ?? 0;
  if (!Number.isInteger(replicas) || replicas < 0)
    throw new ApiStatus(
      "Invalid",
      `Scale.autoscaling ${JSON.stringify(target.name)} is invalid: spec.replicas: Invalid value: ${JSON.stringify(replicas)}: must be greater than or equal to 0`,
      {
        name: target.name,
        group: "autoscaling",
        kind: "Scale",
        causes: [
          { reason: "FieldValueInvalid", message: "must be greater than or equal to 0", field: "spec.replicas" },
        ],
      },
    );
  const wanted = sent.metadata?.["resourceVersion"];
  const { specReplicasPath } = target.kind.scale ?? usual;
  const changed = structuredClone(object);
  const names = specReplicasPath.split(".").slice(1);
  let holder = changed as Record<string, unknown>;
  for (const name of names.slice(0, -1)) {
    holder[name] ??= {};
    holder = holder[name] as Record<string, unknown>;
  }
  holder[names.at(-1) ?? ""] = replicas;
  if (typeof wanted === "string" && wanted !== "") changed.metadata.resourceVersion = wanted;
  const options = writeOptions(request, user);
  return scaleOf(target.kind, registry.update(target, changed, options).shown.object());
}

function patched(patches: Patches, request: ApiRequest, before: Scale): unknown {
  const patch = readPatch(request);
  const document = before as unknown as KubeObject;
  if (patch.type === "json") return patches.json(document, patch.body);
  return patches.merge(document, patch.body);
}
