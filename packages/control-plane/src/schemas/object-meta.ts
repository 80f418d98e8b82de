import type { Schema } from "./schema.ts";

const meta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/** The schema of a whole object: whatever its own says of them, `apiVersion`, `kind` and `metadata` are those of every object. */
export const ofObject = (schema: Schema): Schema => ({
  ...schema,
  properties: {
    ...schema.properties,
    apiVersion: { type: "string" },
    kind: { type: "string" },
    metadata: { $ref: meta },
  },
});
