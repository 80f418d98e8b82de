import { CloudError, type JsonObject, type Subscription, type SubscriptionState, subscriptionStates } from "@aro/api";
import { messages } from "../messages.ts";

/** What ARM says of a subscription, with every member it sent, known to us or not (ARM-SUB-04). */
export type Notification = Subscription;

/**
 * The notification in a body, without the account owner's e-mail address, which is not ours to keep (ARM-SUB-08).
 * @throws CloudError 400 for a state that ARM's lifecycle does not have (ARM-SUB-01), properties that are no object, or ones that we read
 * and that are of another type than in the contract.
 */
export function readNotification(body: JsonObject): Notification {
  const { state, properties } = body;
  if (!isState(state))
    throw new CloudError({
      code: "InvalidParameter",
      message: messages.subscriptionState(asText(state)),
      target: "state",
    });
  if (properties === undefined || properties === null) return body as Notification;
  if (!isObject(properties))
    throw new CloudError({
      code: "InvalidParameter",
      message: messages.subscriptionProperties(),
      target: "properties",
    });
  const { tenantId } = properties;
  if (tenantId !== undefined && tenantId !== null && typeof tenantId !== "string")
    throw new CloudError({
      code: "InvalidParameter",
      message: messages.subscriptionTenant(),
      target: "properties.tenantId",
    });
  const { registeredFeatures } = properties;
  if (registeredFeatures !== undefined && registeredFeatures !== null && !areFeatures(registeredFeatures))
    throw new CloudError({
      code: "InvalidParameter",
      message: messages.subscriptionFeatures(),
      target: "properties.registeredFeatures",
    });
  return { ...body, state, properties: withoutEmail(properties) } as Notification;
}

const areFeatures = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every((one) => isObject(one) && typeof one["name"] === "string" && typeof one["state"] === "string");

/** Both names in any case: what is not to be kept is not kept either where it is written unlike in the contract. */
function withoutEmail(properties: JsonObject): JsonObject {
  const owners = Object.entries(properties).map(([name, owner]) =>
    name.toLowerCase() === "accountowner" && isObject(owner) ? [name, withoutMember(owner, "email")] : [name, owner],
  );
  return Object.fromEntries(owners);
}

const withoutMember = (object: JsonObject, lowerName: string): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name.toLowerCase() !== lowerName));

const isState = (value: unknown): value is SubscriptionState =>
  (subscriptionStates as readonly unknown[]).includes(value);

const asText = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing"));

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
