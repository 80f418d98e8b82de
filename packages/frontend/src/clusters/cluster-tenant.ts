import { CloudError, type ClusterDocument, type SubscriptionDocument } from "@aro/api";
import { messages } from "../messages.ts";

/**
 * The tenant that a cluster created now belongs to, as a member of its document. Without it nobody can sign in to the subscription, and the
 * operation would fail. @throws CloudError 400 when ARM has named none (ARM-SUB-07).
 */
export function clusterTenant({ subscription }: SubscriptionDocument): { tenantId: string } {
  const tenantId = subscription.properties?.tenantId;
  if (!tenantId) throw new CloudError({ code: "InvalidSubscriptionState", message: messages.tenantUnknown() });
  return { tenantId: tenantId.toLowerCase() };
}

/**
 * An update works with the cluster's identities, which are of the tenant it was created in; in another tenant they are unknown, and a
 * subscription that was moved leaves only deletion (ARM-SUB-07). @throws CloudError 400.
 */
export function requireSameTenant(cluster: ClusterDocument, subscription: SubscriptionDocument): void {
  const { tenantId } = clusterTenant(subscription);
  if (cluster.tenantId === undefined || cluster.tenantId === tenantId) return;
  throw new CloudError({ code: "RequestNotAllowed", message: messages.tenantChanged() });
}
