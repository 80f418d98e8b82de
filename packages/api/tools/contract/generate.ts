import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inlined, jsonSchemas } from "./schemas.ts";
import { typeDeclarations } from "./types.ts";
import { typeValidator, typeValidatorDeclaration } from "./validator.ts";

/** Writes into `folder` what the code needs of the swagger at `file`: schemas, the cluster's shape, a validator of types, TypeScript types. */
export function generate(file: string, folder: string): void {
  const definitions = jsonSchemas(file);
  const cluster = inlined(definitions, "OpenShiftCluster");
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write("schemas.json", `${JSON.stringify({ definitions }, null, 1)}\n`);
  write("cluster.json", `${JSON.stringify(cluster, null, 1)}\n`);
  write("validate.js", typeValidator(cluster));
  write("validate.d.ts", typeValidatorDeclaration);
  write("types.ts", typeDeclarations(definitions));
}
