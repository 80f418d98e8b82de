/**
 * Every wait of the product, by name, in milliseconds as production has it (spec 02 §4.2, spec 03 §14).
 * `least` is where scaling stops: local mode divides them all by one factor.
 */
export const durationTable = {
  lease: { milliseconds: 60_000, least: 4_000 },
  heartbeat: { milliseconds: 10_000, least: 500 },
  idlePoll: { milliseconds: 10_000, least: 200 },
  // How often work is looked for that the store has lost.
  lostWorkBeat: { milliseconds: 300_000, least: 2_000 },
  longestAzureCall: { milliseconds: 60_000, least: 4_000 },
  subscriptionRetryLater: { milliseconds: 600_000, least: 2_000 },
  tombstone: { milliseconds: 60_000, least: 60_000 },
  operationRetention: { milliseconds: 604_800_000, least: 604_800_000 },
  requestDeadline: { milliseconds: 50_000, least: 50_000 },
  dependencyDeadline: { milliseconds: 10_000, least: 10_000 },
  readinessDelay: { milliseconds: 120_000, least: 0 },
  shutdownServe: { milliseconds: 80_000, least: 0 },
  certificateRefresh: { milliseconds: 3_600_000, least: 3_600_000 },
  retryAfterShort: { milliseconds: 10_000, least: 1_000 },
  retryAfterLong: { milliseconds: 30_000, least: 1_000 },
  authorizationRetryPoll: { milliseconds: 30_000, least: 200 },
  authorizationRetryLimit: { milliseconds: 600_000, least: 20_000 },
  conditionPoll: { milliseconds: 10_000, least: 50 },
  armRetryFirst: { milliseconds: 15_000, least: 2_000 },
  armRetryLongest: { milliseconds: 60_000, least: 8_000 },
  armThrottleLimit: { milliseconds: 600_000, least: 20_000 },
  azurePoll: { milliseconds: 10_000, least: 50 },
  deploymentLimit: { milliseconds: 3_600_000, least: 60_000 },
  resourceGroupDeleteLimit: { milliseconds: 3_600_000, least: 60_000 },
  apiServerPatience: { milliseconds: 600_000, least: 30_000 },
  // Also what a provision waits until the hub has room for its pod: with a hundred clusters at once on two cores, minutes.
  hiveInstallLimit: { milliseconds: 3_600_000, least: 900_000 },
  hiveAdoptionLimit: { milliseconds: 300_000, least: 60_000 },
  // Shorter than the wait for the whole install, or what it waited for would never be told where time is scaled.
  bootstrapLimit: { milliseconds: 3_600_000, least: 120_000 },
  apiServersLimit: { milliseconds: 1_800_000, least: 120_000 },
  clusterPartLimit: { milliseconds: 1_800_000, least: 120_000 },
  consoleLimit: { milliseconds: 1_200_000, least: 120_000 },
  operatorInstallLimit: { milliseconds: 1_200_000, least: 120_000 },
  operatorUpdateLimit: { milliseconds: 300_000, least: 60_000 },
  credentialsRequestLimit: { milliseconds: 180_000, least: 60_000 },
  definitionPoll: { milliseconds: 1_000, least: 50 },
  definitionLimit: { milliseconds: 60_000, least: 30_000 },
  gatewayRecordLimit: { milliseconds: 300_000, least: 120_000 },
  checkAccessPoll: { milliseconds: 30_000, least: 200 },
  checkAccessLimit: { milliseconds: 360_000, least: 4_000 },
  certificateLimit: { milliseconds: 900_000, least: 60_000 },
  attachNsgsPoll: { milliseconds: 30_000, least: 100 },
  attachNsgsLimit: { milliseconds: 180_000, least: 20_000 },
  // What is asked of a bootstrap machine that did not do its work (spec 03 §2.8), each part of it and all of it.
  sshDialAttempt: { milliseconds: 10_000, least: 2_000 },
  sshDialLimit: { milliseconds: 180_000, least: 4_000 },
  sshPauseFirst: { milliseconds: 5_000, least: 200 },
  sshPauseLongest: { milliseconds: 30_000, least: 1_000 },
  sshHandshakeLimit: { milliseconds: 30_000, least: 5_000 },
  sshCommandLimit: { milliseconds: 120_000, least: 10_000 },
  bootstrapNodeLimit: { milliseconds: 1_500_000, least: 60_000 },
  operationLimit: { milliseconds: 14_400_000, least: 1_200_000 },
} as const satisfies Record<string, { milliseconds: number; least: number }>;

export type DurationName = keyof typeof durationTable;

/** The table after scaling: what each wait is in this process. Milliseconds. */
export type Durations = Readonly<Record<DurationName, number>>;

/** The table divided by `factor` (1 = production), none below its `least`. */
export function scaledDurations(factor: number): Durations {
  const scale = (row: { milliseconds: number; least: number }) =>
    Math.min(row.milliseconds, Math.max(row.least, Math.round(row.milliseconds / factor)));
  return Object.fromEntries(Object.entries(durationTable).map(([name, row]) => [name, scale(row)])) as Durations;
}

/** Whole seconds, rounded up, at least 1: for headers and for the store. */
export const toSeconds = (milliseconds: number): number => Math.max(1, Math.ceil(milliseconds / 1000));
