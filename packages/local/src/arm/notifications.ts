import type { Clock } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Durable } from "../state/durable.ts";
import { timeLimit } from "../wall/time-limit.ts";
import type { Wall } from "../wall/wall.ts";
import { redHatOpenShift } from "./manifest.ts";
import { isRegistered, type Subscriptions } from "./subscriptions.ts";

/** ARM's word to the provider about subscriptions (spec 07 §12): kept until the provider has confirmed the newest. */
export interface Notifications {
  /** Says that the subscription has changed: the provider is told, again and again until it confirms. */
  changed(subscriptionId: string): void;
  /** Tells the provider now what it has not confirmed yet; false while it still has not. */
  flush(subscriptionId: string): Promise<boolean>;
  /** Subscriptions of which the provider has not confirmed the newest state. */
  pending(): string[];
  /** Delivers until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>;
}

interface Deps {
  durable: Durable;
  clock: Clock;
  log: Log;
  subscriptions: Subscriptions;
  /** The provider behind mutual TLS. */
  provider: Wall;
  base: string;
}

const firstWaitMs = 50;
const longestWaitMs = 2_000;
const callLimitMs = 60_000;

const table = `
  CREATE TABLE IF NOT EXISTS arm_notification (
    subscriptionId TEXT PRIMARY KEY COLLATE NOCASE, wanted INTEGER NOT NULL, confirmed INTEGER NOT NULL) STRICT;
`;

/** What the provider is told of a subscription (ARM-SUB-01). */
function notification(subscriptionId: string, subscriptions: Subscriptions) {
  const subscription = subscriptions.find(subscriptionId);
  if (subscription === undefined) return undefined;
  const registered = isRegistered(subscriptions.registration(subscriptionId, redHatOpenShift.namespace));
  const states = { Warned: "Warned", Disabled: "Suspended", Deleted: "Deleted" } as const;
  const { state, tenantId, createdAt, features } = subscription;
  return {
    state: state === "Enabled" ? (registered ? "Registered" : "Unregistered") : states[state],
    registrationDate: new Date(createdAt).toUTCString(),
    properties: {
      tenantId,
      locationPlacementId: "Public_2014-09-01",
      quotaId: "PayAsYouGo_2014-09-01",
      registeredFeatures: features.map((name) => ({ name, state: "Registered" })),
      managedByTenants: [],
      additionalProperties: { resourceProviderProperties: { resourceProviderNamespace: redHatOpenShift.namespace } },
    },
  };
}

export function openNotifications(deps: Deps): Notifications {
  const { durable, clock, log, subscriptions, provider, base } = deps;
  durable.database.exec(table);
  const want = durable.database.prepare(
    "INSERT INTO arm_notification VALUES (?, 1, 0) ON CONFLICT DO UPDATE SET wanted = wanted + 1",
  );
  const due = durable.database.prepare("SELECT subscriptionId FROM arm_notification WHERE wanted > confirmed");
  const wanted = durable.database.prepare(
    "SELECT wanted FROM arm_notification WHERE subscriptionId = ? AND wanted > confirmed",
  );
  const confirm = durable.database.prepare("UPDATE arm_notification SET confirmed = ? WHERE subscriptionId = ?");
  const pending = () => (due.all() as { subscriptionId: string }[]).map((row) => row.subscriptionId);
  const underWay = new Map<string, Promise<boolean>>();
  let changes = 0;
  let stopping: AbortSignal | undefined;
  let wake = () => {};

  /** The status of one notification; undefined when the provider cannot be reached. */
  async function tell(subscriptionId: string, body: object): Promise<number | undefined> {
    const url = new URL(`/subscriptions/${subscriptionId}?api-version=2.0`, base);
    using limit = timeLimit(clock, callLimitMs, stopping);
    try {
      const answer = await provider({
        method: "PUT",
        url,
        headers: { "content-type": "application/json", accept: "application/json", referer: url.href },
        body: new TextEncoder().encode(JSON.stringify(body)),
        signal: limit.signal,
      });
      return answer.status;
    } catch (error) {
      log.debug("subscription.notify.unreachable", { subscriptionId, error });
      return undefined;
    }
  }

  async function deliver(subscriptionId: string): Promise<boolean> {
    for (;;) {
      const revision = (wanted.get(subscriptionId) as { wanted: number } | undefined)?.wanted;
      if (revision === undefined) return true;
      const body = notification(subscriptionId, subscriptions);
      if (body !== undefined) {
        const status = await tell(subscriptionId, body);
        // Anything but 200 is repeated: 202 says that the provider is not through yet (ARM-SUB-02).
        if (status !== 200) {
          if (status !== undefined) log.warn("subscription.notify.refused", { subscriptionId, status });
          return false;
        }
      }
      durable.transaction(() => {
        confirm.run(revision, subscriptionId);
        if (wanted.get(subscriptionId) === undefined) settleRegistration(subscriptionId, subscriptions);
      });
      log.info("subscription.notified", { subscriptionId, state: body?.state });
    }
  }

  /** One delivery at a time per subscription, so that an older state never overtakes a newer one. */
  const flush = (subscriptionId: string): Promise<boolean> => {
    const key = subscriptionId.toLowerCase();
    const started =
      underWay.get(key) ??
      deliver(subscriptionId)
        .catch((error: unknown) => {
          log.error("subscription.notify.failed", { subscriptionId, error });
          return false;
        })
        .finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };

  return {
    pending,
    flush,
    changed: (subscriptionId) => {
      want.run(subscriptionId);
      changes++;
      wake();
    },
    run: async (signal) => {
      let wait = firstWaitMs;
      stopping = signal;
      signal.addEventListener("abort", () => wake(), { once: true });
      while (!signal.aborted) {
        const seen = changes;
        const failed = (await Promise.all(pending().map(flush))).includes(false);
        wait = failed ? Math.min(longestWaitMs, wait * 2) : firstWaitMs;
        await new Promise<void>((resolve) => {
          const timer = failed ? clock.timer(wait, resolve) : undefined;
          wake = () => {
            timer?.[Symbol.dispose]();
            resolve();
          };
          if (signal.aborted || changes !== seen) wake();
        });
      }
    },
  };
}

/** The provider has confirmed: a registration that waited for it is complete. */
function settleRegistration(subscriptionId: string, subscriptions: Subscriptions): void {
  const state = subscriptions.registration(subscriptionId, redHatOpenShift.namespace);
  if (state === "Registering") subscriptions.register(subscriptionId, redHatOpenShift.namespace, "Registered");
  if (state === "Unregistering") subscriptions.register(subscriptionId, redHatOpenShift.namespace, "Unregistered");
}
