import type { WebAnswer } from "../ingress/web-call.ts";

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => escapes[letter] ?? letter);

const html = (
  status: number,
  title: string,
  content: string,
  headers: Readonly<Record<string, string>> = {},
): WebAnswer => ({
  status,
  headers: {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    ...headers,
  },
  body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:4rem auto;padding:0 1rem}code,pre{background:#f0f0f0;padding:.2rem .4rem;overflow-wrap:anywhere;white-space:pre-wrap}label{display:block;margin:1rem 0}input{font:inherit;width:100%;padding:.4rem;box-sizing:border-box}button{font:inherit;padding:.5rem 1.5rem}</style>
</head><body>${content}</body></html>
`,
});

/** A page with one sentence. */
export const page = (status: number, text: string, headers?: Readonly<Record<string, string>>): WebAnswer =>
  html(status, "OpenShift", `<h1>OpenShift</h1><p>${escaped(text)}</p>`, headers);

export const failurePage = (status: number, code: string, text: string): WebAnswer =>
  html(status, "Error", `<h1>Error</h1><p>${escaped(text)}</p><p><code>${escaped(code)}</code></p>`);

/** Where a person signs in; `again`: the last attempt failed. */
export const signInPage = (action: string, again: boolean): WebAnswer =>
  html(
    again ? 401 : 200,
    "Log in",
    `<h1>Log in to your account</h1>${again ? '<p role="alert">Invalid login or password. Please try again.</p>' : ""}
<form method="post" action="${escaped(action)}"><label>Username<input name="username" autocomplete="username" autofocus required></label>
<label>Password<input name="password" type="password" autocomplete="current-password" required></label><button>Log in</button></form>`,
  );

/** Shows a fresh token and how to use it. */
export const tokenPage = (token: string, apiServer: string): WebAnswer =>
  html(
    200,
    "Your API token",
    `<h1>Your API token is</h1><p><code>${escaped(token)}</code></p><h2>Log in with this token</h2>
<pre>oc login --token=${escaped(token)} --server=${escaped(apiServer)}</pre><h2>Use this token directly against the API</h2>
<pre>curl -H "Authorization: Bearer ${escaped(token)}" "${escaped(apiServer)}/apis/user.openshift.io/v1/users/~"</pre>
<p><a href="/oauth/token/request">Request another token</a></p>`,
  );

/** What stands in the place of the web console. */
export const consolePage = (domain: string, version: string): WebAnswer =>
  html(
    200,
    "Red Hat OpenShift",
    `<h1>OpenShift console</h1><p>This cluster is emulated: it has no web console. Its API answers at
<code>https://api.${escaped(domain)}:6443</code>.</p><p>Version ${escaped(version)}. <a href="https://oauth-openshift.apps.${escaped(domain)}/oauth/token/request">Get a token</a>.</p>`,
  );

/** The router's page for hosts that no route has. */
export const unavailablePage = (): WebAnswer =>
  html(
    503,
    "Application is not available",
    "<h1>Application is not available</h1><p>The application is currently not serving requests at this endpoint. It may not have been started or is still starting.</p>",
  );
