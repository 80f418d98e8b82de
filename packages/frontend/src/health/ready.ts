import { CloudError } from "@aro/api";
import type { Answer } from "../answer.ts";
import { jsonAnswer } from "../answer.ts";
import type { FrontendDeps } from "../deps.ts";
import { messages } from "../messages.ts";

/** Whether requests should be sent here. */
export interface Readiness {
  /** Why not; empty when they should (spec 01 §10 "Readiness"). */
  reasons(): readonly string[];
  /** From now on they should not: the process is about to end, and serves what still comes. */
  drain(): void;
}

/** Readiness of a frontend made now. */
export function createReadiness({
  clock,
  durations,
  authorisers,
  readiness = [],
}: Pick<FrontendDeps, "clock" | "durations" | "authorisers" | "readiness">): Readiness {
  const began = clock.monotonic();
  let draining = false;
  const checks: readonly (() => string | undefined)[] = [
    () => (draining ? "the process is shutting down" : undefined),
    () => (clock.monotonic() - began < durations.readinessDelay ? "the process has just started" : undefined),
    () => (authorisers.arm.ready() ? undefined : "ARM's client certificates are not known"),
    () => (authorisers.admin?.ready() === false ? "the administrators' certificates are not known" : undefined),
    ...readiness,
  ];
  return {
    reasons: () => checks.map((check) => check()).filter((reason) => reason !== undefined),
    drain: () => {
      draining = true;
    },
  };
}

/** 200 `{}` when ready, 500 when not (spec 01 §4.1 row 20): load balancers look at the status alone. */
export const ready =
  ({ reasons }: Readiness) =>
  (): Answer => {
    const why = reasons();
    if (why.length > 0) throw new CloudError({ code: "InternalServerError", message: messages.notReady(why) });
    return jsonAnswer(200, {});
  };
