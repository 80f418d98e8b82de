import { timingSafeEqual } from "node:crypto";
import { armError, json, readObject } from "../wall/answers.ts";
import type { WallRequest, WallResponse } from "../wall/wall.ts";

/** A call of the control API: the parts of its path that a route names, and its body. */
export interface ControlCall {
  parameters: Readonly<Record<string, string>>;
  body: Record<string, unknown>;
}

/** One route of the control API. `path` names parts in braces. */
export interface ControlRoute {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  /** Answers without the bearer secret; for health only. */
  open?: true;
  run(call: ControlCall): WallResponse | Promise<WallResponse>;
}

/** How a route refuses a body. */
export const badRequest = (message: string): WallResponse => armError(400, "BadRequest", message);

/** Answers `/_local/…`: how people and tests steer the emulator. Undefined when the path is another. */
export function control(
  request: WallRequest,
  routes: readonly ControlRoute[],
  secret: string,
): WallResponse | Promise<WallResponse> | undefined {
  const { pathname } = request.url;
  if (!pathname.startsWith("/_local")) return undefined;
  const path = pathname.replace(/\/+$/, "");
  if (path !== "/_local" && !path.startsWith("/_local/")) return undefined;
  const here = routes.flatMap((route) => {
    const parameters = matchPath(route.path, path);
    return parameters === undefined ? [] : [{ route, parameters }];
  });
  const match = here.find(({ route }) => route.method === request.method);
  if (match?.route.open !== true && !isSecret(request.headers["authorization"], secret))
    return armError(401, "Unauthorized", "Send 'Authorization: Bearer SECRET' with the secret of the state folder.", {
      "www-authenticate": "Bearer",
    });
  if (here.length === 0)
    return armError(404, "NotFound", `There is no ${path}; there are ${routes.map(({ path }) => path).join(", ")}.`);
  if (match === undefined) {
    const allow = here.map(({ route }) => route.method).join(", ");
    return armError(405, "MethodNotAllowed", `${path} takes ${allow}.`, { allow });
  }
  const [parameter] = request.url.searchParams.keys();
  if (parameter !== undefined)
    return badRequest(`The query parameter '${parameter}' is not supported: there are none.`);
  const body = request.body.byteLength === 0 ? {} : readObject(request.body);
  if (body === undefined) return badRequest("The body is not a JSON object.");
  return match.route.run({ parameters: match.parameters, body });
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith("{")) parameters[part.slice(1, -1)] = value;
    else if (part !== value) return undefined;
  }
  return parameters;
}

function isSecret(header: string | undefined, secret: string): boolean {
  const given = Buffer.from(/^Bearer +(\S+)$/i.exec(header ?? "")?.[1] ?? "");
  const wanted = Buffer.from(secret);
  return given.byteLength === wanted.byteLength && timingSafeEqual(given, wanted);
}

/** 200 with `value`. */
export const done = (value: unknown): WallResponse => json(200, value);
