import { type Durations, scaledDurations } from "@aro/api";
import { type LogrusLevel, logrusLevels } from "../log/logrus.ts";
import { InputProblem } from "./problem.ts";

/** One variable of the installer's environment. */
interface VariableRow {
  name: string;
  /** `value`: must be set to something; `set`: must exist and may be empty (spec 03 §7.2); absent: optional. */
  needs?: "value" | "set";
  meaning: string;
  otherwise?: string;
}

/** Every variable that is read; `aro installer --help` prints the table. Those of `ARO_…` come from the service by way of Hive. */
export const installerVariables = [
  { name: "ARO_UUID", needs: "value", meaning: "id of the cluster's document" },
  {
    name: "OPENSHIFT_INSTALL_RELEASE_IMAGE_OVERRIDE",
    needs: "value",
    meaning: "pull spec of the OpenShift release to install",
  },
  { name: "ARO_AZURE_FP_CLIENT_ID", needs: "value", meaning: "application id of the service's first-party principal" },
  { name: "ARO_DOMAIN_NAME", needs: "set", meaning: "regional domain of clusters whose own has no dot" },
  { name: "ARO_KEYVAULT_PREFIX", needs: "value", meaning: "the service vault is PREFIX-svc" },
  { name: "ARO_CLUSTER_MDSD_ACCOUNT", needs: "set", meaning: "account for logs of clusters; empty: none are sent" },
  { name: "ARO_CLUSTER_MDSD_CONFIG_VERSION", needs: "set", meaning: "version of the configuration of those logs" },
  { name: "ARO_CLUSTER_MDSD_NAMESPACE", needs: "set", meaning: "namespace of those logs" },
  { name: "ARO_MDSD_ENVIRONMENT", needs: "set", meaning: "environment of those logs" },
  { name: "ARO_GATEWAY_DOMAINS", needs: "set", meaning: "comma list of names that go by the gateway" },
  { name: "ARO_GATEWAY_RESOURCEGROUP", needs: "set", meaning: "resource group of the gateway" },
  { name: "ARO_ACR_RESOURCE_ID", needs: "set", meaning: "id of the service's registry; empty: arointsvc" },
  { name: "ARO_PULL_SECRET", meaning: "JSON pull secret of the service", otherwise: "none" },
  { name: "ARO_RP_FEATURES", meaning: "comma list of features", otherwise: "none" },
  {
    name: "ARO_INSTALLER_ALLOW_EXPANDED_AZS",
    meaning: "set to anything: zones above 3 are used",
    otherwise: "zones 1 to 3",
  },
  { name: "ARO_AZURE_AKS_SHARD_ID", meaning: "number of the Hive cluster this runs on", otherwise: "1" },
  {
    name: "ARO_AZURE_ENVIRONMENT",
    meaning: "AzurePublicCloud, AzureUSGovernmentCloud, or the https address of another ARM",
    otherwise: "what the machine's metadata says",
  },
  { name: "ARO_INSTALLER_ROOT", meaning: "folder below which /.azure, /manifests … lie", otherwise: "/" },
  { name: "ARO_DURATION_SCALE", meaning: "divides every wait of the duration table", otherwise: "1" },
  { name: "ARO_LOG_LEVEL", meaning: "debug, info, warning or error", otherwise: "debug" },
  {
    name: "AZURE_POD_IDENTITY_AUTHORITY_HOST",
    meaning: "address of the metadata service",
    otherwise: "http://169.254.169.254",
  },
] as const satisfies readonly VariableRow[];

type Name = (typeof installerVariables)[number]["name"];

/** Deviations that the wrapper knows (spec 03 §7.2); any other name ends it. */
const features = [
  "DisableDenyAssignments",
  "DisableSignedCertificates",
  "EnableDevelopmentAuthorizer",
  "RequireD2sV3Workers",
  "DisableReadinessDelay",
];

