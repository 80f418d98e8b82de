import type { Cloud, Sealer } from "@aro/api";
import type { AccountBlobs, AzureClients, LongRunning, VaultSecrets, Waits } from "@aro/azure";
import type { Graph } from "@aro/cluster/graph";
import type { KubernetesClient } from "@aro/kubernetes";
import type { InputFiles } from "../inputs/files.ts";
import type { InstallerSettings } from "../inputs/settings.ts";
import type { LogrusLog } from "../log/logrus.ts";

/** What the steps of one command work with. */
export interface InstallerContext extends Waits {
  readonly settings: InstallerSettings;
  readonly files: InputFiles;
  readonly cloud: Cloud;
  /** The service's vault `-svc`. */
  readonly vault: VaultSecrets;
  readonly sealer: Sealer;
  /** The customer's subscription, as the first-party principal. */
  readonly clients: AzureClients;
  readonly operations: LongRunning;
  /** The cluster's storage account; a token is asked for at the first call. */
  readonly blobs: (signal: AbortSignal) => Promise<AccountBlobs>;
  /** Where `auth/kubeconfig`, `metadata.json` and the ignition files are left for who started us. */
  readonly folder: string;
  readonly log: LogrusLog;
  /** What one step leaves to the next. */
  readonly made: {
    graph?: Graph;
    /** The graph lies in the cluster's storage account. */
    stored?: true;
    /** The new API server, and what it was seen to say last. */
    apiServer?: { client: KubernetesClient; seen: string };
  };
}

/** What an earlier step of the same command read or made. */
export function graphOf({ made }: InstallerContext): Graph {
  if (made.graph === undefined) throw new Error("the assets have neither been read nor made");
  return made.graph;
}
