import type { WallResponse } from "../../wall/wall.ts";
import type { EntraDeps } from "../deps.ts";
import type { DirectoryObject } from "../directory/objects.ts";
import { describe, isRefusal, type Trace } from "../failures.ts";
import type { SignedIn } from "../grants.ts";
import { clientInfo, mintIdToken } from "../id-token.ts";
import { html, page } from "../pages/html.ts";
import { failurePage } from "../pages/pages.ts";
import { scopeOf } from "../token/call.ts";
import type { AuthorizeFailure, AuthorizeRequest, ReturnTo } from "./request.ts";

const codeLifetimeSeconds = 600;

/** Sends a signed-in person back to the client with what it asked for. */
export function answerSignedIn(
  request: AuthorizeRequest,
  user: DirectoryObject,
  signedIn: SignedIn,
  deps: EntraDeps,
  cookie?: string,
): WallResponse {
  const { client, responses, form, nonce, challenge, wanted, returnTo } = request;
  const scope = scopeOf(wanted, client, deps);
  const code = responses.has("code")
    ? deps.grants.issue(
        "code",
        {
          ...signedIn,
          clientId: client.appId,
          redirectUri: returnTo.redirectUri,
          wanted,
          ...(nonce === undefined ? {} : { nonce }),
          ...(challenge === undefined ? {} : { challenge }),
        },
        { lifetimeSeconds: codeLifetimeSeconds },
      )
    : undefined;
  const openid = isRefusal(scope) ? new Set<string>() : scope.openid;
  const idToken = responses.has("id_token")
    ? mintIdToken({ client, user, signedIn, form, nonce, openid, ...(code === undefined ? {} : { code }) }, deps)
    : undefined;
  return sendBack(
    returnTo,
    {
      code,
      id_token: idToken,
      ...(request.clientInfo ? { client_info: clientInfo(user, deps.tenantId) } : {}),
      session_state: deps.random.uuid(),
    },
    deps,
    cookie,
  );
}

/** Tells of a failure: the client where its address is known to be its own, the person otherwise. */
export function answerFailure({ refusal, returnTo }: AuthorizeFailure, trace: Trace, deps: EntraDeps): WallResponse {
  if (returnTo === undefined) return failurePage(refusal, trace);
  const { error, description } = describe(refusal, trace);
  return sendBack(returnTo, { error, error_description: description }, deps);
}

/** The answer in the query, the fragment or a form that sends itself. */
function sendBack(
  { redirectUri, mode, state }: ReturnTo,
  parameters: Readonly<Record<string, string | undefined>>,
  deps: EntraDeps,
  cookie?: string,
): WallResponse {
  const pairs = Object.entries({ ...parameters, state }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  if (mode === "form_post") return postBack(redirectUri, pairs, deps, cookie);
  const target = new URL(redirectUri);
  if (mode === "query") for (const [name, value] of pairs) target.searchParams.set(name, value);
  else target.hash = new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
  return {
    status: 302,
    headers: {
      location: target.href,
      "cache-control": "no-store, no-cache",
      "referrer-policy": "no-referrer",
      ...(cookie === undefined ? {} : { "set-cookie": cookie }),
    },
    body: new Uint8Array(0),
  };
}

function postBack(
  redirectUri: string,
  pairs: readonly (readonly [string, string])[],
  deps: EntraDeps,
  cookie: string | undefined,
): WallResponse {
  const body = html`<form method="post" action="${redirectUri}" id="back">
${pairs.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<h1>Signing in</h1>
<p>If nothing happens, go on by hand.</p>
<button type="submit">Continue</button>
</form>`;
  return page(body, {
    title: "Signing in",
    formTarget: formTarget(redirectUri),
    script: {
      text: 'document.getElementById("back").submit()',
      nonce: Buffer.from(deps.random.bytes(16)).toString("base64url"),
    },
    cookie,
  });
}

/** How the page's policy names where a form may lead: an origin, or a scheme that only an application on the device takes. */
export function formTarget(redirectUri: string): string {
  const { protocol, origin } = new URL(redirectUri);
  return origin === "null" ? protocol : origin;
}
