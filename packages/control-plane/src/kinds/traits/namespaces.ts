import type { KubeObject } from "../../objects/object.ts";
import type { Traits } from "./trait.ts";

const finalizersOf = (object: KubeObject): string[] => (object["spec"] as { finalizers?: string[] })?.finalizers ?? [];

export const namespaces: Readonly<Record<string, Traits>> = {
  "/namespaces": {
    names: "label",
    selectable: ["status.phase"],
    prepare: (object, before, subresource) => {
      if (before === undefined) {
        const spec = (object["spec"] ?? {}) as { finalizers?: string[] };
        object["spec"] = { ...spec, finalizers: [...new Set([...(spec.finalizers ?? []), "kubernetes"])] };
        object["status"] = { phase: "Active" };
      } else if (subresource !== "finalize") {
        const finalizers = finalizersOf(before);
        if (finalizers.length > 0) object["spec"] = { ...(object["spec"] as object | undefined), finalizers };
      }
      object.metadata.labels = { ...object.metadata.labels, "kubernetes.io/metadata.name": object.metadata.name };
    },
    held: (object) => finalizersOf(object).length > 0,
    marked: (object) => {
      object["status"] = { ...(object["status"] as object), phase: "Terminating" };
    },
  },
};
