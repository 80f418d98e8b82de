import type { Actor, FaultMatch } from "./fault.ts";
import { globPattern } from "./glob.ts";

/** A call as faults see it. */
export interface SeenCall {
  method: string;
  pathname: string;
  /** Resource type, where the path has one. */
  type: string | undefined;
  actor: Actor;
  /** Steps that run, of all clusters. */
  steps: ReadonlySet<string>;
}

/** A step boundary as the service reports it. */
export interface SeenBoundary {
  process: string;
  clusterId: string;
  operationId: string;
  step: string;
  edge: "started" | "finished";
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * Whether a fault waits for this call. A call that ARM passes on is seen twice, when it comes in and when it goes to the
 * provider; the second time only faults that name `emulator` see it, so that one call is one strike.
 */
export function matchesCall(match: FaultMatch, call: SeenCall): boolean {
  if (match.boundary !== undefined) return false;
  if (call.actor === "emulator" && match.actor === undefined) return false;
  if (match.method !== undefined && !same(match.method, call.method)) return false;
  if (match.actor !== undefined && match.actor !== call.actor) return false;
  if (match.type !== undefined && !same(match.type, call.type ?? "")) return false;
  if (match.step !== undefined && ![...call.steps].some((step) => same(step, match.step ?? ""))) return false;
  return match.path === undefined || globPattern(match.path).test(call.pathname);
}

/** Whether a fault waits for this boundary. */
export function matchesBoundary(match: FaultMatch, boundary: SeenBoundary): boolean {
  if (match.boundary === undefined) return false;
  const at = match.boundary.lastIndexOf(":");
  const [step, edge] = [match.boundary.slice(0, at), match.boundary.slice(at + 1)];
  if (edge !== boundary.edge || !globPattern(step).test(boundary.step)) return false;
  if (match.process !== undefined && !same(match.process, boundary.process)) return false;
  return match.clusterId === undefined || same(match.clusterId, boundary.clusterId);
}
