import { type Random, seededRandom } from "@aro/runtime";
import type { Configuration } from "./facts/configuration.ts";
import { freshIds } from "./resources/fresh.ts";
import type { Durable } from "./state/durable.ts";
import { openSettings } from "./state/settings-store.ts";

const starts = "reproducibleStarts";

/**
 * Where ids and secrets come from: chance, or on request the configuration's seed, so that the same calls in the same order get the same
 * ids. Each start of the process has ids of its own: those of the start before are taken.
 */
export function idsFor(
  { reproducible, seed = 0 }: Pick<Configuration, "reproducible" | "seed">,
  durable: Durable,
  random: Random,
): Random {
  if (!reproducible) return random;
  const settings = openSettings(durable);
  const start = Number(settings.read(starts) ?? 0);
  durable.transaction(() => settings.write(starts, String(start + 1)));
  // Another sequence than the durations', which draw from the same seed.
  return freshIds(seededRandom(Math.imul(seed + 1, 0x85ebca6b)), start);
}
