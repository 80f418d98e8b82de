import { CloudError, type ClusterDocument } from "@aro/api";
import { messages } from "../messages.ts";

/** What a conflict over a unique path of the store means to the customer; undefined for the cluster's own key. */
export function duplicateOf(path: string, document: ClusterDocument): CloudError | undefined {
  const { properties } = document.openShiftCluster;
  switch (path) {
    case "/clientIdKey": {
      const { servicePrincipalProfile } = properties;
      const message =
        servicePrincipalProfile === undefined
          ? messages.duplicateIdentity(document.clientIdKey)
          : messages.duplicateClientId(servicePrincipalProfile.clientId);
      return new CloudError({ code: "DuplicateClientID", message });
    }
    case "/clusterResourceGroupIdKey":
      return new CloudError({
        code: "DuplicateResourceGroup",
        message: messages.duplicateGroup(properties.clusterProfile.resourceGroupId),
      });
    default:
      return undefined;
  }
}
