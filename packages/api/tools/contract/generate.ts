import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inlined, jsonSchemas } from "./schemas.ts";
import { typeDeclarations } from "./types.ts";
import { validatorDeclaration, validators } from "./validator.ts";

/** What is served besides clusters, where a version has it. */
const resources = [
  "OpenShiftClusterCredentials",
  "OpenShiftClusterAdminKubeconfig",
  "OpenShiftVersion",
  "PlatformWorkloadIdentityRoleSet",
  "MaintenanceManifest",
  "MaintenanceSchedule",
  "BillingDocument",
] as const;

/** Writes into `folder` what the code needs of the swagger at `file`: schemas, shapes, validators of types, TypeScript types. */
export function generate(file: string, folder: string): void {
  const definitions = jsonSchemas(file);
  const cluster = inlined(definitions, "OpenShiftCluster");
  const others = Object.fromEntries(
    resources.filter((name) => name in definitions).map((name) => [name, inlined(definitions, name)]),
  );
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write("schemas.json", `${JSON.stringify({ definitions }, null, 1)}\n`);
  write("cluster.json", `${JSON.stringify(cluster, null, 1)}\n`);
  write("resources.json", `${JSON.stringify(others, null, 1)}\n`);
  write("validate.js", validators({ validate: cluster }));
  write("validate.d.ts", validatorDeclaration(["validate"]));
  const named = Object.fromEntries(Object.entries(others).map(([name, shape]) => [`validate${name}`, shape]));
  write("validate-resources.js", validators(named));
  write("validate-resources.d.ts", validatorDeclaration(Object.keys(named)));
  write("types.ts", typeDeclarations(definitions));
}
