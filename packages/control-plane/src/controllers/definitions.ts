import type { Definition } from "../custom/definition.ts";
import { established } from "../custom/establish.ts";
import { definitionsResource } from "../kinds/create-kinds.ts";
import type { Kind } from "../kinds/kind.ts";
import { isSame } from "../objects/json.ts";
import { asController, type Controller, find, kindOf } from "./controller.ts";
import { createWorkQueue } from "./work-queue.ts";

const cleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";
const options = asController("customresourcedefinition-controller");

/** Establishes definitions whose names are free, and removes the objects of one that is being deleted before it goes. */
export const definitionsController: Controller = async (deps, signal) => {
  const { store, kinds, registry, clock } = deps;
  const kind = kindOf(kinds, "apiextensions.k8s.io", "v1", "customresourcedefinitions");
  const look = (name: string): void => {
    const definition = find(registry, kind, undefined, name) as Definition | undefined;
    if (definition === undefined) return;
    const target = { kind, name };
    if (definition.metadata.deletionTimestamp === undefined) {
      const status = established(definition, kinds.all(), clock);
      if (!isSame(status, definition["status"]))
        registry.update({ ...target, subresource: "status" }, { ...definition, status }, options);
      const held = find(registry, kind, undefined, name);
      if (held === undefined || held.metadata.finalizers?.includes(cleanupFinalizer)) return;
      const finalizers = [...(held.metadata.finalizers ?? []), cleanupFinalizer];
      registry.update(target, { ...held, metadata: { ...held.metadata, finalizers } }, options);
      return;
    }
    if (!definition.metadata.finalizers?.includes(cleanupFinalizer)) return;
    const { group, names } = definition.spec;
    const served = kinds.all().find((one) => one.group === group && one.plural === names.plural);
    if (served !== undefined && store.count(`${group}/${names.plural}`) > 0) {
      removeAll(served);
      if (store.count(`${group}/${names.plural}`) > 0) {
        queue.addAfter(name, 100);
        return;
      }
    }
    const finalizers = definition.metadata.finalizers.filter((one) => one !== cleanupFinalizer);
    registry.update(target, { ...definition, metadata: { ...definition.metadata, finalizers } }, options);
  };
  const removeAll = (served: Kind): void => {
    for (const one of registry.list(served, undefined).items) {
      const { metadata } = one.object();
      registry.remove(
        {
          kind: served,
          name: metadata.name,
          ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
        },
        {},
        options,
      );
    }
  };
  const queue = createWorkQueue(look, { ...deps, name: "definitions" });
  for (const { key } of store.list(definitionsResource)) queue.add(key);
  const stop = store.subscribe(definitionsResource, ({ key, type }) => {
    if (type !== "DELETED") queue.add(key);
    // Who waits for a name looks again when one has become free.
    else for (const one of store.list(definitionsResource)) queue.add(one.key);
  });
  await queue.run(signal);
  stop();
};
