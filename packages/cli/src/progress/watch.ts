import { type Connection, follow, hasEnded, type Operation, type OperationStatus } from "@aro/client";
import type { World } from "../world.ts";
import type { Display } from "./display.ts";
import { linesDisplay, troubleText } from "./lines-display.ts";
import { liveDisplay } from "./live-display.ts";

/** `live`: redrawn on a terminal. `lines`: a line per step. `silent`: only trouble is told. */
export type WatchMode = "live" | "lines" | "silent";

/** How an operation is shown: live where a person looks at stderr, lines where `--watch` asks for them, else silently. */
export const watchMode = (world: World, watchAsked: boolean): WatchMode =>
  world.stderr.isTerminal ? "live" : watchAsked ? "lines" : "silent";

/**
 * Follows an operation to its end, showing it on stderr.
 * @throws the interrupt's reason on Ctrl-C: the operation goes on without us; else what {@link follow} throws.
 */
export async function watch(
  world: World,
  connection: Connection,
  operation: Operation,
  mode: WatchMode,
): Promise<OperationStatus> {
  using display = displayFor(world, mode);
  for await (const event of follow(connection, operation, { signal: world.interrupt })) {
    display.show(event);
    if (event.kind === "status" && hasEnded(event.status)) return event.status;
  }
  throw new Error(`the status of ${operation.statusAddress} ended without a terminal state`);
}

function displayFor(world: World, mode: WatchMode): Display {
  switch (mode) {
    case "live":
      return liveDisplay(world.stderr, world.clock);
    case "lines":
      return linesDisplay(world.stderr, world.clock);
    case "silent":
      return silentDisplay(world);
  }
}

/** Says when the service is found away, once each time. */
function silentDisplay(world: World): Display {
  let away = false;
  return {
    show: (event) => {
      if (event.kind === "trouble" && !away)
        world.stderr.write(`aro: ${troubleText(event.problem, event.leftMilliseconds)}\n`);
      away = event.kind === "trouble";
    },
    [Symbol.dispose]() {},
  };
}
