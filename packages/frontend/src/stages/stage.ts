import type { ApiVersion, Durations } from "@aro/api";
import type { Clock } from "@aro/runtime";
import type { Exchange } from "../exchange.ts";
import type { Router } from "../routing/router.ts";
import type { Authorisers } from "./authorisers.ts";

/** What the stages use. */
export interface StageDeps {
  clock: Clock;
  durations: Pick<Durations, "dependencyDeadline">;
  location: string;
  router: Router<Exchange>;
  /** The registered api-versions by name. */
  versions: ReadonlyMap<string, ApiVersion>;
  authorisers: Authorisers;
}

/** One check of a request before it is served: fills in what it found out about the exchange, or throws the CloudError that is the answer. */
export type Stage = (exchange: Exchange, deps: StageDeps) => void | Promise<void>;
