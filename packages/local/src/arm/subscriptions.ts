import type { Clock } from "@aro/runtime";
import type { Durable } from "../state/durable.ts";

/** What ARM shows of a subscription's state. */
export const subscriptionStates = ["Enabled", "Warned", "Disabled", "Deleted"] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

const registrationStates = ["NotRegistered", "Registering", "Registered", "Unregistering", "Unregistered"] as const;
export type RegistrationState = (typeof registrationStates)[number];

/** Whether a subscription in this state may use the namespace: it may as soon as it has asked to. */
export const isRegistered = (state: RegistrationState): boolean => state === "Registered" || state === "Registering";

export interface Subscription {
  subscriptionId: string;
  tenantId: string;
  displayName: string;
  state: SubscriptionState;
  /** Milliseconds since the Unix epoch. */
  createdAt: number;
  /** Preview features registered, `namespace/feature`; the provider is told of them. */
  features: readonly string[];
}

/** Subscriptions, and for which namespaces each is registered; durable. */
export interface Subscriptions {
  /** Makes the subscription when it is not there yet; registers it for those of `namespaces` for which it was neither registered nor unregistered yet. */
  ensure(
    wanted: Pick<Subscription, "subscriptionId" | "tenantId" | "displayName">,
    namespaces: readonly string[],
  ): Subscription;
  find(subscriptionId: string): Subscription | undefined;
  list(): Subscription[];
  setState(subscriptionId: string, state: SubscriptionState): void;
  setFeatures(subscriptionId: string, features: readonly string[]): void;
  registration(subscriptionId: string, namespace: string): RegistrationState;
  register(subscriptionId: string, namespace: string, state: RegistrationState): void;
}

const tables = `
  CREATE TABLE IF NOT EXISTS arm_subscription (
    subscriptionId TEXT PRIMARY KEY COLLATE NOCASE, tenantId TEXT NOT NULL, displayName TEXT NOT NULL,
    state TEXT NOT NULL, createdAt INTEGER NOT NULL, features TEXT NOT NULL DEFAULT '[]') STRICT;
  CREATE TABLE IF NOT EXISTS arm_registration (
    subscriptionId TEXT NOT NULL COLLATE NOCASE, namespace TEXT NOT NULL COLLATE NOCASE, state TEXT NOT NULL,
    PRIMARY KEY (subscriptionId, namespace)) STRICT;
`;

export function openSubscriptions({ durable, clock }: { durable: Durable; clock: Clock }): Subscriptions {
  const { database } = durable;
  database.exec(tables);
  const one = database.prepare("SELECT * FROM arm_subscription WHERE subscriptionId = ?");
  const all = database.prepare("SELECT * FROM arm_subscription ORDER BY createdAt, rowid");
  const insert = database.prepare("INSERT INTO arm_subscription VALUES (?, ?, ?, ?, ?, '[]')");
  const update = database.prepare("UPDATE arm_subscription SET state = ? WHERE subscriptionId = ?");
  const features = database.prepare("UPDATE arm_subscription SET features = ? WHERE subscriptionId = ?");
  const registered = database.prepare("SELECT state FROM arm_registration WHERE subscriptionId = ? AND namespace = ?");
  const register = database.prepare(
    "INSERT INTO arm_registration VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state",
  );
  const registerFirst = database.prepare("INSERT INTO arm_registration VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
  const read = (row: unknown): Subscription => {
    const stored = row as Omit<Subscription, "features"> & { features: string };
    return { ...stored, features: JSON.parse(stored.features) as string[] };
  };
  // Every call to ARM asks: what was read last is kept until a write, and what an open transaction shows is not.
  const known = new Map<string, Subscription>();
  const find = (id: string) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const row = one.get(id);
    if (row === undefined) return undefined;
    const found = read(row);
    if (!database.isTransaction) known.set(id, found);
    return found;
  };
  return {
    find,
    list: () => all.all().map(read),
    ensure: (wanted, namespaces) =>
      durable.transaction(() => {
        for (const namespace of namespaces) registerFirst.run(wanted.subscriptionId, namespace, "Registered");
        const present = find(wanted.subscriptionId);
        if (present !== undefined) return present;
        const made: Subscription = { ...wanted, state: "Enabled", createdAt: clock.now(), features: [] };
        insert.run(made.subscriptionId, made.tenantId, made.displayName, made.state, made.createdAt);
        return made;
      }),
    setState: (id, state) => {
      known.clear();
      update.run(state, id);
    },
    setFeatures: (id, names) => {
      known.clear();
      features.run(JSON.stringify(names), id);
    },
    registration: (id, namespace) =>
      (registered.get(id, namespace) as { state: RegistrationState } | undefined)?.state ?? "NotRegistered",
    register: (id, namespace, state) => void register.run(id, namespace, state),
  };
}
