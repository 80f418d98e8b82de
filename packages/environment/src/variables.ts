import { features } from "./features.ts";

/** Who reads a variable. */
export type Process = "rp";

/** One variable of the environment: what it is called, who needs it, what it means. The table is the documentation (`aro rp --help` prints it). */
export interface Variable {
  name: string;
  /** Absent: optional. */
  neededBy?: readonly Process[];
  meaning: string;
  /** What applies when it is not set. */
  otherwise?: string;
}

/** Every variable that is read (spec 02 §12.3; those without a counterpart there say so by their prefix ARO_). */
export const variables = [
  {
    name: "AZURE_ENVIRONMENT",
    meaning:
      "the cloud: AzurePublicCloud, AzureUSGovernmentCloud, or the https address of another ARM, whose metadata describes it",
    otherwise: "AzurePublicCloud",
  },
  { name: "AZURE_TENANT_ID", neededBy: ["rp"], meaning: "tenant of the service itself" },
  { name: "AZURE_SUBSCRIPTION_ID", neededBy: ["rp"], meaning: "subscription of the service itself" },
  { name: "LOCATION", neededBy: ["rp"], meaning: "region served, e.g. eastus" },
  { name: "RESOURCEGROUP", neededBy: ["rp"], meaning: "resource group of the service itself" },
  { name: "GATEWAY_RESOURCEGROUP", meaning: "resource group of the gateway", otherwise: "clusters get no gateway" },
  { name: "DOMAIN_NAME", neededBy: ["rp"], meaning: "regional domain of clusters, e.g. eastus.aroapp.io" },
  { name: "AZURE_FP_CLIENT_ID", neededBy: ["rp"], meaning: "application id of the first-party principal" },
  {
    name: "OPENSHIFT_VERSIONS",
    neededBy: ["rp"],
    meaning: "JSON {DefaultStream: {version: pullspec}, InstallStreams: {version: pullspec}}: the versions offered",
  },
  {
    name: "ARO_SECRETS_DIRECTORY",
    neededBy: ["rp"],
    meaning:
      "folder with one file per secret: rp-server, rp-firstparty (PEM key and chain), encryption-key-v2, fe-encryption-key-v2 (base64; earlier keys one per further line), encryption-key (base64, opening only, optional)",
  },
  { name: "ARO_DATABASE_FILE", neededBy: ["rp"], meaning: "file of the embedded document store" },
  {
    name: "ARO_INSTALL_VIA_HIVE",
    meaning: "any value: clusters are installed by Hive",
    otherwise: "they get their Azure resources only",
  },
  {
    name: "ARO_HIVE_DEFAULT_INSTALLER_PULLSPEC",
    meaning: "image of the installer, for all versions",
    otherwise: "aro-installer:X.Y of the service's registry",
  },
  { name: "ACR_RESOURCE_ID", meaning: "id of the service's registry", otherwise: "arointsvc of the cloud" },
  {
    name: "ENVIRONMENT",
    meaning: "what this deployment of the service is called; operators are told it",
    otherwise: "none",
  },
  { name: "KEYVAULT_PREFIX", meaning: "names of the service's vaults begin with it: -svc, -cls, -msi" },
  { name: "PULL_SECRET", meaning: "JSON pull secret of the service itself", otherwise: "none" },
  { name: "GATEWAY_DOMAINS", meaning: "comma list of hosts that clusters reach by the gateway", otherwise: "none" },
  { name: "CLUSTER_MDSD_ACCOUNT", meaning: "account to which clusters' logs go" },
  { name: "CLUSTER_MDSD_CONFIG_VERSION", meaning: "version of what they are told about logging" },
  { name: "CLUSTER_MDSD_NAMESPACE", meaning: "namespace of clusters' logs" },
  { name: "MDSD_ENVIRONMENT", meaning: "environment to which logs belong" },
  {
    name: "ADMIN_API_CLIENT_CERT_COMMON_NAME",
    meaning: "common name of administrators' client certificates",
    otherwise: "nobody is an administrator",
  },
  {
    name: "ARO_ADMIN_CA_FILE",
    meaning: "PEM file of the authorities that issue administrators' client certificates; goes with their common name",
  },
  { name: "ARO_LISTEN", meaning: "host:port of the ARM listener", otherwise: "0.0.0.0:8443" },
  {
    name: "HTTPS_PROXY",
    meaning: "address of the proxy that leads to Azure, but to what NO_PROXY names",
    otherwise: "none lies between",
  },
  { name: "RP_FEATURES", meaning: `comma list of features: ${Object.keys(features).join(", ")}` },
  { name: "ARO_DURATION_SCALE", meaning: "divides every wait of the duration table", otherwise: "1" },
  { name: "ARO_LOG_LEVEL", meaning: "debug, info, warn or error", otherwise: "info" },
  {
    name: "ARO_VERSION",
    meaning: "what this build is called: createdBy and provisionedBy of clusters",
    otherwise: "the version of package.json",
  },
  {
    name: "ARO_BOUNDARY_REPORT",
    meaning: "https address that is told each step boundary before the run goes on; for fault tests",
    otherwise: "nobody is told",
  },
  { name: "ARO_BOUNDARY_TOKEN", meaning: "bearer token for ARO_BOUNDARY_REPORT" },
] as const satisfies readonly Variable[];

export type VariableName = (typeof variables)[number]["name"];

/** The environment as a process has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A configuration that cannot be used; every problem is in the message, a line each (spec 02 §14.37). */
export class ConfigurationError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ConfigurationError";
    this.problems = problems;
  }
}

/** Reads variables, collecting what is wrong instead of stopping at the first. A variable counts as set only when it is not empty. */
export class Reader {
  readonly problems: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment, process: Process) {
    this.#environment = environment;
    for (const { name, neededBy } of variables as readonly Variable[])
      if (neededBy?.includes(process) && !environment[name]) this.problems.push(`environment variable "${name}" unset`);
  }

  /** The value, or "" when it is unset (which {@link problems} already says where it is needed). */
  text(name: VariableName): string {
    return this.#environment[name] ?? "";
  }

  /** The value read by `parse`; what that throws becomes a problem naming variable and value. */
  parsed<Value>(name: VariableName, parse: (value: string) => Value, otherwise: Value): Value {
    const value = this.text(name);
    if (value === "") return otherwise;
    try {
      return parse(value);
    } catch (error) {
      this.problems.push(`environment variable "${name}": ${error instanceof Error ? error.message : String(error)}`);
      return otherwise;
    }
  }

  /** @throws ConfigurationError naming everything found wrong so far. */
  finish(): void {
    if (this.problems.length > 0) throw new ConfigurationError(this.problems);
  }
}
