import { type Cloud, lastSegment } from "@aro/api";
import {
  accountBlobs,
  accountBlobsAs,
  accountSas,
  createClientFactory,
  createCredentials,
  isAuthorizationFailure,
  longRunning,
  managedIdentity,
  type PollerStore,
  vaultSecrets,
  type Waits,
} from "@aro/azure";
import type { Clock, Random } from "@aro/runtime";
import { type Checkpoint, runSteps } from "@aro/steps";
import type { TokenCredential } from "@azure/core-auth";
import { agentPoolIdentity, machineMetadata } from "./azure/machine-metadata.ts";
import { neededSecret, sealerOf, secretNames } from "./azure/service-secrets.ts";
import { type ClearCluster, usesWorkloadIdentity } from "./cluster/clear-cluster.ts";
import { readInputFiles } from "./inputs/files.ts";
import { InputProblem } from "./inputs/problem.ts";
import type { InstallerSettings } from "./inputs/settings.ts";
import { failureLine } from "./log/failure-line.ts";
import { asLog, type LogrusLog } from "./log/logrus.ts";
import type { InstallerContext } from "./steps/context.ts";
import { commandSteps, type InstallerCommand } from "./steps/steps.ts";

/** Exit statuses as OpenShift's installer has them. */
export const exitStatus = {
  done: 0,
  failed: 1,
  inputs: 3,
  infrastructure: 4,
  bootstrap: 5,
  /** Ended by a signal; the process tells which (143 for SIGTERM). */
  stopped: 130,
} as const;

export interface InstallerDeps {
  settings: InstallerSettings;
  /** The cloud of that name, or the one whose ARM is at that address. */
  cloudOf: (name: string, signal: AbortSignal) => Promise<Cloud>;
  fetch: typeof globalThis.fetch;
  clock: Clock;
  random: Random;
  log: LogrusLog;
  /** What this build is called. */
  build: string;
  /** Where files are left for who started us. */
  folder: string;
  signal: AbortSignal;
}

/** Runs `create manifests` or `create cluster` (spec 03 §7.2) and gives the exit status. What went wrong is the last line of the log. */
export async function runInstaller(command: InstallerCommand, deps: InstallerDeps): Promise<number> {
  const { log, signal } = deps;
  let at = "";
  try {
    const context = await openContext(deps);
    const outcome = await runSteps({
      steps: commandSteps[command],
      context,
      checkpoint: inMemory(),
      clock: deps.clock,
      durations: deps.settings.durations,
      signal,
      retry: { mayPass: isAuthorizationFailure, renew: async ({ clients }) => clients.renew() },
      onEdge: async ({ step, edge }) => {
        if (edge === "started") log.info(`running step ${step}`);
      },
    });
    await context.made.apiServer?.client[Symbol.asyncDispose]();
    if (outcome.outcome === "finished") return exitStatus.done;
    if (outcome.outcome === "stopped") return stopped(log, signal);
    at = outcome.step;
    throw outcome.error;
  } catch (error) {
    if (signal.aborted) return stopped(log, signal);
    if (error instanceof InputProblem) {
      for (const problem of error.problems) log.error(problem);
      return exitStatus.inputs;
    }
    if (at !== "") log.error(`step ${at} failed`);
    log.error(failureLine(error, at));
    return statusAt(at);
  }
}

const statusAt = (step: string): number =>
  step === "deployResources"
    ? exitStatus.infrastructure
    : step === "bootstrapConfigMapReady"
      ? exitStatus.bootstrap
      : exitStatus.failed;

function stopped(log: LogrusLog, signal: AbortSignal): number {
  log.warning(`stopped: ${signal.reason instanceof Error ? signal.reason.message : String(signal.reason)}`);
  return exitStatus.stopped;
}

/** Reads the inputs and signs in; the first call of Azure is the token for the vault. */
async function openContext(deps: InstallerDeps): Promise<InstallerContext> {
  const { settings, clock, random, log, signal } = deps;
  const { durations } = settings;
  const files = await readInputFiles(settings.root);
  const machine = await machineMetadata(settings.metadataService, deps, signal);
  const cloud = await deps.cloudOf(settings.cloud ?? machine.cloud, signal);
  const vault = vaultSecrets(
    cloud,
    `${settings.keyVaultPrefix}-svc`,
    managedIdentity(agentPoolIdentity(machine, settings.shard)),
  );
  const [certificate, sealer] = await Promise.all([
    neededSecret(vault, secretNames.firstParty, signal),
    sealerOf(vault, random, signal),
  ]);
  const waits: Waits = { clock, random, durations };
  const credentials = createCredentials({
    cloud,
    ...waits,
    firstParty: { clientId: settings.firstPartyClientId, certificate: () => certificate },
  });
  const tenantId = files.subscription.properties?.tenantId ?? "";
  const credential = credentials.firstParty(tenantId);
  const clients = createClientFactory({ cloud, userAgent: `aro-installer/${deps.build}`, ...waits })({
    credential,
    subscriptionId: subscriptionOf(files.cluster),
    log: asLog(log),
    forgetTokens: (refused) => credentials.forget(tenantId, refused),
  });
  return {
    ...waits,
    settings,
    files,
    cloud,
    vault,
    sealer,
    clients,
    operations: longRunning(clients, pollersInMemory(), waits),
    blobs: usesWorkloadIdentity(files.cluster)
      ? blobsAs(files.cluster, cloud, credential, clock)
      : blobsOnce(files.cluster, cloud, clients, clock),
    folder: deps.folder,
    log,
    made: {},
  };
}

const subscriptionOf = ({ id }: ClearCluster): string => /^\/subscriptions\/([^/]+)\//i.exec(id)?.[1] ?? "";

const dayMilliseconds = 86_400_000;
const clockSkewMilliseconds = 60_000;

const accountOf = ({ properties }: ClearCluster): string => `cluster${properties.storageSuffix}`;

/** The storage account of a cluster with workload identities, whose keys are off: as the first-party principal. */
function blobsAs(
  cluster: ClearCluster,
  cloud: Cloud,
  credential: TokenCredential,
  clock: Clock,
): InstallerContext["blobs"] {
  const blobs = accountBlobsAs(cloud, accountOf(cluster), credential, clock);
  return async () => blobs;
}

/** The cluster's storage account by a token for objects and containers, asked for once (spec 03 §7.3). */
function blobsOnce(
  cluster: ClearCluster,
  cloud: Cloud,
  clients: InstallerContext["clients"],
  clock: Clock,
): InstallerContext["blobs"] {
  let signed: Promise<string> | undefined;
  const { clusterProfile } = cluster.properties;
  const account = accountOf(cluster);
  return async (signal) => {
    signed ??= accountSas(
      clients,
      {
        resourceGroup: lastSegment(clusterProfile.resourceGroupId),
        account,
        permissions: "rcw",
        resourceTypes: "co",
        from: clock.now() - clockSkewMilliseconds,
        until: clock.now() + dayMilliseconds,
      },
      signal,
    ).catch((error: unknown) => {
      signed = undefined;
      throw error;
    });
    return accountBlobs(cloud, account, await signed);
  };
}

/** A command begins at its first step again: every step looks before it acts. */
function inMemory(): Checkpoint {
  let progress: ReturnType<Checkpoint["progress"]>;
  return {
    progress: () => progress,
    write: async (change) => {
      progress = change(progress);
    },
  };
}

function pollersInMemory(): PollerStore {
  const addresses = new Map<string, string>();
  return {
    poller: (name) => addresses.get(name),
    rememberPoller: async (name, address) => {
      if (address === undefined) addresses.delete(name);
      else addresses.set(name, address);
    },
  };
}
