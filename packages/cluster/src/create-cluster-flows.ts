import type { Cloud, OperationKind, Sealer } from "@aro/api";
import {
  type AzureClients,
  type ClientFactory,
  type Credentials,
  isAuthorizationFailure,
  longRunning,
  type PollerStore,
  toCloudError,
  vaultCertificates,
  vaultSecrets,
  type Waits,
} from "@aro/azure";
import type { Hub } from "@aro/hive";
import type { Step } from "@aro/steps";
import { type AzureSide, type ClusterContext, type ClusterSettings, tenantOf, type Vaults } from "./context.ts";
import { diagnose } from "./diagnostics/diagnose.ts";
import { flows } from "./flows.ts";
import { withPatience } from "./kubernetes/patience.ts";
import type { OperationRun } from "./run.ts";
import { servicePrefix } from "./wait-out-former-operations.ts";

export interface ClusterFlowsDeps extends Waits {
  cloud: Cloud;
  settings: ClusterSettings;
  credentials: Credentials;
  clientsFor: ClientFactory;
  sealer: Sealer;
  billing: ClusterContext["billing"];
  gateway: ClusterContext["gateway"];
  /** How vaults are reached; over the network when absent. */
  vaults?: Vaults;
  /** Connects to Hive's API server with the service's own clients; kept for the process by whoever gives it. */
  hub: (service: AzureClients, signal: AbortSignal) => Promise<Hub>;
}

/** What a backend needs of this package. */
export interface ClusterFlows {
  flows: Readonly<Record<keyof typeof flows, (context: ClusterContext) => readonly Step<ClusterContext>[]>>;
  /** What the steps of one run work with; nothing is called yet. */
  context: (run: OperationRun, kind: OperationKind, signal: AbortSignal) => Promise<ClusterContext>;
  /** Signs in anew before a step is tried again (spec 03 §2.1). */
  renewAuthorization: (context: ClusterContext) => Promise<void>;
  /** Logs what may tell why a run failed. */
  diagnose: (context: ClusterContext, failure: { kind: OperationKind }, signal: AbortSignal) => Promise<void>;
  failures: { isAuthorizationFailure: typeof isAuthorizationFailure; toCloudError: typeof toCloudError };
}

/** The life of clusters, made of what the composition gives: one per process. */
export function createClusterFlows(deps: ClusterFlowsDeps): ClusterFlows {
  const { credentials, clientsFor, settings, clock, random, durations } = deps;
  const waits: Waits = { clock, random, durations };
  const side = (clients: AzureClients, store: PollerStore): AzureSide => ({
    clients,
    operations: longRunning(clients, store, waits),
  });
  const context = async (run: OperationRun): Promise<ClusterContext> => {
    const correlationId = run.cluster().correlationData?.correlationId;
    const common = { log: run.log, ...(correlationId === undefined ? {} : { correlationId }) };
    const azure = clientsFor({
      ...common,
      // The tenant is asked for with the first token: a run that needs none of Azure needs none of it either.
      credential: {
        getToken: async (scopes, options) => credentials.firstParty(tenantOf(run)).getToken(scopes, options),
      },
      subscriptionId: run.cluster().partitionKey,
      forgetTokens: (refused) => credentials.forget(tenantOf(run), refused),
    });
    const service = clientsFor({
      ...common,
      credential: credentials.firstParty(settings.tenantId),
      subscriptionId: settings.subscriptionId,
      forgetTokens: (refused) => credentials.forget(settings.tenantId, refused),
    });
    return {
      ...waits,
      run,
      azure: side(azure, run),
      service: side(service, {
        poller: (name) => run.poller(servicePrefix + name),
        rememberPoller: (name, address) => run.rememberPoller(servicePrefix + name, address),
      }),
      credentials,
      cloud: deps.cloud,
      settings,
      sealer: deps.sealer,
      billing: deps.billing,
      gateway: deps.gateway,
      vaults: deps.vaults ?? {
        certificates: (vault) => vaultCertificates(deps.cloud, vault, credentials.firstParty(settings.tenantId)),
        secrets: (vault) => vaultSecrets(deps.cloud, vault, credentials.firstParty(settings.tenantId)),
      },
      hub: (signal) => deps.hub(service, signal),
    };
  };
  return {
    flows: {
      Creating: () => withPatience(flows.Creating),
      Updating: () => withPatience(flows.Updating),
      Deleting: () => withPatience(flows.Deleting),
    },
    context,
    renewAuthorization: async ({ azure, service }) => {
      azure.clients.renew();
      service.clients.renew();
    },
    diagnose: (context, { kind }, signal) => diagnose(context, kind, signal),
    failures: { isAuthorizationFailure, toCloudError },
  };
}
