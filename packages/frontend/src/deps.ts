import type { ClusterDocument, Durations, Finding, RuleSettings, Sealer, SubscriptionDocument } from "@aro/api";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { FrontendDatabase, Records } from "./records.ts";
import type { Authorisers } from "./stages/index.ts";
import type { Turns } from "./turns.ts";

/** What the frontend uses of the world. */
export interface FrontendDeps {
  database: FrontendDatabase;
  /** Seals the secrets in documents. */
  sealer: Sealer;
  /** Seals `$skipToken`s (`fe-encryption-key-v2`): a client may hold one, not read or make one (ARM-LST-04). */
  continuationSealer: Sealer;
  clock: Clock;
  random: Random;
  log: Log;
  durations: Durations;
  settings: FrontendSettings;
  /** The OpenShift versions that may be installed; asked for each request, since they change while the process runs. */
  versions: () => RuleSettings["versions"];
  authorisers: Authorisers;
  /** Azure-side checks of a create, after everything in the request itself has been found right (spec 01 §6.2.1). */
  createChecks?: readonly CreateCheck[];
  /** What a dry run looks at besides: all that the run itself would look at first. */
  dryRunChecks?: readonly DryRunCheck[];
  /**
   * JSON pointers, in the internal model, of the members that an update knows how to bring about, each with all that lies below it.
   * A change of anything else is refused. Tags need no update and are not among them.
   */
  supportedChanges: ReadonlySet<string>;
  /** What must hold besides for the process to be ready: the reason when it does not. */
  readiness?: readonly (() => string | undefined)[];
}

/** What stands still while the process runs. */
export interface FrontendSettings extends Omit<RuleSettings, "versions"> {
  /** What this build is called: `createdBy` and `provisionedBy` of the clusters it makes. */
  build: string;
  /** Whether new clusters reach Azure through the gateway. */
  gatewayEnabled: boolean;
}

/** One check of a create against Azure; every finding of every check is told at once (ARM-ERR-04). Takes no longer than a dependency may. */
export type CreateCheck = (
  create: { cluster: ClusterDocument["openShiftCluster"]; subscription: SubscriptionDocument },
  signal: AbortSignal,
) => Promise<readonly Finding[]>;

/** One check of a dry run, in which nothing is waited for. `principalKnown`: the cluster's service principal is not one that is yet to be made. */
export type DryRunCheck = (
  asked: Parameters<CreateCheck>[0] & { creating: boolean; principalKnown: boolean },
  signal: AbortSignal,
) => Promise<readonly Finding[]>;

/** The same with what is made of it: what handlers use. */
export interface Service extends FrontendDeps {
  records: Records;
  turns: Turns;
}
