import { type Durations, scaledDurations } from "@aro/api";
import { type LogLevel, logLevels } from "@aro/telemetry";
import { type Feature, parseFeatures } from "./features.ts";
import { type InstallSettings, readInstallSettings } from "./install-settings.ts";
import { type Environment, Reader } from "./variables.ts";

/** What `aro rp` is told by its environment, checked. */
export interface RpSettings {
  /** Name of a known cloud, or the address of an ARM that describes its own. */
  cloud: string;
  tenantId: string;
  subscriptionId: string;
  location: string;
  resourceGroup: string;
  gatewayResourceGroup: string | undefined;
  domain: string;
  firstPartyClientId: string;
  versions: { enabled: ReadonlySet<string>; default?: string };
  /** Release images by version, as they are published. */
  releases: ReadonlyMap<string, string>;
  install: InstallSettings;
  secretsDirectory: string;
  databaseFile: string;
  /** Who administrators are; undefined: nobody is one. */
  administrators: { commonName: string; authoritiesFile: string } | undefined;
  listen: { host: string; port: number };
  /** The proxy that leads to Azure. */
  proxyUrl: string | undefined;
  features: ReadonlySet<Feature>;
  durations: Durations;
  logLevel: LogLevel;
  version: string | undefined;
  boundaryReport: { url: string; token: string } | undefined;
}

/** @throws ConfigurationError naming every variable that is missing or wrong. */
export function readRpSettings(environment: Environment): RpSettings {
  const read = new Reader(environment, "rp");
  const settings: RpSettings = {
    cloud: read.parsed("AZURE_ENVIRONMENT", cloudName, "AzurePublicCloud"),
    tenantId: read.text("AZURE_TENANT_ID"),
    subscriptionId: read.text("AZURE_SUBSCRIPTION_ID").toLowerCase(),
    location: read.parsed("LOCATION", lowerCase, ""),
    resourceGroup: read.text("RESOURCEGROUP"),
    gatewayResourceGroup: read.text("GATEWAY_RESOURCEGROUP") || undefined,
    domain: read.parsed("DOMAIN_NAME", lowerCase, ""),
    firstPartyClientId: read.text("AZURE_FP_CLIENT_ID"),
    versions: read.parsed("OPENSHIFT_VERSIONS", offeredVersions, { enabled: new Set<string>() }),
    releases: read.parsed("OPENSHIFT_VERSIONS", releaseImages, new Map<string, string>()),
    install: readInstallSettings(read),
    secretsDirectory: read.text("ARO_SECRETS_DIRECTORY"),
    databaseFile: read.text("ARO_DATABASE_FILE"),
    administrators: administrators(read),
    listen: read.parsed("ARO_LISTEN", address, { host: "0.0.0.0", port: 8443 }),
    proxyUrl: read.text("HTTPS_PROXY") || undefined,
    features: read.parsed("RP_FEATURES", parseFeatures, new Set<Feature>()),
    durations: scaledDurations(read.parsed("ARO_DURATION_SCALE", factor, 1)),
    logLevel: read.parsed("ARO_LOG_LEVEL", level, "info"),
    version: read.text("ARO_VERSION") || undefined,
    boundaryReport: read.text("ARO_BOUNDARY_REPORT")
      ? { url: read.text("ARO_BOUNDARY_REPORT"), token: read.text("ARO_BOUNDARY_TOKEN") }
      : undefined,
  };
  if (settings.boundaryReport?.token === "")
    read.problems.push('environment variable "ARO_BOUNDARY_TOKEN" unset, which ARO_BOUNDARY_REPORT needs');
  read.finish();
  return settings;
}

function administrators(read: Reader): RpSettings["administrators"] {
  const [commonName, authoritiesFile] = [
    read.text("ADMIN_API_CLIENT_CERT_COMMON_NAME"),
    read.text("ARO_ADMIN_CA_FILE"),
  ];
  if (commonName === "" && authoritiesFile === "") return undefined;
  if (commonName === "")
    read.problems.push('environment variable "ADMIN_API_CLIENT_CERT_COMMON_NAME" unset, which ARO_ADMIN_CA_FILE needs');
  if (authoritiesFile === "")
    read.problems.push('environment variable "ARO_ADMIN_CA_FILE" unset, which ADMIN_API_CLIENT_CERT_COMMON_NAME needs');
  return { commonName, authoritiesFile };
}

function cloudName(value: string): string {
  if (value.startsWith("https://")) {
    if (!URL.canParse(value)) throw new Error(`"${value}" is not an address`);
    return new URL(value).href.replace(/\/+$/, "");
  }
  const known = ["AzurePublicCloud", "AzureUSGovernmentCloud"].find(
    (name) => name.toLowerCase() === value.toLowerCase(),
  );
  if (known === undefined)
    throw new Error(
      `cloud environment "${value}" is unsupported; use AzurePublicCloud, AzureUSGovernmentCloud or the https address of an ARM`,
    );
  return known;
}

function lowerCase(value: string): string {
  if (value !== value.toLowerCase()) throw new Error(`"${value}" must be lower case`);
  return value;
}

/** spec 02 §11.6: exactly one default version. */
function offeredVersions(value: string): RpSettings["versions"] {
  const streams = jsonObject(value) as {
    DefaultStream?: Record<string, string>;
    InstallStreams?: Record<string, string>;
  };
  const defaults = Object.keys(streams.DefaultStream ?? {});
  const [only] = defaults;
  if (only === undefined || defaults.length !== 1)
    throw new Error(`DefaultStream must name exactly one version, it names ${defaults.length}`);
  return { enabled: new Set([only, ...Object.keys(streams.InstallStreams ?? {})]), default: only };
}

function releaseImages(value: string): ReadonlyMap<string, string> {
  const { DefaultStream = {}, InstallStreams = {} } = jsonObject(value) as Record<string, Record<string, string>>;
  return new Map(Object.entries({ ...InstallStreams, ...DefaultStream }));
}

function jsonObject(value: string): object {
  const parsed = (() => {
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return undefined;
    }
  })();
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new Error(
      `"${value}" is not {"DefaultStream": {VERSION: PULLSPEC}, "InstallStreams": {VERSION: PULLSPEC, …}}`,
    );
  return parsed;
}

function address(value: string): { host: string; port: number } {
  const match = /^(.*):(\d{1,5})$/.exec(value);
  const port = Number(match?.[2]);
  if (match === null || port > 65_535) throw new Error(`"${value}" is not host:port`);
  return { host: match[1] || "0.0.0.0", port };
}

function factor(value: string): number {
  const number = Number(value);
  if (!Number.isFinite(number) || number < 1) throw new Error(`"${value}" is not a number of at least 1`);
  return number;
}

function level(value: string): LogLevel {
  const found = logLevels.find((name) => name === value.toLowerCase());
  if (found === undefined) throw new Error(`"${value}" is not one of ${logLevels.join(", ")}`);
  return found;
}
