import { checkDefinition, completeDefinition } from "../../custom/establish.ts";
import type { Traits } from "./trait.ts";

export const definitions: Readonly<Record<string, Traits>> = {
  "apiextensions.k8s.io/customresourcedefinitions": {
    hasGeneration: true,
    statusApart: true,
    prepare: (object, before) => {
      completeDefinition(object);
      if (before === undefined)
        object["status"] = { conditions: null, acceptedNames: { plural: "", kind: "" }, storedVersions: [] };
    },
    validate: checkDefinition,
  },
};
