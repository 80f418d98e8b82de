import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { ManifestRow } from "./arm/providers.ts";
import type { Resources, ResourcesDeps } from "./arm/resources.ts";
import type { Identities } from "./entra/identities.ts";
import type { Configuration } from "./facts/configuration.ts";
import type { Faults } from "./faults/apply.ts";
import type { Processes } from "./faults/processes.ts";
import type { IdentityServices } from "./identity-services.ts";
import type { IssuingAuthorities } from "./pki/issuing-authorities.ts";
import type { Keyring } from "./pki/keyring.ts";
import type { Programs } from "./processes/programs.ts";
import type { Durable } from "./state/durable.ts";
import type { SettingsStore } from "./state/settings-store.ts";
import type { TimeScale } from "./time/time-scale.ts";
import type { Wall } from "./wall/wall.ts";

/** What the emulated cloud is built out of. */
export interface CloudDeps {
  configuration: Configuration;
  /** Where everything answers, `https://localhost:PORT`. */
  base: string;
  durable: Durable;
  /** Where blobs are kept. */
  blobs: Durable;
  settings: SettingsStore;
  identities: Identities;
  keyring: Keyring;
  /** Who signs certificates for vaults. */
  authorities: IssuingAuthorities;
  /** Secret of the control API. */
  controlSecret: string;
  /** The resource provider behind mutual TLS. */
  provider: Wall;
  /** The resource engine, and the types it serves. */
  resources(deps: ResourcesDeps): Resources;
  types: readonly ManifestRow[];
  processes: Processes;
  /** Address of the CONNECT proxy, once it is open. */
  proxyUrl(): string;
  /** The service's own programs; absent: containers with their images do not run. */
  programs: Programs | undefined;
  clock: Clock;
  /** Ids and secrets. */
  random: Random;
  /** Chance in how long things take. */
  chance: Random;
  log: Log;
}

/** What every part of the cloud stands on. */
export interface Ground extends CloudDeps {
  scale: TimeScale;
  identity: IdentityServices;
  faults: Faults;
}
