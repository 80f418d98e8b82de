import type { Reader } from "./variables.ts";

/** What is told of how clusters are installed. */
export interface InstallSettings {
  viaHive: boolean;
  installerImage: string | undefined;
  /** Id of the service's registry; undefined: the cloud's own. */
  registryId: string | undefined;
  /** What this deployment of the service is called; "" when it has no name. */
  environment: string;
  keyVaultPrefix: string;
  pullSecret: string;
  gatewayDomains: string;
  logs: { account: string; configVersion: string; namespace: string; environment: string };
}

/** Reads it, noting what installs by Hive would miss. */
export function readInstallSettings(read: Reader): InstallSettings {
  const viaHive = read.text("ARO_INSTALL_VIA_HIVE") !== "";
  if (viaHive && read.text("KEYVAULT_PREFIX") === "")
    read.problems.push('environment variable "KEYVAULT_PREFIX" unset, which ARO_INSTALL_VIA_HIVE needs');
  return {
    viaHive,
    installerImage: read.text("ARO_HIVE_DEFAULT_INSTALLER_PULLSPEC") || undefined,
    registryId: read.parsed("ACR_RESOURCE_ID", registryId, undefined),
    environment: read.text("ENVIRONMENT"),
    keyVaultPrefix: read.text("KEYVAULT_PREFIX"),
    pullSecret: read.parsed("PULL_SECRET", pullSecret, ""),
    gatewayDomains: read.text("GATEWAY_DOMAINS"),
    logs: {
      account: read.text("CLUSTER_MDSD_ACCOUNT"),
      configVersion: read.text("CLUSTER_MDSD_CONFIG_VERSION"),
      namespace: read.text("CLUSTER_MDSD_NAMESPACE"),
      environment: read.text("MDSD_ENVIRONMENT"),
    },
  };
}

function registryId(value: string): string {
  if (
    !/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ContainerRegistry\/registries\/[^/]+$/i.test(
      value,
    )
  )
    throw new Error(`"${value}" is not the id of a registry`);
  return value;
}

/** The value itself is a secret: a message must not hold it. */
function pullSecret(value: string): string {
  try {
    const parsed = JSON.parse(value) as { auths?: unknown } | null;
    if (typeof parsed?.auths === "object") return value;
  } catch {
    // Said below.
  }
  throw new Error('it is not JSON {"auths": {REGISTRY: {"auth": …}}}');
}
