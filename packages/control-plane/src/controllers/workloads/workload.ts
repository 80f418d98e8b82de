import { resourceOf } from "../../kinds/kind.ts";
import { isSame } from "../../objects/json.ts";
import type { KubeObject } from "../../objects/object.ts";
import { asController, type Controller, type ControllerDeps, find, kindOf, splitKey, unless } from "../controller.ts";
import { createWorkQueue, type WorkQueue } from "../work-queue.ts";
import { followOwned, type Owned } from "./owned.ts";

/** What the controller of one kind of workload works with. */
export interface WorkloadContext extends ControllerDeps {
  /** Objects that it makes. */
  owned: Owned;
  queue: WorkQueue;
  /** RFC 3339, whole seconds. */
  now(): string;
  create(resource: { group: string; plural: string }, namespace: string, object: object): void;
  remove(resource: { group: string; plural: string }, object: KubeObject): void;
  update(resource: { group: string; plural: string }, object: KubeObject): void;
  /** Writes the status when it differs. */
  report(object: KubeObject, status: object): void;
}

/** A controller of a kind that makes objects of another: `look` brings one of them into order. */
export const workloadController =
  (
    kind: { group: string; plural: string; kind: string },
    makes: string,
    look: (context: WorkloadContext, object: KubeObject) => void,
    watches: readonly string[] = [],
  ): Controller =>
  async (deps, signal) => {
    const { store, kinds, registry, clock } = deps;
    const own = kindOf(kinds, kind.group, "v1", kind.plural);
    const options = asController(`${kind.kind.toLowerCase()}-controller`);
    using owned = followOwned(store, makes);
    const one = (resource: { group: string; plural: string }) => kindOf(kinds, resource.group, "v1", resource.plural);
    const queue = createWorkQueue(
      (key) => {
        const { namespace, name } = splitKey(key);
        const object = find(registry, own, namespace, name);
        if (object !== undefined) look(context, object);
      },
      { ...deps, name: kind.kind },
    );
    const context: WorkloadContext = {
      ...deps,
      owned,
      queue,
      now: () => `${new Date(clock.now()).toISOString().slice(0, 19)}Z`,
      create: (resource, namespace, object) => void registry.create(one(resource), namespace, object, options),
      remove: (resource, object) =>
        unless(["NotFound"], () =>
          registry.remove(
            {
              kind: one(resource),
              name: object.metadata.name,
              ...(object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace }),
            },
            { propagationPolicy: "Background", preconditions: { uid: object.metadata.uid } },
            options,
          ),
        ),
      update: (resource, object) =>
        void registry.update(
          {
            kind: one(resource),
            name: object.metadata.name,
            ...(object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace }),
          },
          object,
          options,
        ),
      report: (object, status) => {
        if (isSame(object["status"], status)) return;
        const { name, namespace } = object.metadata;
        const held = find(registry, own, namespace, name);
        if (held === undefined) return;
        registry.update(
          { kind: own, name, subresource: "status", ...(namespace === undefined ? {} : { namespace }) },
          { ...held, status },
          options,
        );
      },
    };
    owned.changed((controller) => {
      if (controller.kind === kind.kind) queue.add(`${controller.namespace}/${controller.name}`);
    });
    for (const { key } of store.list(resourceOf(own))) queue.add(key);
    const all = () => {
      for (const { key } of store.list(resourceOf(own))) queue.add(key);
    };
    const stops = [
      store.subscribe(resourceOf(own), ({ key }) => queue.add(key)),
      ...watches.map((resource) => store.subscribe(resource, all)),
    ];
    await queue.run(signal);
    for (const stop of stops) stop();
  };
