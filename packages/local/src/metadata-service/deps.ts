import type { EntraDeps } from "../entra/deps.ts";
import type { Principals } from "../entra/principals.ts";
import type { Assignments } from "./assignments.ts";
import type { IssuedCredentials } from "./issued-credentials.ts";
import type { Machines } from "./machines.ts";

/** What the metadata service and the data plane of managed identities work with. */
export interface MetadataServiceDeps
  extends Pick<EntraDeps, "base" | "suffix" | "tenantId" | "signing" | "directory" | "clock" | "random"> {
  /** Name of the cloud, as machines are told it. */
  cloudName: string;
  principals: Principals;
  machines: Machines;
  assignments: Assignments;
  credentials: IssuedCredentials;
  /** Client id of the service's own application, which alone may ask for the credentials of others' identities. */
  firstPartyClientId: string;
}
