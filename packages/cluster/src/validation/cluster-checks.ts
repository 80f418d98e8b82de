import type { Cloud, ClusterDocument, Durations, Finding, Sealer, SubscriptionDocument } from "@aro/api";
import type { AzureClients, ClientFactory, Credentials } from "@aro/azure";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { validateCluster } from "./validate-cluster.ts";
import { validateRequest } from "./validate-request.ts";

export interface ClusterChecksDeps {
  cloud: Cloud;
  credentials: Credentials;
  clientsFor: ClientFactory;
  sealer: Sealer;
  clock: Clock;
  random: Random;
  durations: Durations;
  log: Log;
  /** Region served. */
  location: string;
  features: ReadonlySet<string>;
}

/** A cluster that is asked for, and in which subscription. */
export interface AskedCluster {
  cluster: ClusterDocument["openShiftCluster"];
  subscription: SubscriptionDocument;
}

/** What is asked of Azure before anything is made: each gives all that it finds. */
export interface ClusterChecks {
  /** Of every create, before it is accepted (spec 03 §11.7). */
  request: (asked: AskedCluster, signal: AbortSignal) => Promise<readonly Finding[]>;
  /** Of a dry run besides: what the run's own first step would look at (spec 03 §11.1). Roles are not waited for. */
  resources: (
    asked: AskedCluster & { creating: boolean; principalKnown: boolean },
    signal: AbortSignal,
  ) => Promise<readonly Finding[]>;
}

/** The checks, made of what the composition gives: one per process. */
export function createClusterChecks(deps: ClusterChecksDeps): ClusterChecks {
  const { cloud, credentials, sealer, clock, random, durations, log } = deps;
  const tenantOf = ({ subscription }: AskedCluster): string => subscription.subscription.properties?.tenantId ?? "";
  const clientsOf = (asked: AskedCluster): AzureClients => {
    const tenantId = tenantOf(asked);
    const credential = credentials.firstParty(tenantId);
    const forgetTokens = (refused?: string) => credentials.forget(tenantId, refused);
    return deps.clientsFor({ credential, subscriptionId: asked.subscription.id, log, forgetTokens });
  };
  return {
    request: (asked, signal) =>
      validateRequest(
        {
          cluster: { openShiftCluster: asked.cluster },
          clients: clientsOf(asked),
          log,
          expandedZones: deps.features.has("EnableClusterExpandedAvailabilityZones"),
        },
        signal,
      ),
    resources: async (asked, signal) => {
      const { findings } = await validateCluster(
        {
          ...{ cloud, credentials, sealer, clock, random, durations },
          cluster: { openShiftCluster: asked.cluster },
          creating: asked.creating,
          principalKnown: asked.principalKnown,
          tenantId: tenantOf(asked),
          clients: clientsOf(asked),
          region: deps.location,
          awaitRoles: false,
        },
        signal,
      );
      return findings;
    },
  };
}
