import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { AccessControl } from "../access/index.ts";
import type { ArmCall } from "../arm-call.ts";
import type { Durable } from "../durable.ts";
import type { Principals } from "../entra/principals.ts";
import type { TypeTable } from "../types/table.ts";
import type { Range } from "../types/type-row.ts";
import type { WallResponse } from "../wall.ts";
import type { Doc } from "./document.ts";
import type { Operations } from "./operations.ts";
import type { Subject } from "./policies.ts";
import type { Detail } from "./refusal.ts";
import type { Rows } from "./rows.ts";

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

/** What the engine's parts share. */
export interface Engine {
  readonly durable: Durable;
  readonly rows: Rows;
  readonly operations: Operations;
  readonly table: TypeTable;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly timing: Timing;
  readonly external: ExternalResources | undefined;
  readonly suffixes: Suffixes;
  /** The cloud as templates' `environment()` tells it. */
  readonly environment: Doc;
  /** Who may do what; everybody everything when absent. */
  readonly access: AccessControl | undefined;
  /** Regions there are; every one when absent. */
  readonly locations: readonly string[] | undefined;
  /** The directory; without it identities have ids that no token is given for. */
  readonly principals: Principals | undefined;
  /** Whether a subscription has registered a feature, `Microsoft.Compute/EncryptionAtHost`. */
  hasFeature(subscription: string, feature: string): boolean;
  readonly features: RegisteredFeatures;
  /** What subscriptions have registered; everything when absent. The front door asks for calls, the engine for templates. */
  readonly registrations: Registrations | undefined;
  /** What stands behind managed clusters; undefined when nothing does. */
  readonly kubeconfigOf: KubeconfigOf | undefined;
  /** What the policies over a resource have against it; none when it may be. */
  violations(subject: Subject): readonly Detail[];
  /** A resource's body with what policies change about it; undefined when they change nothing. */
  modified(subject: Subject): Doc | undefined;
  /** Called after writes: sets the timer for what ends next, and wakes what is driven. */
  wake(): void;
}

/** A seeded duration out of a range of Azure's, scaled; whole milliseconds. */
export function duration(engine: Engine, range: Range): number {
  const [least, most] = range;
  const drawn = least + engine.random.integer(Math.max(1, most - least + 1));
  return Number.isFinite(engine.timing.scale) ? Math.round(drawn / engine.timing.scale) : 0;
}

/** A fresh entity tag, in the weak form that network resources carry. */
export const freshEtag = (engine: Engine): string => `W/"${engine.random.uuid()}"`;

/** A fresh entity tag as storage writes it. */
export const freshHexEtag = (engine: Engine): string =>
  `"0x8D${Buffer.from(engine.random.bytes(7)).toString("hex").toUpperCase().slice(0, 13)}"`;

/** The forms of entity tags other than `W/"…"`: as storage writes them, without quotes, in quotes. */
export type EtagForm = "hex" | "bare" | "quoted";

/** A fresh entity tag in a type's form. */
export function etagOf(engine: Engine, type: { etagForm?: EtagForm }): string {
  switch (type.etagForm) {
    case "hex":
      return freshHexEtag(engine);
    case "bare":
      return engine.random.uuid();
    case "quoted":
      return `"${engine.random.uuid()}"`;
    default:
      return freshEtag(engine);
  }
}

/**
 * Azure asks pollers to come back after 10 seconds; scaled, and a whole second at least, as Retry-After wants. What is less stands beside it in
 * the header that Azure's services use for that and its clients prefer.
 */
export function retryAfter(engine: Engine, seconds = 10): Record<"retry-after", string> & Record<string, string> {
  const scaled = seconds / engine.timing.scale;
  return {
    "retry-after": String(Math.max(1, Math.round(scaled))),
    ...(scaled < 1 ? { "x-ms-retry-after-ms": String(Math.ceil(scaled * 1000)) } : {}),
  };
}
