import type { Connection } from "./connection.ts";
import { isRefusal } from "./failure.ts";
import { type ListOptions, listObjects } from "./list-objects.ts";
import type { KubernetesObject } from "./object.ts";
import { pathOf, type Resource } from "./resource.ts";
import { type WatchEvent, type WatchOptions, watchObjects } from "./watch.ts";

/** Which object: the namespace only of namespaced kinds. */
export interface ObjectName {
  name: string;
  namespace?: string;
}

export interface DeleteOptions {
  /** Whole seconds. */
  gracePeriodSeconds?: number;
  propagationPolicy?: "Background" | "Foreground" | "Orphan";
  /** Only this very object goes. */
  uid?: string;
}

export type PatchKind = "merge" | "json" | "strategic";

/** Calls of one API server. All but `get` and `delete` fail with KubernetesError when the object is not there. */
export interface KubernetesClient extends AsyncDisposable {
  readonly connection: Connection;
  /** Undefined when there is none. */
  get<Shape extends KubernetesObject>(
    kind: Resource<Shape>,
    name: ObjectName,
    signal: AbortSignal,
  ): Promise<Shape | undefined>;
  /** All that match, read page by page. */
  list<Shape extends KubernetesObject>(
    kind: Resource<Shape>,
    options: ListOptions,
    signal: AbortSignal,
  ): Promise<Shape[]>;
  create<Shape extends KubernetesObject>(kind: Resource<Shape>, object: Shape, signal: AbortSignal): Promise<Shape>;
  /** Fails with Conflict when the object has changed since it was read. */
  update<Shape extends KubernetesObject>(
    kind: Resource<Shape>,
    object: Shape,
    signal: AbortSignal,
    subresource?: "status",
  ): Promise<Shape>;
  patch<Shape extends KubernetesObject>(
    kind: Resource<Shape>,
    name: ObjectName,
    patch: unknown,
    options: { as: PatchKind; subresource?: string },
    signal: AbortSignal,
  ): Promise<Shape>;
  /** Server-side apply: the members that `object` names become ours. */
  apply<Shape extends KubernetesObject>(
    kind: Resource<Shape>,
    object: KubernetesObject,
    options: { fieldManager: string; force?: boolean },
    signal: AbortSignal,
  ): Promise<Shape>;
  /** False when it was not there. */
  delete(kind: Resource, name: ObjectName, signal: AbortSignal, options?: DeleteOptions): Promise<boolean>;
  /** What happens from that version on; ends when the server ends it. */
  watch<Shape extends KubernetesObject>(
    kind: Resource<Shape>,
    options: WatchOptions,
    signal: AbortSignal,
  ): AsyncIterable<WatchEvent<Shape>>;
  /** The last lines that a container of a pod has said. */
  logs(
    pod: Required<ObjectName>,
    options: { container?: string; tailLines?: number },
    signal: AbortSignal,
  ): Promise<string>;
}

const patchTypes: Record<PatchKind, string> = {
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
  strategic: "application/strategic-merge-patch+json",
};

/** Calls over that connection. */
export function createClient(connection: Connection): KubernetesClient {
  const send = async <Answer>(...request: Parameters<Connection["send"]>): Promise<Answer> =>
    JSON.parse(await connection.send(...request)) as Answer;
  return {
    connection,
    get: async (kind, name, signal) => {
      try {
        return await send({ method: "GET", path: pathOf(kind, name) }, signal);
      } catch (error) {
        if (isRefusal(error, "NotFound")) return undefined;
        throw error;
      }
    },
    list: async (kind, options, signal) => (await listObjects(connection, kind, options, signal)).items,
    create: (kind, object, signal) => send({ method: "POST", path: pathOf(kind, place(object)), body: object }, signal),
    update: (kind, object, signal, subresource) =>
      send(
        {
          method: "PUT",
          path: pathOf(kind, { ...place(object), name: object.metadata.name, ...(subresource ? { subresource } : {}) }),
          body: object,
        },
        signal,
      ),
    patch: (kind, name, patch, { as, subresource }, signal) =>
      send(
        {
          method: "PATCH",
          path: pathOf(kind, { ...name, ...(subresource ? { subresource } : {}) }),
          body: patch,
          contentType: patchTypes[as],
        },
        signal,
      ),
    apply: (kind, object, { fieldManager, force }, signal) =>
      send(
        {
          method: "PATCH",
          path: pathOf(kind, { ...place(object), name: object.metadata.name }),
          query: { fieldManager, force: force === true ? true : undefined },
          body: object,
          // JSON is YAML, and the only form that the server needs no parser of its own for.
          contentType: "application/apply-patch+yaml",
        },
        signal,
      ),
    delete: async (kind, name, signal, { uid, ...options } = {}) => {
      try {
        const body = {
          apiVersion: "v1",
          kind: "DeleteOptions",
          ...options,
          ...(uid ? { preconditions: { uid } } : {}),
        };
        await connection.send({ method: "DELETE", path: pathOf(kind, name), body }, signal);
        return true;
      } catch (error) {
        if (isRefusal(error, "NotFound")) return false;
        throw error;
      }
    },
    watch: (kind, options, signal) => watchObjects(connection, kind, options, signal),
    logs: ({ name, namespace }, { container, tailLines }, signal) =>
      connection.send(
        {
          method: "GET",
          path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/log`,
          query: { container, tailLines },
          accept: "*/*",
        },
        signal,
      ),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

const place = ({ metadata: { namespace } }: KubernetesObject) => (namespace === undefined ? {} : { namespace });
