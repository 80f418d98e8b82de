import type { ArmCall } from "../wall/arm-call.ts";
import type { WallResponse } from "../wall/wall.ts";

/** How fast the emulated cloud works. */
export interface Timing {
  /** Azure's durations are divided by this: 1 is as slow as Azure, Infinity is at once. */
  scale: number;
  /** How long a read of an operation's status may wait for its end, milliseconds; a poller then needs one call. */
  holdMilliseconds: number;
}

/** A tracked resource of a provider to which ARM forwards. */
export interface ExternalResource {
  id: string;
  type: string;
  name: string;
  location: string;
  /** A version in which it may be deleted. */
  apiVersion: string;
  tags?: Readonly<Record<string, string>>;
}

/** The providers to which ARM forwards calls: what the engine must know of them. */
export interface ExternalResources {
  /** Whether calls for this namespace (in lower case) are forwarded. */
  owns(namespace: string): boolean;
  /** Their tracked resources in a subscription, or in one of its groups (key: lower-case id of the group). */
  list(scope: { subscription: string; group?: string }): Promise<readonly ExternalResource[]>;
  /** A call as a customer would make it, authenticated already: a DELETE when their group is deleted, a PUT out of a template, GETs to poll. */
  send(call: ArmCall): Promise<WallResponse>;
}

/** Suffixes of names that resources show. */
export interface Suffixes {
  /** Accounts answer at `NAME.blob.<storage>`. */
  storage: string;
  /** Vaults answer at `NAME.<keyVaultDns>`. */
  keyVaultDns: string;
  /** Registries answer at `NAME.<acrLoginServer>`. */
  acrLoginServer: string;
  /** API servers of clusters answer below it. */
  cluster: string;
}

/** Where the preview features are kept that subscriptions have registered, as `namespace/feature`. */
export interface RegisteredFeatures {
  of(subscription: string): readonly string[];
  set(subscription: string, names: readonly string[]): void;
}

/** For which namespaces subscriptions are registered. */
export interface Registrations {
  /** The namespace as Azure writes it when the subscription would have to register it first. */
  missing(subscription: string, namespace: string): string | undefined;
  /** Registers a namespace that was missing. Inside a transaction. */
  register(subscription: string, namespace: string): void;
}

/** Access to a managed cluster that somebody asks for. */
export interface ClusterAccess {
  /** ARM id, and the rest as ARM has it. */
  id: string;
  name: string;
  fqdn: string;
  role: "admin" | "user";
  /** Which of its addresses is wanted. */
  server: "public" | "private";
}

/** Makes a kubeconfig (YAML) for the Kubernetes behind a managed cluster; undefined when there is none. */
export type KubeconfigOf = (wanted: ClusterAccess) => Promise<string | undefined>;
