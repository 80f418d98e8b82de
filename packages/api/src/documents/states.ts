/** Provisioning states in use (spec 01 §3.1). `Canceled` is terminal (ARM-ASY-01). */
export type ProvisioningState =
  | "Creating"
  | "Updating"
  | "AdminUpdating"
  | "Deleting"
  | "Succeeded"
  | "Failed"
  | "Canceled";

/** The three states in which nothing works on the resource (ARM-ASY-01). */
export type TerminalState = "Succeeded" | "Failed" | "Canceled";

/** What an operation is doing while it runs; also the cluster's provisioning state meanwhile. */
export type OperationKind = "Creating" | "Updating" | "AdminUpdating" | "Deleting";

/** Whether nothing works on the resource. */
export const isTerminal = (state: ProvisioningState): state is TerminalState =>
  state === "Succeeded" || state === "Failed" || state === "Canceled";

/** Subscription states of ARM's lifecycle (spec 01 §3.3). */
export const subscriptionStates = ["Registered", "Unregistered", "Warned", "Suspended", "Deleted"] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];
