import { join } from "node:path";
import { findAz, origins } from "../az/find.ts";
import { type Az, runAz } from "../az/run.ts";
import type { Family } from "../families.ts";
import type { Extent, Line } from "../line.ts";
import { lifeOfACluster } from "./az-aro.ts";
import { findSdk, runSdk, sdks } from "./python-sdk.ts";
import { startWhole, type Whole } from "./whole.ts";

/** A client that takes a cluster of its own through its life. */
interface Client {
  name: string;
  run(local: Whole, isWhole: boolean, report: (line: Line) => void): Promise<void>;
}

/** Or why there is none. */
interface Absent {
  name: string;
  absent: string;
}

/** Debian's lacks parts of its own libraries. What they are found by otherwise has other versions of them, and no part of `az aro` needs it. */
const whole = (az: Az): Az => {
  if (az.path !== "/usr/bin/az" || !az.version.startsWith("2.45.")) return az;
  const { libraries: _, ...debians } = az;
  return { ...debians, path: join(import.meta.dirname, "debian-az.py") };
};

/** The networks that local mode has from the beginning, one for each az. */
const vnets = ["vnet", "vnet-2"];

const azClient = (origin: (typeof origins)[number], index: number): Client | Absent => {
  const az = findAz(origin);
  if (typeof az === "string") return { name: origin.name, absent: az };
  return {
    name: `${origin.name} ${az.version}`,
    run: async (local, isWhole, report) => {
      const isNew = !az.version.startsWith("2.45.");
      const chapters = lifeOfACluster({ cluster: `c${index + 1}`, vnet: vnets[index] ?? "", isNew, isWhole });
      await runAz(whole(az), local.lane(`az-${index}`), chapters, report);
    },
  };
};

const sdkClient = (sdk: (typeof sdks)[number]): Client | Absent => {
  const found = findSdk(sdk);
  if (typeof found === "string") return { name: sdk.name, absent: found };
  return {
    name: sdk.name,
    run: (local, isWhole, report) => runSdk({ ...found, sdk, isWhole }, local.instance, local.lane(sdk.name), report),
  };
};

/** Found anew each time: what an installation has fetched is there afterwards. */
const look = (): readonly (Client | Absent)[] => [...origins.map(azClient), ...sdks.map(sdkClient)];

const isHere = (one: Client | Absent): one is Client => "run" in one;

/** For `npm test` one az, and the newest SDK. */
const sampled = (clients: readonly Client[]): readonly Client[] => {
  const az = clients.find(({ name }) => name.startsWith("az "));
  const sdk = clients.findLast(({ name }) => !name.startsWith("az "));
  return [az, sdk].filter((one) => one !== undefined);
};

const together = 2;

/** Clients of the service's own API, each taking a cluster through its life on one local mode: a whole one, or for a sample its Azure half. */
export const clusters: Family = {
  name: "az aro and azure-mgmt-redhatopenshift, a cluster's life",
  look: () => {
    const all = look();
    const here = all.filter(isHere);
    return here.length === 0
      ? { absent: all.map((one) => ("absent" in one ? `${one.name}: ${one.absent}` : "")).join("; ") }
      : { versions: here.map(({ name }) => name).join(", ") };
  },
  run: async (extent: Extent, report) => {
    const all = look();
    const here = all.filter(isHere);
    const isWhole = extent === "all";
    await using local = await startWhole({ hive: isWhole });
    const waiting = [...(isWhole ? here : sampled(here))];
    const lane = async () => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        const { name } = one;
        await one.run(local, isWhole, (line) => report({ ...line, what: `${name}: ${line.what}` }));
      }
    };
    await Promise.all(Array.from({ length: together }, lane));
    if (isWhole)
      for (const one of all)
        if (!isHere(one)) report({ what: one.name, outcome: "skipped", why: one.absent, seconds: 0 });
  },
};
