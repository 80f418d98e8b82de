import {
  type ControlPlane,
  findObject,
  isSame,
  type Kind,
  type KubeObject,
  type StoredEvent,
  unless,
  type WriteOptions,
} from "@aro/control-plane";

/** A resource as `VERSION/PLURAL` or `GROUP/VERSION/PLURAL`: `v1/pods`, `config.openshift.io/v1/clusteroperators`. */
export type Resource = string;

/** An object as a controller writes it. */
export interface Wanted {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [member: string]: unknown;
  };
  [member: string]: unknown;
}

/** Reading and writing objects of a cluster from inside, as one of its operators. */
export interface Objects {
  get(resource: Resource, name: string, namespace?: string): KubeObject | undefined;
  list(resource: Resource, namespace?: string): KubeObject[];
  count(resource: Resource): number;
  /** Makes it when it is not there; a namespace that is missing is made too. Answers what is there. */
  ensure(object: Wanted): KubeObject;
  /** Changes an object by a function that answers the new one, or undefined to leave it; nothing happens when it is not there. */
  change(
    resource: Resource,
    name: string,
    namespace: string | undefined,
    change: (object: KubeObject) => KubeObject | undefined,
  ): void;
  /** Writes the status when it differs. */
  setStatus(resource: Resource, name: string, namespace: string | undefined, status: object): void;
  remove(resource: Resource, name: string, namespace?: string): void;
  /** Removes what is being deleted, now that its grace is over: a pod whose containers have ended. */
  end(resource: Resource, name: string, namespace?: string): void;
  /** Called after each change of a resource; returns how to stop. */
  watch(resource: Resource, changed: (event: StoredEvent) => void): () => void;
  /** Whether the kind is served. */
  has(resource: Resource): boolean;
}

/** Opens the objects of a control plane for one of its operators, whose name stands in their managed fields. */
export function openObjects(
  { registry, kinds, store }: Pick<ControlPlane, "registry" | "kinds" | "store">,
  operator: string,
): Objects {
  const options: WriteOptions = {
    user: { name: `system:serviceaccount:openshift-${operator}:${operator}`, groups: ["system:masters"] },
    fieldManager: operator,
    fieldValidation: "Ignore",
    isInside: true,
  };
  const find = (resource: Resource): Kind | undefined => {
    const [group = "", version = "", plural = ""] =
      resource.split("/").length === 2 ? ["", ...resource.split("/")] : resource.split("/");
    return kinds.find(group, version, plural);
  };
  const kind = (resource: Resource): Kind => {
    const found = find(resource);
    if (found === undefined) throw new Error(`there is no kind ${resource}`);
    return found;
  };
  const stored = (resource: Resource): string => {
    const parts = resource.split("/");
    return parts.length === 2 ? `/${parts[1]}` : `${parts[0]}/${parts[2]}`;
  };
  const target = (of: Kind, name: string, namespace: string | undefined) => ({
    kind: of,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  });
  const namespaces = kind("v1/namespaces");
  const get: Objects["get"] = (resource, name, namespace) => findObject(registry, kind(resource), namespace, name);
  return {
    get,
    list: (resource, namespace) => registry.list(kind(resource), namespace).items.map((one) => one.object()),
    count: (resource) => store.count(stored(resource)),
    has: (resource) => find(resource) !== undefined,
    ensure: (object) => {
      const of = kinds.named(object.apiVersion, object.kind);
      if (of === undefined) throw new Error(`there is no kind ${object.apiVersion} ${object.kind}`);
      const { name, namespace } = object.metadata;
      const held = findObject(registry, of, namespace, name);
      if (held !== undefined) return held;
      if (namespace !== undefined && findObject(registry, namespaces, undefined, namespace) === undefined)
        registry.create(namespaces, undefined, { metadata: { name: namespace } }, options);
      const made = registry.create(of, namespace, object, options).object();
      if (object["status"] === undefined || !of.hasStatus) return made;
      const status = { ...made, status: object["status"] };
      return registry.update({ ...target(of, name, namespace), subresource: "status" }, status, options).shown.object();
    },
    change: (resource, name, namespace, change) => {
      const of = kind(resource);
      const held = findObject(registry, of, namespace, name);
      if (held === undefined) return;
      const wanted = change(held);
      if (wanted === undefined || isSame(held, wanted)) return;
      unless(["NotFound"], () => void registry.update(target(of, name, namespace), wanted, options));
    },
    setStatus: (resource, name, namespace, status) => {
      const of = kind(resource);
      const held = findObject(registry, of, namespace, name);
      if (held === undefined || isSame(held["status"] ?? {}, status)) return;
      registry.update({ ...target(of, name, namespace), subresource: "status" }, { ...held, status }, options);
    },
    remove: (resource, name, namespace) =>
      unless(
        ["NotFound"],
        () =>
          void registry.remove(target(kind(resource), name, namespace), { propagationPolicy: "Background" }, options),
      ),
    end: (resource, name, namespace) =>
      unless(
        ["NotFound"],
        () => void registry.remove(target(kind(resource), name, namespace), { gracePeriodSeconds: 0 }, options),
      ),
    watch: (resource, changed) => store.subscribe(stored(resource), changed),
  };
}
