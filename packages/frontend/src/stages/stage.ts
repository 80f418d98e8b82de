import type { ApiVersion, Durations } from "@aro/api";
import type { Clock } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Answer, Exchange } from "../exchange.ts";
import type { Router } from "../routing/router.ts";
import type { Authorisers } from "./authenticate.ts";

/** What the stages use. */
export interface StageDeps {
  clock: Clock;
  log: Log;
  durations: Durations;
  location: string;
  router: Router;
  /** The registered api-versions by name. */
  versions: ReadonlyMap<string, ApiVersion>;
  authorisers: Authorisers;
  /** The present time as an RFC 1123 date. */
  httpDate: () => string;
}

/** One stage of the pipeline: it answers itself, or hands on to the rest and may change the answer on its way back. */
export type Stage = (exchange: Exchange, rest: Rest, deps: StageDeps) => Promise<Answer>;
export type Rest = () => Promise<Answer>;

/** The stages around `innermost`, the first one outermost. */
export function chain(
  stages: readonly Stage[],
  innermost: (exchange: Exchange) => Promise<Answer>,
  deps: StageDeps,
): (exchange: Exchange) => Promise<Answer> {
  return stages.reduceRight<(exchange: Exchange) => Promise<Answer>>(
    (rest, stage) => (exchange) => stage(exchange, () => rest(exchange), deps),
    innermost,
  );
}
