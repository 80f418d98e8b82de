import type { WallRequest, WallResponse } from "../../wall/wall.ts";
import { findClient } from "../client-authentication.ts";
import type { EntraDeps } from "../deps.ts";
import { isRefusal, traceOf } from "../failures.ts";
import { devicePage, failurePage, pickPage } from "../pages/pages.ts";
import { readForm } from "../token/call.ts";
import { pickForm } from "./authorize.ts";
import { browserOf } from "./browser.ts";

const clean = (code: string): string => code.toUpperCase().replace(/[^A-Z0-9]/g, "");

/** `/common/oauth2/deviceauth`: takes the code that a device shows, and asks who signs it in. */
export function deviceAuth(request: WallRequest, tenant: string, deps: EntraDeps): WallResponse {
  const action = request.url.pathname;
  const { hash, cookie } = browserOf(request, deps);
  if (request.method !== "POST") return devicePage(action, { code: request.url.searchParams.get("otc") ?? "", cookie });
  const typed = readForm(request)?.get("otc") ?? "";
  const found = deps.grants.find("userCode", clean(typed));
  if (found === undefined || found.expired)
    return devicePage(action, {
      code: typed,
      problem: "That code is not known, or it has expired.",
      cookie,
      status: 400,
    });
  const { deviceCode } = found.value;
  const client = findClient(deps.grants.find("device", deviceCode)?.value.clientId ?? "", deps);
  if (isRefusal(client)) return failurePage(client, traceOf(request, deps));
  return pickPage({
    application: client.displayName,
    ...pickForm({ tenant, browser: hash, purpose: { kind: "device", deviceCode } }, deps),
    notice: "You are signing in on another device. Go on only if it is yours.",
    cookie,
  });
}
