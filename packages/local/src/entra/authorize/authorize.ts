import type { WallRequest, WallResponse } from "../../wall/wall.ts";
import type { EntraDeps } from "../deps.ts";
import type { DirectoryObject } from "../directory/objects.ts";
import { isRefusal, refuse, traceOf } from "../failures.ts";
import type { Flow } from "../grants.ts";
import { failurePage, pickPage, plainPage } from "../pages/pages.ts";
import { readForm } from "../token/call.ts";
import { findPerson } from "../token/person.ts";
import type { TokenForm } from "../token-form.ts";
import { answerFailure, answerSignedIn, formTarget } from "./answer.ts";
import { browserOf, isSameBrowser, sessionOf, startSession } from "./browser.ts";
import { type AuthorizeRequest, readAuthorize } from "./request.ts";

const flowLifetimeSeconds = 1800;

/** `GET /{tenant}/oauth2[/v2.0]/authorize`: back to the client at once for who is signed in already, otherwise the page to pick a user. */
export function authorize(request: WallRequest, tenant: string, form: TokenForm, deps: EntraDeps): WallResponse {
  const trace = traceOf(request, deps);
  const read = readAuthorize(request.url.searchParams, tenant, form, deps);
  if ("refusal" in read) return answerFailure(read, trace, deps);
  const session = sessionOf(request, deps);
  const known = session === undefined ? undefined : findPerson(session.userId, deps);
  const expected = known !== undefined && !isRefusal(known) && isExpected(known, read.loginHint) ? known : undefined;
  if (session !== undefined && expected !== undefined && (read.prompt === undefined || read.prompt === "none"))
    return answerSignedIn(read, expected, session, deps);
  if (read.prompt === "none")
    return answerFailure({ refusal: refuse("AADSTS50058"), returnTo: read.returnTo }, trace, deps);
  const { search } = request.url;
  return showPick(request, read, { tenant, purpose: { kind: "authorize", form, query: search } }, deps);
}

const isExpected = (user: DirectoryObject, hint: string | undefined): boolean =>
  hint === undefined || user.name?.toLowerCase() === hint.toLowerCase();

function showPick(
  request: WallRequest,
  { client, loginHint, returnTo }: AuthorizeRequest,
  flow: Omit<Flow, "browser">,
  deps: EntraDeps,
): WallResponse {
  const { hash, cookie } = browserOf(request, deps);
  return pickPage({
    application: client.displayName,
    ...pickForm({ ...flow, browser: hash }, deps),
    hint: loginHint,
    formTarget: formTarget(returnTo.redirectUri),
    cookie,
  });
}

/** What every page to pick a user has: the users, and the sign-in that it belongs to. */
export const pickForm = (flow: Flow, deps: EntraDeps) => ({
  action: `/${encodeURIComponent(flow.tenant)}/login`,
  flow: deps.grants.issue("flow", flow, { lifetimeSeconds: flowLifetimeSeconds }),
  users: [...deps.directory.objects.list("user")].filter((user) => user.members["accountEnabled"] !== false),
});

/** `POST /{tenant}/login`: the person has picked who they are, or cancelled. */
export function picked(request: WallRequest, deps: EntraDeps): WallResponse {
  const trace = traceOf(request, deps);
  const parameters = readForm(request);
  const secret = parameters?.get("flow");
  const found = secret === undefined ? undefined : deps.grants.find("flow", secret);
  if (parameters === undefined || secret === undefined || found === undefined || found.expired)
    return failurePage(refuse("AADSTS9002313"), trace);
  const flow = found.value;
  if (!isSameBrowser(request, flow.browser, deps)) return failurePage(refuse("AADSTS9002313"), trace);
  deps.grants.remove("flow", secret);
  const { purpose } = flow;
  const userId = parameters.get("user") ?? "";
  const user = userId === "" ? undefined : findPerson(userId, deps);
  if (isRefusal(user)) return failurePage(user, trace);
  const signedIn = { userId, authTime: Math.floor(deps.clock.now() / 1000) };
  if (purpose.kind === "device") return decideDevice(purpose.deviceCode, user && signedIn, deps);
  const read = readAuthorize(new URLSearchParams(purpose.query), flow.tenant, purpose.form, deps);
  if ("refusal" in read) return answerFailure(read, trace, deps);
  if (user === undefined)
    return answerFailure({ refusal: refuse("AADSTS65004"), returnTo: read.returnTo }, trace, deps);
  return answerSignedIn(read, user, signedIn, deps, startSession(signedIn, deps));
}

function decideDevice(
  deviceCode: string,
  signedIn: { userId: string; authTime: number } | undefined,
  deps: EntraDeps,
): WallResponse {
  const device = deps.grants.find("device", deviceCode);
  if (device === undefined || device.expired)
    return plainPage("Code expired", "The code has expired. Ask the device for another.", { status: 400 });
  deps.grants.change("device", deviceCode, { ...device.value, decision: signedIn ?? "declined" });
  deps.grants.remove("userCode", device.value.userCode);
  const options = signedIn === undefined ? {} : { cookie: startSession(signedIn, deps) };
  return signedIn === undefined
    ? plainPage("Cancelled", "The device was not signed in. You may close this window.")
    : plainPage("You have signed in", "You have signed in on your device. You may now close this window.", options);
}
