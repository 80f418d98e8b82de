import type { Clock } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { armError, json } from "../wall/answers.ts";
import { readResourcePath } from "../wall/resource-path.ts";
import { ConnectionDropped, type Wall, type WallRequest, type WallResponse } from "../wall/wall.ts";
import type { Actor, ArmedFault, FaultDeed } from "./fault.ts";
import type { FaultBook } from "./fault-book.ts";
import { matchesBoundary, matchesCall, type SeenBoundary, type SeenCall } from "./match.ts";
import type { Processes } from "./processes.ts";
import { createSnapshots, type Snapshots } from "./snapshots.ts";

interface Deps {
  book: FaultBook;
  processes: Processes;
  clock: Clock;
  log: Log;
}

/** Where armed faults strike. */
export interface Faults {
  /** The same wall, with the faults that are armed in front of it. `actor` says who makes a call. */
  around(wall: Wall, actor: (request: WallRequest) => Actor): Wall;
  /** A step boundary was reached; returns when the reporter may go on. */
  boundary(reached: SeenBoundary): Promise<void>;
}

export function createFaults({ book, processes, clock, log }: Deps): Faults {
  const kill = (names: string) => {
    for (const name of names.split(",")) if (!processes.kill(name)) log.warn("fault.kill.nobody", { process: name });
  };
  const report = (fault: ArmedFault, fields: object) =>
    log.info("fault.struck", { fault: fault.id, kind: fault.do.kind, ...fields });
  // By cluster: a step that failed is not reported as finished, but the next operation's first one as started.
  const running = new Map<string, string>();
  return {
    around: (wall, actor) => {
      const snapshots = createSnapshots(wall);
      const seen = async (request: WallRequest): Promise<WallResponse> => {
        const { pathname } = request.url;
        const { type } = readResourcePath(pathname, request.method);
        const call: SeenCall = {
          method: request.method,
          pathname,
          type,
          actor: actor(request),
          steps: new Set(running.values()),
        };
        await keepStale(request, call, book, snapshots);
        let next = wall;
        for (const fault of book.strike((match) => matchesCall(match, call))) {
          report(fault, { method: call.method, path: pathname, actor: call.actor, steps: [...call.steps] });
          if (fault.do.kind === "delay") await clock.sleep(fault.do.milliseconds, request.signal);
          else next = struck(fault.do, wall, snapshots, kill);
        }
        return next(request);
      };
      return (request) => (book.armed ? seen(request) : wall(request));
    },
    boundary: async (reached) => {
      if (reached.edge === "started") running.set(reached.clusterId, reached.step);
      else running.delete(reached.clusterId);
      for (const fault of book.strike((match) => matchesBoundary(match, reached))) {
        report(fault, { ...reached });
        if (fault.do.kind === "delay") await clock.sleep(fault.do.milliseconds);
        if (fault.do.kind === "kill") kill(fault.do.process);
      }
    },
  };
}

/** The wall as it is when `deed` strikes. */
function struck(
  deed: Exclude<FaultDeed, { kind: "delay" }>,
  wall: Wall,
  snapshots: Snapshots,
  kill: (name: string) => void,
): Wall {
  switch (deed.kind) {
    case "status":
      return async () => answer(deed);
    case "failAnswer":
      return async (request) => {
        await wall(request);
        return answer(deed);
      };
    case "reset":
      return async () => {
        throw new ConnectionDropped("an armed fault cut the connection before the call");
      };
    case "lose":
      return async (request) => {
        await wall(request);
        throw new ConnectionDropped("an armed fault lost the answer");
      };
    case "stale":
      return async (request) => snapshots.read(request) ?? wall(request);
    case "throttle": {
      const seconds = String(deed.retryAfterSeconds ?? 1);
      const message = `Number of requests exceeded. Please try again after '${seconds}' seconds.`;
      return async () => armError(429, "TooManyRequests", message, { "retry-after": seconds });
    }
    case "kill":
      return async (request) => {
        if (deed.when === "after") {
          const done = await wall(request);
          kill(deed.process);
          return done;
        }
        kill(deed.process);
        return wall(request);
      };
  }
}

function answer(deed: Extract<FaultDeed, { kind: "status" | "failAnswer" }>): WallResponse {
  const { status, code = "InjectedFault", message = "An armed fault answers here.", body, headers } = deed;
  return json(status, body ?? { error: { code, message } }, headers);
}

/** Before a write to what an armed stale read waits for, what a reader sees now is kept for it. */
async function keepStale(request: WallRequest, call: SeenCall, book: FaultBook, snapshots: Snapshots): Promise<void> {
  if (request.method === "GET" || request.method === "HEAD") return;
  for (const url of snapshots.readersOf(request)) {
    const { type } = readResourcePath(url.pathname, "GET");
    const reader: SeenCall = { method: "GET", pathname: url.pathname, type, actor: call.actor, steps: call.steps };
    const waits = book
      .list()
      .some(({ do: deed, match: { actor: _, ...match } }) => deed.kind === "stale" && matchesCall(match, reader));
    if (waits) await snapshots.keep(request, url);
  }
}
