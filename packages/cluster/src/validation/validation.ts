import type { Cloud, Finding, Sealer } from "@aro/api";
import type { AzureClients, Credentials, Waits } from "@aro/azure";
import type { KnownCluster } from "../names/cluster-facts.ts";

/** What is validated, and with what. Nothing that works with it writes anything. */
export interface Validation extends Waits {
  readonly cluster: KnownCluster;
  /** The cluster is made, or made on; else it stands and is changed. */
  readonly creating: boolean;
  /** Whether the service principal is there; one that is yet to be made is not looked at. */
  readonly principalKnown: boolean;
  /** Tenant of the customer's subscription. */
  readonly tenantId: string;
  /** The first party in the customer's subscription. */
  readonly clients: AzureClients;
  readonly credentials: Pick<Credentials, "firstParty" | "servicePrincipal">;
  readonly cloud: Cloud;
  readonly sealer: Pick<Sealer, "openText">;
  /** Region of the service itself: where access is asked for. */
  readonly region: string;
  /** Roles that were given a moment ago are waited for: Azure keeps its decisions for five minutes (spec 03 §11.2). */
  readonly awaitRoles: boolean;
}

/** What was found to stand in the way. `cause`: an error for which the whole may be tried again, while secrets and roles spread. */
export interface Verdict {
  findings: readonly Finding[];
  cause?: unknown;
}

/** Several verdicts as one, the findings in their order. */
export function joined(verdicts: readonly Verdict[]): Verdict {
  const cause = verdicts.find((verdict) => verdict.cause !== undefined)?.cause;
  return { findings: verdicts.flatMap(({ findings }) => findings), ...(cause === undefined ? {} : { cause }) };
}

/** Whether two regions are the same, however they are written: `East US`, `eastus`. */
export const isSameRegion = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (region: string): string => region.toLowerCase().replaceAll(" ", "");
