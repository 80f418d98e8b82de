import { apiVersions, CloudError } from "@aro/api";
import { errorAnswer } from "./answer.ts";
import type { FrontendDeps } from "./deps.ts";
import { type Answer, Exchange, type FrontendRequest } from "./exchange.ts";
import { httpDates } from "./headers/http-date.ts";
import { requestIds } from "./headers/request-ids.ts";
import { createReadiness, type Readiness } from "./health/ready.ts";
import { type Listener, type ListenOptions, listen } from "./listener/listen.ts";
import { messages } from "./messages.ts";
import { recordsOf } from "./records.ts";
import { createRouter } from "./routing/router.ts";
import { routesOf } from "./routing/routes.ts";
import { chain, type StageDeps, stages } from "./stages/index.ts";

/** The ARM REST API of the service. */
export interface Frontend extends Readiness {
  /** Answers one request; never rejects. What a listener, a test or a simulation calls. */
  handle(request: FrontendRequest): Promise<Answer>;
  /** Serves over TLS, HTTP/1.1 and HTTP/2. */
  listen(options: ListenOptions): Promise<Listener>;
}

/** A frontend over what `deps` names. It holds no state but its readiness: any number may run over one database. */
export function createFrontend(deps: FrontendDeps): Frontend {
  const { clock, random, durations } = deps;
  const log = deps.log.with({ component: "frontend" });
  const readiness = createReadiness(deps);
  const service = { ...deps, log, records: recordsOf(deps.database, deps) };
  const stageDeps: StageDeps = {
    clock,
    log,
    durations,
    location: deps.settings.location,
    router: createRouter(routesOf(service, readiness)),
    versions: apiVersions,
    authorisers: deps.authorisers,
    httpDate: httpDates(clock),
  };
  const pipeline = chain(stages, async (exchange) => serve(exchange), stageDeps);
  const handle = async (request: FrontendRequest): Promise<Answer> =>
    await pipeline(new Exchange(request, requestIds(request, random), clock.now(), log));
  return {
    ...readiness,
    handle,
    listen: (options) => listen(options, handle, { clock, random, log, requestDeadline: durations.requestDeadline }),
  };
}

async function serve(exchange: Exchange): Promise<Answer> {
  if (exchange.route !== undefined) return await exchange.route.serve(exchange);
  // The stage `served` has answered already.
  return errorAnswer(
    new CloudError({ code: "InternalServerError", message: messages.internal(exchange.ids.requestId) }),
  );
}
