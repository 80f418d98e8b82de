import type { Cloud } from "@aro/api";
import type { Database } from "@aro/database";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { SecretSource } from "./secrets.ts";
import type { RpSettings } from "./settings.ts";

/** What the parts of one process share. */
export interface ProcessDeps {
  settings: RpSettings;
  /** What this build is called. */
  build: string;
  cloud: Cloud;
  database: Database;
  secrets: SecretSource;
  clock: Clock;
  random: Random;
  log: Log;
}

/** A part of a process that is up. */
export interface Part {
  /** Ends it the way the settings say: draining, or at once (feature DisableReadinessDelay). */
  stop(): Promise<void>;
}
