import { create } from "./create.ts";
import type { Desk } from "./desk.ts";
import { notFound } from "./failures.ts";
import { list } from "./list.ts";
import { patch } from "./patch.ts";
import { stored } from "./read.ts";
import type { Registry } from "./registry.ts";
import { remove } from "./remove.ts";
import { update } from "./update.ts";
import { watch } from "./watch.ts";

/** The registry over a store. */
export const createRegistry = (desk: Desk): Registry => ({
  get: ({ kind, namespace, name }) => {
    const found = stored(desk, kind, namespace, name);
    if (found === undefined) throw notFound(kind, name);
    return found;
  },
  find: ({ kind, namespace, name }) => stored(desk, kind, namespace, name),
  list: (kind, namespace, options) => list(desk, kind, namespace, options),
  watch: (kind, namespace, options, signal) => watch(desk, kind, namespace, options, signal),
  create: (kind, namespace, object, options) => create(desk, kind, namespace, object, options),
  update: (target, object, options) => update(desk, target, object, options),
  patch: (target, change, options) => patch(desk, target, change, options),
  remove: (target, deletion, options) => remove(desk, target, deletion, options),
  removeCollection: (kind, namespace, selected, deletion, options) => {
    const found = list(desk, kind, namespace, selected);
    for (const one of found.items) {
      const { name, namespace: within } = one.object().metadata;
      remove(desk, { kind, name, ...(within === undefined ? {} : { namespace: within }) }, deletion, options);
    }
    return found;
  },
});
