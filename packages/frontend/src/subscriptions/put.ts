import { isDeepStrictEqual } from "node:util";
import { CloudError, type SubscriptionDocument } from "@aro/api";
import type { Answer } from "../answer.ts";
import { jsonAnswer } from "../answer.ts";
import { requireAnswer } from "../clusters/attempt.ts";
import type { Service } from "../deps.ts";
import type { Exchange } from "../exchange.ts";
import { parseObject } from "../json/parse.ts";
import { messages } from "../messages.ts";
import { type Notification, readNotification } from "./notification.ts";

/**
 * ARM's notification of a subscription's state (spec 01 §6.7). Answered with 200 and the notification as it was stored, the first time and
 * for a repeated one too (ARM-SUB-02); the latest wins (ARM-SUB-03).
 */
export const putSubscription =
  (service: Pick<Service, "records" | "turns" | "durations">) =>
  async (exchange: Exchange): Promise<Answer> => {
    const { records, turns } = service;
    const id = (exchange.parameters.subscriptionId ?? "").toLowerCase();
    const notification = readNotification(parseObject(exchange.body ?? new Uint8Array(), { exactIntegers: true }));
    const answer = jsonAnswer(200, notification);
    const stored = await records.subscription(id);
    if (stored !== undefined && isKnown(stored, withTenant(notification, stored))) return answer;
    const { outcome } = await turns(`subscription ${id}`, () =>
      records.changeSubscription(id, (found) => changed(id, found, notification), exchange.signal),
    );
    if (outcome === "written")
      exchange.log.info("subscription.notified", { subscription_id: id, state: notification.state });
    return requireAnswer(
      outcome === "written" ? { outcome: "answered", answer } : { outcome: "preconditionFailed" },
      service,
    );
  };

/** Whether storing the notification would change nothing. `Deleted` told again after its cascade has ended begins another one. */
const isKnown = ({ subscription, deleting }: SubscriptionDocument, notification: Notification): boolean =>
  isDeepStrictEqual(subscription, notification) && (notification.state !== "Deleted" || deleting === true);

/** The document after the notification. @throws CloudError 400 while the cascade of an earlier `Deleted` runs. */
function changed(
  id: string,
  stored: SubscriptionDocument | undefined,
  notification: Notification,
): SubscriptionDocument {
  if (stored?.deleting === true && notification.state !== "Deleted")
    throw new CloudError({ code: "InvalidSubscriptionState", message: messages.subscriptionDeleted() });
  const subscription = withTenant(notification, stored);
  return { ...stored, id, subscription, ...(notification.state === "Deleted" ? { deleting: true } : {}) };
}

/**
 * The newest tenant governs (ARM-SUB-07); a notification that names none does not take it away: without it the clusters of a deleted
 * subscription could not be deleted.
 */
function withTenant(notification: Notification, stored: SubscriptionDocument | undefined): Notification {
  const tenantId = stored?.subscription.properties?.tenantId;
  if (!tenantId || notification.properties?.tenantId) return notification;
  return { ...notification, properties: { ...notification.properties, tenantId } };
}
