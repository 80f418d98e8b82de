import { existsSync } from "node:fs";
import { Problem } from "@aro/cli";
import { seededRandom } from "@aro/runtime";
import { readJson, writeJson } from "./json-file.ts";
import { claimPorts } from "./port-claim.ts";
import { checkPorts, defaultPort, freePorts, portsFrom } from "./ports.ts";
import type { InstanceSettings, Ports } from "./records.ts";
import type { StateFolder } from "./state-folder.ts";

/** What the person may choose at `up`. */
export interface SettingsFlags {
  /** First of three ports; 0 picks free ones, those of last time where they are; absent: as last time, or the usual ones. */
  port?: number;
  seed?: number;
  timeScale?: number;
  hive?: boolean;
  reproducible?: boolean;
}

/** Emulated work and the product's waits pass this many times faster than in Azure, unless told otherwise. */
const defaultTimeScale = 100;

/** Application id of the service in Azure: `az aro create` looks for it by this id and no other (spec 06). */
const firstPartyClientId = "f1dd0a37-89c6-4e07-bcd1-ffd3d43d8875";

/**
 * The settings of the instance; undefined when none was made in the folder. @throws Problem when there are some that cannot be read: other ports, and
 * above all another tenant and subscription, would not fit the cloud that lies beside them.
 */
export function readSettings(folder: StateFolder): InstanceSettings | undefined {
  const settings = readJson<Partial<InstanceSettings>>(folder.settings);
  if (settings === undefined && !existsSync(folder.settings)) return undefined;
  if (settings === undefined || !isWhole(settings))
    throw new Problem(
      `${folder.settings} is damaged; put it back as it was, or forget the instance: aro local reset --state ${folder.shown}`,
    );
  return settings;
}

function isWhole(settings: Partial<InstanceSettings>): settings is InstanceSettings {
  const { ports, seed, timeScale, tenantId, subscriptionId } = settings;
  const numbers = [ports?.arm, ports?.proxy, ports?.rp, seed, timeScale];
  return (
    numbers.every(Number.isFinite) && [tenantId, subscriptionId].every((id) => typeof id === "string" && id !== "")
  );
}

/**
 * The settings for this `up`: those of last time with what the flags change. Ids come from the seed, so that an instance made
 * anew with the same seed is the same one. Until `held` is disposed no other instance chooses the same ports. @throws Problem when a port is taken.
 */
export async function decideSettings(
  folder: StateFolder,
  flags: SettingsFlags,
  held: DisposableStack,
): Promise<InstanceSettings> {
  const former = readSettings(folder);
  const seed = flags.seed ?? former?.seed ?? 1;
  const random = seededRandom(seed);
  const settings: InstanceSettings = {
    ports: await decidePorts(flags.port, former?.ports, held),
    seed,
    timeScale: flags.timeScale ?? former?.timeScale ?? defaultTimeScale,
    hive: flags.hive ?? former?.hive ?? true,
    reproducible: flags.reproducible ?? former?.reproducible ?? false,
    tenantId: former?.tenantId ?? random.uuid(),
    subscriptionId: former?.subscriptionId ?? random.uuid(),
    ...(former === undefined
      ? { firstPartyClientId }
      : former.firstPartyClientId === undefined
        ? {}
        : { firstPartyClientId: former.firstPartyClientId }),
  };
  await checkPorts(settings.ports);
  writeJson(folder.settings, settings);
  return settings;
}

async function decidePorts(
  wanted: number | undefined,
  former: Ports | undefined,
  held: DisposableStack,
): Promise<Ports> {
  // Other addresses would make strangers of running operations, and of what clients were told.
  if (wanted === 0) return freePorts(held, former);
  const ports = wanted === undefined ? (former ?? portsFrom(defaultPort)) : portsFrom(wanted);
  // Without a claim the ports may be free all the same; who comes too late is told when it listens.
  const claim = await claimPorts(ports);
  if (claim !== undefined) held.use(claim);
  return ports;
}
