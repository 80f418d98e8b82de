import { audiencesAt } from "../names/public-names.ts";
import { json } from "../wall/answers.ts";
import type { WallRequest, WallResponse } from "../wall/wall.ts";
import { authenticate, isAnswer } from "./authenticate.ts";
import type { EntraDeps } from "./deps.ts";
import { nameClaims } from "./user-claims.ts";
import { knownResources } from "./well-known.ts";

/** `GET /graph/oidc/userinfo`: who a token was given to, as OpenID Connect has it. */
export function userinfo(request: WallRequest, deps: EntraDeps): WallResponse {
  const [graph = ""] = knownResources.graph.names(deps);
  const caller = authenticate(
    request.headers["authorization"],
    audiencesAt(request.url.hostname, graph, "graph"),
    deps,
  );
  if (isAnswer(caller)) return caller;
  const { oid, sub } = caller.claims;
  const user = typeof oid === "string" ? deps.directory.objects.get(oid) : undefined;
  if (user === undefined || user.kind !== "user")
    return json(403, { error: { code: "Forbidden", message: "The token was not given to a person." } });
  const { mail } = user.members;
  return json(200, { sub, ...nameClaims(user), ...(typeof mail === "string" ? { email: mail } : {}) });
}
