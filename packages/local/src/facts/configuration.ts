import { type LogLevel, logLevels } from "@aro/telemetry";

/** What the emulator is told by its configuration file; everything but the first three has a default. */
export interface Configuration {
  /** Folder for everything that lasts. */
  stateFolder: string;
  /** 0 picks a free port. */
  port: number;
  /** Where our resource provider answers, `https://host:port`. */
  provider: string;
  /** Region of the emulated ARM. */
  region: string;
  /** DNS suffix of what is named; a reserved name that resolves nowhere. */
  suffix: string;
  cloudName: string;
  /** Azure's durations are divided by this. */
  timeScale: number;
  /** How long a poll of an operation may wait for its end. */
  holdMilliseconds: number;
  /** Seed of the emulated durations; absent: every run differs. */
  seed?: number;
  /** Whether ids and secrets come from the seed too: for tests only, since whoever knows the seed knows the secrets. */
  reproducible: boolean;
  /** Ids; chosen once and remembered when absent. */
  tenantId?: string;
  subscriptionId?: string;
  firstPartyClientId?: string;
  ownerClientId?: string;
  /** Namespaces for which the first subscription is registered from the start. */
  registered: readonly string[];
  /** ARM's throttling; `speed` multiplies how fast tokens come back, the time scale when absent. */
  throttling: { enabled: boolean; speed?: number };
  /** How long new identities stay unknown to token endpoint and Graph. */
  entra: { visibilityDelayMilliseconds: number };
  /** How long new role assignments are not seen. */
  access: { visibilityDelayMilliseconds: number };
  logLevel: LogLevel;
  /** File that starts the service's own programs, for containers whose image is theirs; absent: those images cannot be had. */
  programs?: string;
  /** Folder in which everything said to the provider is written down, secrets and all; absent: nowhere. */
  exchanges?: string;
}

/** A configuration that cannot be used; the message has a line for each problem. */
export class ConfigurationProblem extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ConfigurationProblem";
  }
}

export const defaultRegistered = [
  "Microsoft.RedHatOpenShift",
  "Microsoft.Compute",
  "Microsoft.Network",
  "Microsoft.Storage",
  "Microsoft.ManagedIdentity",
  "Microsoft.KeyVault",
  "Microsoft.ContainerService",
  "Microsoft.ContainerRegistry",
  "Microsoft.Insights",
] as const;

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === "string" && value !== "";
const isGuid: Check = (value) => typeof value === "string" && guid.test(value);
const isPositive: Check = (value) => typeof value === "number" && value > 0;
const isHttps: Check = (value) =>
  typeof value === "string" && URL.canParse(value) && new URL(value).protocol === "https:";
const isThrottling: Check = (value) => {
  if (typeof value !== "object" || value === null) return false;
  const { enabled, speed } = value as { enabled?: unknown; speed?: unknown };
  return typeof enabled === "boolean" && (speed === undefined || isPositive(speed));
};
const isDelayed: Check = (value) => {
  if (typeof value !== "object" || value === null) return false;
  const { visibilityDelayMilliseconds: delay, ...unknown } = value as { visibilityDelayMilliseconds?: unknown };
  return typeof delay === "number" && delay >= 0 && Object.keys(unknown).length === 0;
};

/** Members, what each must be, and what applies when it is absent (`undefined`: nothing, it may be absent or must be there). */
const members: Readonly<
  Record<keyof Configuration, { is: Check; wanted: string; otherwise?: unknown; needed?: true }>
> = {
  stateFolder: { is: isText, wanted: "a folder", needed: true },
  port: {
    is: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 65_536,
    wanted: "a port",
    otherwise: 18443,
  },
  provider: { is: isHttps, wanted: "an address such as https://localhost:8443", needed: true },
  region: { is: isText, wanted: "a region such as eastus", otherwise: "eastus" },
  suffix: {
    is: (value) => typeof value === "string" && /^[a-z0-9.-]+$/.test(value),
    wanted: "a DNS name",
    otherwise: "aro.test",
  },
  cloudName: { is: isText, wanted: "a name", otherwise: "AroLocal" },
  timeScale: { is: isPositive, wanted: "a number above 0", otherwise: 1 },
  holdMilliseconds: {
    is: (value) => typeof value === "number" && value >= 0,
    wanted: "a number, 0 or more",
    otherwise: 1_000,
  },
  seed: { is: Number.isInteger, wanted: "a whole number" },
  reproducible: { is: (value) => typeof value === "boolean", wanted: "true or false", otherwise: false },
  tenantId: { is: isGuid, wanted: "a GUID in lower case" },
  subscriptionId: { is: isGuid, wanted: "a GUID in lower case" },
  firstPartyClientId: { is: isGuid, wanted: "a GUID in lower case" },
  ownerClientId: { is: isGuid, wanted: "a GUID in lower case" },
  registered: {
    is: (value) => Array.isArray(value) && value.every(isText),
    wanted: "a list of namespaces",
    otherwise: defaultRegistered,
  },
  throttling: { is: isThrottling, wanted: "{enabled, speed?}", otherwise: { enabled: true } },
  entra: {
    is: isDelayed,
    wanted: "{visibilityDelayMilliseconds}",
    otherwise: { visibilityDelayMilliseconds: 0 },
  },
  access: {
    is: isDelayed,
    wanted: "{visibilityDelayMilliseconds}",
    otherwise: { visibilityDelayMilliseconds: 0 },
  },
  logLevel: {
    is: (value) => (logLevels as readonly unknown[]).includes(value),
    wanted: logLevels.join(", "),
    otherwise: "info",
  },
  programs: { is: isText, wanted: "a file" },
  exchanges: { is: isText, wanted: "a folder" },
};

/** @throws ConfigurationProblem naming everything that is wrong with `text`. */
export function readConfiguration(text: string): Configuration {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ConfigurationProblem([`the configuration is no JSON: ${(error as Error).message}`]);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ConfigurationProblem(["the configuration is no JSON object"]);
  const given = value as Record<string, unknown>;
  const problems = Object.keys(given)
    .filter((name) => !(name in members))
    .map((name) => `the configuration has no '${name}'; it knows ${Object.keys(members).join(", ")}`);
  const read: Record<string, unknown> = {};
  for (const [name, { is, wanted, otherwise, needed }] of Object.entries(members)) {
    const one = given[name] ?? otherwise;
    if (one === undefined && needed) problems.push(`'${name}' is missing: ${wanted}`);
    else if (one !== undefined && !is(one)) problems.push(`'${name}' cannot be ${JSON.stringify(one)}: ${wanted}`);
    else if (one !== undefined) read[name] = one;
  }
  if (problems.length > 0) throw new ConfigurationProblem(problems);
  return read as unknown as Configuration;
}