/** What the environment says, checked. */
export interface InstallerSettings {
  documentId: string;
  releaseImage: string;
  firstPartyClientId: string;
  regionalDomain: string;
  keyVaultPrefix: string;
  logs: { account: string; configVersion: string; namespace: string; environment: string };
  gatewayDomains: string;
  /** Undefined: the cloud's own `arointsvc`. */
  registryId: string | undefined;
  pullSecret: string | undefined;
  expandedZones: boolean;
  shard: number;
  /** Name of a cloud or address of its ARM; undefined: as the machine's metadata says. */
  cloud: string | undefined;
  root: string;
  durations: Durations;
  logLevel: LogrusLevel;
  metadataService: string;
}

/** @throws InputProblem naming every variable that is missing or wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): InstallerSettings {
  const problems: string[] = [];
  for (const { name, needs, meaning } of installerVariables as readonly VariableRow[]) {
    const value = environment[name];
    if (needs === "value" && (value === undefined || value === ""))
      problems.push(`environment variable "${name}" unset; it is to hold: ${meaning}`);
    if (needs === "set" && value === undefined)
      problems.push(`environment variable "${name}" unset; it may be empty, and holds: ${meaning}`);
  }
  const text = (name: Name): string => environment[name] ?? "";
  const wrong = (name: Name, remedy: string): void => {
    problems.push(`environment variable "${name}": "${text(name)}" ${remedy}`);
  };
  for (const feature of text("ARO_RP_FEATURES").split(",").filter(Boolean))
    if (!features.includes(feature))
      wrong("ARO_RP_FEATURES", `names ${feature}, which is none of ${features.join(", ")}`);
  const scale = Number(text("ARO_DURATION_SCALE") || "1");
  if (!Number.isFinite(scale) || scale < 1) wrong("ARO_DURATION_SCALE", "is not a number of at least 1");
  const shard = Number(text("ARO_AZURE_AKS_SHARD_ID") || "1");
  if (!Number.isInteger(shard) || shard < 1 || shard > 999)
    wrong("ARO_AZURE_AKS_SHARD_ID", "is not a number from 1 to 999");
  const cloud = text("ARO_AZURE_ENVIRONMENT");
  if (cloud.includes("/") && !(cloud.startsWith("https://") && URL.canParse(cloud)))
    wrong("ARO_AZURE_ENVIRONMENT", "is neither a name nor the https address of an ARM");
  const level = logrusLevels.find(
    (one) =>
      one ===
      (text("ARO_LOG_LEVEL")
        .toLowerCase()
        .replace(/^warn$/, "warning") || "debug"),
  );
  if (level === undefined) wrong("ARO_LOG_LEVEL", `is none of ${logrusLevels.join(", ")}`);
  const registry = text("ARO_ACR_RESOURCE_ID");
  if (registry !== "" && !/\/registries\/[^/]+$/i.test(registry))
    wrong("ARO_ACR_RESOURCE_ID", "is not the id of a registry");
  if (problems.length > 0) throw new InputProblem(problems);
  return {
    documentId: text("ARO_UUID"),
    releaseImage: text("OPENSHIFT_INSTALL_RELEASE_IMAGE_OVERRIDE"),
    firstPartyClientId: text("ARO_AZURE_FP_CLIENT_ID"),
    regionalDomain: text("ARO_DOMAIN_NAME"),
    keyVaultPrefix: text("ARO_KEYVAULT_PREFIX"),
    logs: {
      account: text("ARO_CLUSTER_MDSD_ACCOUNT"),
      configVersion: text("ARO_CLUSTER_MDSD_CONFIG_VERSION"),
      namespace: text("ARO_CLUSTER_MDSD_NAMESPACE"),
      environment: text("ARO_MDSD_ENVIRONMENT"),
    },
    gatewayDomains: text("ARO_GATEWAY_DOMAINS"),
    registryId: registry || undefined,
    pullSecret: text("ARO_PULL_SECRET") || undefined,
    expandedZones: text("ARO_INSTALLER_ALLOW_EXPANDED_AZS") !== "",
    shard,
    cloud: cloud.replace(/\/+$/, "") || undefined,
    root: text("ARO_INSTALLER_ROOT") || "/",
    durations: scaledDurations(scale),
    logLevel: level ?? "debug",
    metadataService: (text("AZURE_POD_IDENTITY_AUTHORITY_HOST") || "http://169.254.169.254").replace(/\/+$/, ""),
  };
}
