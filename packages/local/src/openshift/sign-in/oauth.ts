import { createHash } from "node:crypto";
import { compare } from "bcryptjs";
import type { Objects } from "../cluster/objects.ts";
import type { WebAnswer, WebCall } from "../ingress/web-call.ts";
import { secretOf } from "../machines/credentials.ts";
import { failurePage, page, signInPage, tokenPage } from "./pages.ts";
import { kubeAdmin, type SignInTokens } from "./tokens.ts";

export interface OAuthDeps {
  api: Objects;
  tokens: SignInTokens;
  /** `https://oauth-openshift.apps.DOMAIN`. */
  issuer: string;
  /** `https://api.DOMAIN:6443`. */
  apiServer: string;
}

/** Clients that every cluster knows; the challenging one signs in by Basic, the browser's by a page. */
const clients = {
  "openshift-challenging-client": "challenge",
  "openshift-browser-client": "page",
  console: "page",
} as const;

const json = (status: number, value: object): WebAnswer => ({
  status,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: JSON.stringify(value),
});
const redirect = (location: string): WebAnswer => ({
  status: 302,
  headers: { location, "cache-control": "no-store" },
  body: "",
});

/** The well-known document by which clients find the OAuth server (RFC 8414). */
export const oauthMetadata = (issuer: string): object => ({
  issuer,
  authorization_endpoint: `${issuer}/oauth/authorize`,
  token_endpoint: `${issuer}/oauth/token`,
  scopes_supported: ["user:check-access", "user:full", "user:info", "user:list-projects", "user:list-scoped-projects"],
  response_types_supported: ["code", "token"],
  grant_types_supported: ["authorization_code", "implicit"],
  code_challenge_methods_supported: ["plain", "S256"],
});

/** Answers a call of the OAuth server. */
export async function answerOAuth(call: WebCall, deps: OAuthDeps): Promise<WebAnswer> {
  const { method, url } = call;
  switch (url.pathname) {
    case "/healthz":
      return { status: 200, headers: { "content-type": "text/plain" }, body: "ok" };
    case "/.well-known/oauth-authorization-server":
      return json(200, oauthMetadata(deps.issuer));
    case "/oauth/authorize":
      return authorize(call, deps);
    case "/oauth/token":
      return method === "POST" ? exchange(call, deps) : json(405, { error: "invalid_request" });
    case "/oauth/token/request":
      return redirect(
        `${deps.issuer}/oauth/authorize?client_id=openshift-browser-client&redirect_uri=${encodeURIComponent(`${deps.issuer}/oauth/token/display`)}&response_type=code`,
      );
    case "/oauth/token/display":
      return display(call, deps);
    case "/oauth/token/implicit":
      return page(200, "The token was given to the client that asked for it.");
    default:
      return page(404, "There is no such page.");
  }
}

/** Whether the administrator's password is right: the secret holds its hash, and is removed when nobody shall sign in with it. */
async function isKubeAdmin(api: Objects, name: string, password: string): Promise<boolean> {
  const hash = secretOf(api, "kubeadmin", "kube-system")?.["kubeadmin"];
  return name === "kubeadmin" && hash !== undefined && (await compare(password, hash));
}

/** Name and password out of the header of a challenge or the fields of the page. */
function proofOf({ headers, body, method }: WebCall): { name: string; password: string } | undefined {
  const basic = /^Basic +(\S+)$/i.exec(headers["authorization"] ?? "")?.[1];
  if (basic !== undefined) {
    const text = Buffer.from(basic, "base64").toString("utf8");
    const at = text.indexOf(":");
    return at < 0 ? undefined : { name: text.slice(0, at), password: text.slice(at + 1) };
  }
  if (method !== "POST") return undefined;
  const form = new URLSearchParams(body);
  const name = form.get("username");
  return name === null ? undefined : { name, password: form.get("password") ?? "" };
}

