export { openAssignments } from "./assignments.ts";
export { managedIdentityDataPlane } from "./data-plane.ts";
export type { MetadataServiceDeps } from "./deps.ts";
export { withIdentityHeaders } from "./identity-headers.ts";
export { dataPlanePath } from "./identity-url.ts";
export { instanceMetadata } from "./instance-metadata.ts";
export { openIssuedCredentials } from "./issued-credentials.ts";
export { machineRoutes } from "./machine-routes.ts";
export { openMachines, usualMachine } from "./machines.ts";
