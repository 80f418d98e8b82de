import { readJwt } from "./entra/jwt.ts";
import type { Actor } from "./faults/fault.ts";
import type { WallRequest } from "./wall/wall.ts";

/** Who makes a call, for faults: the service is known by its application, in tokens and in requests for them. */
export const callerOf =
  (firstPartyClientId: string) =>
  ({ headers, body, method, url }: WallRequest): Actor => {
    const token = /^Bearer +(\S+)$/i.exec(headers["authorization"] ?? "")?.[1];
    const claims = token === undefined ? undefined : readJwt(token)?.claims;
    if (claims !== undefined) return claims["appid"] === firstPartyClientId ? "rp" : "client";
    const asksForToken = method === "POST" && url.pathname.toLowerCase().endsWith("/token");
    return asksForToken && new TextDecoder().decode(body).includes(firstPartyClientId) ? "rp" : "client";
  };
