import type { WallResponse } from "../../wall/wall.ts";
import type { DirectoryObject } from "../directory/objects.ts";
import { describe, type Refusal, type Trace } from "../failures.ts";
import { type Html, html, page } from "./html.ts";

/** What the page to pick a user shows. */
export interface PickPage {
  /** Name of the application that is signed in to. */
  application: string;
  /** Where the form goes, and what names the sign-in. */
  action: string;
  flow: string;
  users: readonly DirectoryObject[];
  /** Whom the client expects, as it wrote it. */
  hint?: string | undefined;
  formTarget?: string;
  /** What the person is to know first: that another device waits. */
  notice?: string;
  cookie?: string | undefined;
}

/** The page on which a person says who they are. There are no passwords. */
export function pickPage(shown: PickPage): WallResponse {
  const { application, action, flow, users, hint, formTarget, notice, cookie } = shown;
  const isExpected = (user: DirectoryObject) => user.name?.toLowerCase() === hint?.toLowerCase();
  const expected = users.find(isExpected);
  const first = expected ?? users[0];
  const ordered = first === undefined ? [] : [first, ...users.filter((user) => user !== first)];
  const body = html`<h1>Pick an account</h1>
<p>to continue to <strong>${application}</strong></p>
${notice === undefined ? undefined : html`<p>${notice}</p>`}
${hint !== undefined && expected === undefined ? html`<p role="alert">There is no user ${hint} in this directory.</p>` : undefined}
<form method="post" action="${action}">
<input type="hidden" name="flow" value="${flow}">
<ul>
${ordered.map((user) => userItem(user, user === first))}
</ul>
<button class="quiet" type="submit" name="user" value="">Cancel</button>
</form>
<p class="small">This is the emulated directory of a local cloud: nobody has a password.</p>`;
  return page(body, { title: "Sign in", cookie, ...(formTarget === undefined ? {} : { formTarget }) });
}

const userItem = (user: DirectoryObject, first: boolean): Html => {
  const { jobTitle } = user.members;
  return html`<li><button type="submit" name="user" value="${user.id}"${first ? html` autofocus` : undefined}>
<span>${user.displayName}${typeof jobTitle === "string" ? html` · ${jobTitle}` : undefined}</span>
<span class="upn">${user.name}</span>
</button></li>`;
};

/** The page that tells a person why they cannot sign in. */
export function failurePage(refusal: Refusal, trace: Trace): WallResponse {
  const { message, timestamp } = describe(refusal, trace);
  const body = html`<h1>Sign in</h1>
<p role="alert">Sorry, but we’re having trouble signing you in.</p>
<p>${message}</p>
<dl>
<dt>Request Id</dt><dd>${trace.traceId}</dd>
<dt>Correlation Id</dt><dd>${trace.correlationId}</dd>
<dt>Timestamp</dt><dd>${timestamp}</dd>
</dl>`;
  return page(body, { status: 400, title: "Sign in failed" });
}

/** A page that says one thing. */
export const plainPage = (
  title: string,
  text: string,
  options: { status?: number; cookie?: string } = {},
): WallResponse => page(html`<h1>${title}</h1><p>${text}</p>`, { ...options, title });

/** The page on which a person types the code that a device shows. */
export const devicePage = (
  action: string,
  {
    code = "",
    problem,
    cookie,
    status,
  }: { code?: string; problem?: string; cookie?: string | undefined; status?: number },
): WallResponse =>
  page(
    html`<h1>Enter code</h1>
<p>Enter the code that is shown on your device. Do not enter codes from sources you don’t trust.</p>
<form method="post" action="${action}">
${problem === undefined ? undefined : html`<p role="alert" id="problem">${problem}</p>`}
<label for="otc">Code</label>
<input id="otc" name="otc" value="${code}" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="16"${problem === undefined ? undefined : html` aria-describedby="problem" aria-invalid="true"`} autofocus>
<button class="quiet" type="submit">Next</button>
</form>`,
    { title: "Enter code", cookie, ...(status === undefined ? {} : { status }) },
  );
