import type { KubeObject } from "../../objects/object.ts";
import { age, nameColumn } from "../columns.ts";
import type { Traits } from "./traits.ts";

const finalizersOf = (object: KubeObject): string[] => (object["spec"] as { finalizers?: string[] })?.finalizers ?? [];
const phaseOf = (object: KubeObject): string => (object["status"] as { phase?: string })?.phase ?? "";

export const namespaces: Readonly<Record<string, Traits>> = {
  "/namespaces": {
    names: "label",
    selectable: ["status.phase"],
    prepare: (object, before) => {
      if (before === undefined) {
        const spec = (object["spec"] ?? {}) as { finalizers?: string[] };
        object["spec"] = { ...spec, finalizers: [...new Set([...(spec.finalizers ?? []), "kubernetes"])] };
        object["status"] = { phase: "Active" };
      }
      object.metadata.labels = { ...object.metadata.labels, "kubernetes.io/metadata.name": object.metadata.name };
    },
    held: (object) => finalizersOf(object).length > 0,
    marked: (object) => {
      object["status"] = { ...(object["status"] as object), phase: "Terminating" };
    },
    columns: {
      columns: [
        nameColumn,
        { name: "Status", type: "string", priority: 0 },
        { name: "Age", type: "string", priority: 0 },
      ],
      cells: (object, now) => [object.metadata.name, phaseOf(object), age(object, now)],
    },
  },
};
