import { apiVersions } from "@aro/api/versions";
import type { FrontendDeps } from "./deps.ts";
import { createReadiness, type Readiness } from "./health/ready.ts";
import { type Listener, type ListenOptions, listen } from "./listener/listen.ts";
import { createPipeline, type Handle } from "./pipeline.ts";
import { recordsOf } from "./records.ts";
import { createRouter } from "./routing/router.ts";
import { routesOf } from "./routing/routes.ts";
import { createTurns } from "./turns.ts";

/** The ARM REST API of the service. */
export interface Frontend extends Readiness {
  /** Answers one request; never rejects. What a listener, a test or a simulation calls. */
  handle: Handle;
  /** Serves over TLS, HTTP/1.1 and HTTP/2. */
  listen(options: ListenOptions): Promise<Listener>;
}

/** A frontend over what `deps` names. It keeps no state but its readiness: any number may run over one database. */
export function createFrontend(deps: FrontendDeps): Frontend {
  const { clock, random, durations, authorisers } = deps;
  const log = deps.log.with({ component: "frontend" });
  const readiness = createReadiness(deps);
  const service = { ...deps, log, records: recordsOf(deps.database, deps), turns: createTurns() };
  const handle = createPipeline({
    clock,
    random,
    log,
    durations,
    authorisers,
    location: deps.settings.location,
    router: createRouter(routesOf(service, readiness)),
    versions: apiVersions,
  });
  return {
    ...readiness,
    handle,
    listen: (options) => listen(options, handle, { clock, random, log, requestDeadline: durations.requestDeadline }),
  };
}
