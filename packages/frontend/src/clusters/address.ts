import { resourceKey } from "@aro/api";
import { inOnePiece } from "@aro/runtime";
import type { Exchange } from "../exchange.ts";

/** Which cluster a path names. Cased as the caller wrote it, but for what the store uses (ARM-URI-03, ARM-URI-04). */
export interface ClusterAddress {
  id: string;
  name: string;
  type: string;
  subscriptionId: string;
  resourceGroup: string;
  /** Lower-case ARM id. */
  key: string;
  /** Lower-case subscription id. */
  partition: string;
}

/** The cluster that the path of `exchange` names. Its parts have been checked. */
export function clusterAddress({ parameters }: Exchange): ClusterAddress {
  const {
    subscriptionId = "",
    resourceGroupName = "",
    namespace = "",
    resourceType = "",
    resourceName = "",
  } = parameters;
  const type = inOnePiece(namespace, "/", resourceType);
  const id = inOnePiece(
    "/subscriptions/",
    subscriptionId,
    "/resourceGroups/",
    resourceGroupName,
    "/providers/",
    type,
    "/",
    resourceName,
  );
  return {
    id,
    name: inOnePiece(resourceName),
    type,
    subscriptionId,
    resourceGroup: resourceGroupName,
    key: resourceKey(id),
    partition: subscriptionId.toLowerCase(),
  };
}
