import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Access } from "../access/access.ts";
import type { Detail } from "../documents/refusal.ts";
import type { Subject } from "../resources/subject.ts";
import type { Wall } from "../wall/wall.ts";
import type { Notifications } from "./notifications.ts";
import type { Subscriptions } from "./subscriptions.ts";
import type { TrackedResources } from "./tracked.ts";

/** Whether a resource group is there; one that is being deleted is still read, and takes nothing new. */
export type GroupPresence = "there" | "going" | "none";

/** What forwarding needs: the provider, and what ARM itself knows of subscriptions, groups, locks and policies. */
export interface ForwardingDeps {
  /** The provider behind mutual TLS. */
  provider: Wall;
  subscriptions: Subscriptions;
  notifications: Notifications;
  tracked: TrackedResources;
  /** Region of this ARM. */
  region: string;
  /** Whether a resource group exists, by its id. */
  groupAt(id: string): GroupPresence;
  /** Scopes whose locks forbid an action at an id. */
  lockedScopes(id: string, action: "write" | "delete"): readonly string[];
  /** What policies have against a resource as somebody wants it to be. */
  violations(subject: Subject): readonly Detail[];
  access: Access;
  clock: Clock;
  random: Random;
  log: Log;
}
