import { Problem } from "@aro/cli";
import { systemClock } from "@aro/runtime";
import { createLog } from "@aro/telemetry";
import type { Edge } from "../edge.ts";
import { readSettings } from "./instance-settings.ts";
import { instancePlan } from "./plan.ts";
import type { StateFolder } from "./state-folder.ts";
import { supervise } from "./supervise.ts";

/** `aro local supervise`: what `up` starts. With `lifeline` it goes down when its stdin ends, which is when whoever started it does. */
export async function runSupervise(
  { edge, folder }: { edge: Edge; folder: StateFolder },
  flags: { lifeline?: true },
): Promise<number> {
  const log = createLog({ service: "supervisor", level: "info" });
  const settings = readSettings(folder);
  if (settings === undefined)
    throw new Problem(`${folder.settings} is missing; it is made by: ${edge.command} local up${folder.flag}`);
  const lifeline = new AbortController();
  if (flags.lifeline === true)
    void edge.stdinEnded().then(() => lifeline.abort(new Error("whoever started it has ended")));
  return supervise(folder, instancePlan(folder, settings, edge, log), {
    clock: systemClock,
    log,
    stop: AbortSignal.any([edge.signal, lifeline.signal]),
  });
}
