// The JavaScript management SDKs against the Azure that the environment names, as any program would use them. Prints a line of JSON for each
// step: `node main.ts all|sample`.
import { access } from "./access.ts";
import { compute } from "./compute.ts";
import type { Step } from "./life.ts";
import { network } from "./network.ts";
import { beginning, ending, resourcesAndGroups } from "./resources.ts";
import { keyVault, storage } from "./storage.ts";
import { privateZones, zones } from "./zones.ts";

const all = [network, compute, resourcesAndGroups, access, storage, keyVault, zones, privateZones];
const sample: readonly (() => readonly Step[])[] = [resourcesAndGroups, access];

for (const part of [beginning, ...(process.argv[2] === "sample" ? sample : all), ending])
  for (const { what, run } of part()) {
    const began = performance.now();
    const why = await run().then(
      () => undefined,
      (error: Error) => error.message,
    );
    const seconds = (performance.now() - began) / 1000;
    const outcome = why === undefined ? "passed" : "failed";
    console.log(JSON.stringify({ what, outcome, seconds, ...(why === undefined ? {} : { why }) }));
  }
