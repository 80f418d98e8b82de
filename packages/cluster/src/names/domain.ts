import { CloudError, type ClusterDocument, fullDomain } from "@aro/api";
import { propertiesOf } from "./cluster-facts.ts";

/** The cluster's domain in full. */
export const domainOf = (cluster: ClusterDocument, regionalDomain: string): string =>
  fullDomain(propertiesOf(cluster).clusterProfile.domain, regionalDomain);

/**
 * The first label of a domain that the service itself serves: `prefix` of `prefix.REGIONAL`; undefined for a customer's own domain.
 * @throws CloudError for a domain that is empty or begins or ends with a dot.
 */
export function managedPrefix(cluster: ClusterDocument, regionalDomain: string): string | undefined {
  const { domain } = propertiesOf(cluster).clusterProfile;
  if (domain === "" || domain.startsWith(".") || domain.endsWith("."))
    throw new CloudError({
      code: "InvalidParameter",
      target: "properties.clusterProfile.domain",
      message: `The domain '${domain}' is not one. Use letters, digits and hyphens, or a full domain of your own.`,
    });
  const suffix = `.${regionalDomain}`;
  const prefix = domain.endsWith(suffix) ? domain.slice(0, -suffix.length) : domain;
  return prefix.includes(".") ? undefined : prefix;
}