async function authorize(call: WebCall, deps: OAuthDeps): Promise<WebAnswer> {
  const { url, headers } = call;
  const query = url.searchParams;
  const clientName = query.get("client_id") ?? "";
  const way = Object.hasOwn(clients, clientName) ? clients[clientName as keyof typeof clients] : undefined;
  if (way === undefined)
    return failurePage(
      400,
      "unauthorized_client",
      "The client is not authorized to request a token using this method.",
    );
  const redirectURI = query.get("redirect_uri") ?? `${deps.issuer}/oauth/token/implicit`;
  const isOwn =
    URL.canParse(redirectURI) &&
    (redirectURI.startsWith(`${deps.issuer}/oauth/token/`) ||
      redirectURI.startsWith(`${deps.issuer.replace("oauth-openshift", "console-openshift-console")}/`) ||
      /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?\//.test(redirectURI));
  if (!isOwn) return failurePage(400, "invalid_request", "The redirect URI is not one of this client's.");
  const proof = proofOf(call);
  if (proof === undefined || !(await isKubeAdmin(deps.api, proof.name, proof.password))) {
    // Without this header a browser would answer the challenge by itself: a call from somebody else's page (CSRF).
    if (way === "challenge" && headers["x-csrf-token"] === undefined)
      return page(401, "A non-empty X-CSRF-Token header is required to receive basic-auth challenges.", {
        warning: '199 OAuth "A non-empty X-CSRF-Token header is required to receive basic-auth challenges"',
      });
    if (way === "challenge")
      return page(401, "Sign in with a name and a password.", { "www-authenticate": 'Basic realm="openshift"' });
    return signInPage(`${url.pathname}${url.search}`, proof !== undefined);
  }
  const scopes = (query.get("scope") ?? "user:full").split(" ").filter((one) => one !== "");
  const target = new URL(redirectURI);
  const state = query.get("state");
  const grant = { clientName, userName: kubeAdmin, redirectURI, scopes };
  if (query.get("response_type") === "token") {
    const { token, expiresIn } = deps.tokens.issue(grant);
    const fragment = new URLSearchParams({
      access_token: token,
      expires_in: String(expiresIn),
      scope: scopes.join(" "),
      token_type: "Bearer",
      ...(state === null ? {} : { state }),
    });
    // OpenShift leaves the tilde of `sha256~…` as it is, and scripts cut the token out of the address without decoding it.
    return redirect(`${target.href}#${fragment.toString().replaceAll("%7E", "~")}`);
  }
  const codeChallenge = query.get("code_challenge") ?? "";
  target.searchParams.set("code", deps.tokens.issueCode({ ...grant, codeChallenge }));
  if (state !== null) target.searchParams.set("state", state);
  return redirect(target.href);
}

/** Whether a verifier is the one that a challenge was made of (RFC 7636). */
const verifies = (challenge: string, verifier: string | null): boolean =>
  challenge === "" ||
  (verifier !== null &&
    (challenge === verifier || challenge === createHash("sha256").update(verifier).digest("base64url")));

function exchange({ body, headers }: WebCall, { tokens }: OAuthDeps): WebAnswer {
  const form = new URLSearchParams(body);
  const basic = /^Basic +(\S+)$/i.exec(headers["authorization"] ?? "")?.[1];
  const clientName =
    form.get("client_id") ??
    decodeURIComponent(
      Buffer.from(basic ?? "", "base64")
        .toString("utf8")
        .split(":")[0] ?? "",
    );
  const grant = tokens.redeem(form.get("code") ?? "");
  if (
    form.get("grant_type") !== "authorization_code" ||
    grant === undefined ||
    grant.clientName !== clientName ||
    !verifies(grant.codeChallenge, form.get("code_verifier"))
  )
    return json(400, {
      error: "invalid_grant",
      error_description:
        "The provided authorization grant is invalid, expired, revoked, or was issued to another client.",
    });
  const { token, expiresIn } = tokens.issue(grant);
  return json(200, { access_token: token, expires_in: expiresIn, scope: grant.scopes.join(" "), token_type: "Bearer" });
}

/** Shows a token to a person, once. */
function display({ url }: WebCall, { tokens, apiServer }: OAuthDeps): WebAnswer {
  const code = url.searchParams.get("code");
  const grant = code === null ? undefined : tokens.redeem(code);
  if (grant === undefined)
    return failurePage(400, "invalid_grant", "The code is not valid any more; request another token.");
  return tokenPage(tokens.issue(grant).token, apiServer);
}
