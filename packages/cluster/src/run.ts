import type { ClusterDocument, SubscriptionDocument } from "@aro/api";
import type { Log } from "@aro/telemetry";

/** One run of an operation on one cluster, as its steps see it. The backend implements it; every write below is fenced by the lease. */
export interface OperationRun {
  readonly operationId: string;
  readonly log: Log;
  /** The cluster as last written by this run. Never changed in place. */
  cluster(): ClusterDocument;
  /** The subscription as read when the work was taken. */
  readonly subscription: SubscriptionDocument;
  /**
   * Applies `change` to the cluster that was read and stores it together with the lease; members not touched survive.
   * @throws LeaseLost when another worker has taken over: the run ends and writes nothing more.
   */
  patch(change: (cluster: ClusterDocument) => ClusterDocument): Promise<void>;
  /** Says that the members at these JSON pointers of the request are now true of the cluster, so that a failed end keeps them (ARM-PAT-07). */
  markApplied(pointers: readonly string[]): Promise<void>;
  /** The stored address of an Azure long-running operation that `name` began, if its end has not been recorded. */
  poller(name: string): string | undefined;
  /** Stores (or with undefined forgets) the address of a long-running operation; to be awaited before waiting on it. */
  rememberPoller(name: string, address: string | undefined): Promise<void>;
  /**
   * Addresses of Azure long-running operations that earlier operations on this cluster began and whose end nobody recorded, by the name they
   * were remembered under followed by ` of ` and that operation's id:
   * waited out or cancelled before the first step that acts (architecture §5.4). Forgotten when this operation succeeds.
   */
  readonly leftBehind: Readonly<Record<string, string>>;
  /** Facts for this run's memory only, shared between steps of one list; gone after a takeover. */
  readonly memory: Map<string, unknown>;
}
