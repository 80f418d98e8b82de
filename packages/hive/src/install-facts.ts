import type { ClusterDocument, Sealer, SubscriptionDocument } from "@aro/api";
import type { KubernetesObject } from "@aro/kubernetes";

/** What the service knows of itself and tells every install (spec 03 §7.6 `aro-env-secret`): values by name, without the prefix `ARO_`. */
export type InstallerEnvironment = Readonly<Record<InstallerVariable, string>>;

/** The variables that an install is told. */
export const installerVariables = [
  "AZURE_FP_CLIENT_ID",
  "CLUSTER_MDSD_ACCOUNT",
  "CLUSTER_MDSD_CONFIG_VERSION",
  "CLUSTER_MDSD_NAMESPACE",
  "DOMAIN_NAME",
  "GATEWAY_DOMAINS",
  "GATEWAY_RESOURCEGROUP",
  "KEYVAULT_PREFIX",
  "MDSD_ENVIRONMENT",
  "ACR_RESOURCE_ID",
] as const;
export type InstallerVariable = (typeof installerVariables)[number];

/** What the objects in the hub are made of. */
export interface HubFacts {
  cluster: ClusterDocument;
  subscription: SubscriptionDocument;
  /** The full domain, suffix and all. */
  domain: string;
  tenantId: string;
  sealer: Sealer;
}

/** What an install needs besides. */
export interface InstallFacts extends HubFacts {
  environment: InstallerEnvironment;
  /** JSON `{"auths": …}` of the service itself; "" when it has none. */
  servicePullSecret: string;
  images: { release: string; installer: string };
  /** File name → object (spec 03 §7.1). */
  manifests: Readonly<Record<string, KubernetesObject>>;
}
