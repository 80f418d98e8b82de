import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { findAz, origins } from "../az/find.ts";
import { type Az, runAz } from "../az/run.ts";
import type { Line } from "../line.ts";
import { lifeOfACluster } from "./az-aro.ts";
import { startWhole, type Whole } from "./whole.ts";

/** Debian's lacks parts of its own libraries. What they are found by otherwise has other versions of them, and no part of `az aro` needs it. */
const whole = (az: Az): Az => {
  if (az.path !== "/usr/bin/az" || !az.version.startsWith("2.45.")) return az;
  const { libraries: _, ...debians } = az;
  return { ...debians, path: join(import.meta.dirname, "debian-az.py") };
};

const vnets = ["vnet", "vnet-2"];
/** One az is enough for `npm test`: the first that is here. */
const isAll = process.env["ARO_CLIENTS"] === "all";
const looked = origins.map((origin) => ({ name: origin.name, az: findAz(origin) }));
const first = looked.find(({ az }) => typeof az !== "string") ?? looked[0];
const found = looked.filter((one) => isAll || one === first);

describe("az aro takes a cluster through its life against the whole of local mode", { concurrency: 2 }, () => {
  let local: Whole | undefined;
  before(async () => {
    if (found.some(({ az }) => typeof az !== "string")) local = await startWhole();
  });
  after(() => local?.[Symbol.asyncDispose]());

  for (const [index, { name, az }] of found.entries())
    test(name, { skip: typeof az === "string" ? az : false }, async () => {
      assert.ok(typeof az !== "string" && local !== undefined);
      const lines: Line[] = [];
      const chapters = lifeOfACluster({
        cluster: `c${index + 1}`,
        vnet: vnets[index] ?? "",
        isNew: !az.version.startsWith("2.45."),
      });
      await runAz(whole(az), local.lane(`az-${index}`), chapters, (line) => lines.push(line));
      assert.deepEqual(
        lines.filter(({ outcome }) => outcome !== "passed"),
        [],
      );
    });
});
