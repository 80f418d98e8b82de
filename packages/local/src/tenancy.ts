import { type Notifications, openNotifications } from "./arm/notifications.ts";
import { openSubscriptions, type Subscriptions } from "./arm/subscriptions.ts";
import { type Authorization, openAuthorization } from "./authorization.ts";
import type { Ground } from "./cloud-deps.ts";
import type { Wall } from "./wall/wall.ts";

/** What ARM knows before there is any resource: subscriptions, the provider that is told of them, and who may do what in them. */
export interface Tenancy {
  /** Our resource provider, as ARM calls it. */
  provider: Wall;
  subscriptions: Subscriptions;
  notifications: Notifications;
  authorization: Authorization;
}

/** Opens the subscriptions, the first of which is there from the start. */
export function openTenancy(ground: Ground): Tenancy {
  const { configuration, durable, identities, identity, faults, keyring } = ground;
  const subscriptions = openSubscriptions(ground);
  const provider = identity.toProvider(faults.around(ground.provider, () => "emulator"));
  const notifications = openNotifications({ ...ground, subscriptions, provider });
  durable.transaction(() => {
    const { subscriptionId, tenantId } = identities;
    if (subscriptions.find(subscriptionId) !== undefined) return;
    subscriptions.ensure({ subscriptionId, tenantId, displayName: "aro local" }, configuration.registered);
    notifications.changed(subscriptionId);
  });
  const { directory } = identity;
  const signing = keyring["token-signing"];
  const authorization = openAuthorization({ ...ground, directory, signing, subscriptions });
  return { provider, subscriptions, notifications, authorization };
}
