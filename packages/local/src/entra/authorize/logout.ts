import type { WallRequest, WallResponse } from "../../wall/wall.ts";
import type { EntraDeps } from "../deps.ts";
import { readJwt } from "../jwt.ts";
import { plainPage } from "../pages/pages.ts";
import { endSession } from "./browser.ts";
import { platformOf } from "./redirect-uri.ts";

/** `GET …/logout`: signs the browser out, and sends it back where an application asks for it with an address of its own. */
export function logout(request: WallRequest, deps: EntraDeps): WallResponse {
  const cookie = endSession(request, deps);
  const query = request.url.searchParams;
  const target = query.get("post_logout_redirect_uri") ?? "";
  const audience = readJwt(query.get("id_token_hint") ?? "")?.claims["aud"];
  const clientId = query.get("client_id") ?? (typeof audience === "string" ? audience : "");
  const client = deps.directory.client(clientId);
  if (client === undefined || !URL.canParse(target) || platformOf(client, target) === undefined)
    return plainPage(
      "You signed out",
      "You signed out of your account. It’s a good idea to close all browser windows.",
      { cookie },
    );
  const back = new URL(target);
  const state = query.get("state");
  if (state !== null) back.searchParams.set("state", state);
  return {
    status: 302,
    headers: { location: back.href, "cache-control": "no-store, no-cache", "set-cookie": cookie },
    body: new Uint8Array(0),
  };
}
