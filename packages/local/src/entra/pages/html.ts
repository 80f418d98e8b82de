import type { WallResponse } from "../../wall/wall.ts";

/** Text that is HTML already. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | false | undefined | readonly Html[];

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? "");

function render(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.text;
  return typeof part === "object" ? part.map(render).join("") : escaped(String(part));
}

/** HTML with what is put in escaped, unless it is HTML itself. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.map((text, index) => text + render(parts[index])).join(""));

const style = `
  :root { color-scheme: light dark; --line: #8886; --edge: #767676; --blue: #0a58ca; }
  @media (prefers-color-scheme: dark) { :root { --blue: #7db3ff; } }
  * { box-sizing: border-box; }
  body { font: 16px/1.5 system-ui, sans-serif; margin: 0; padding: 1rem; display: grid; min-height: 100vh; place-items: center; }
  main { width: min(28rem, 100%); border: 1px solid var(--line); border-radius: 8px; padding: 1.5rem 2rem; }
  h1 { font-size: 1.4rem; margin: 0 0 .5rem; }
  p { margin: .5rem 0; overflow-wrap: anywhere; }
  ul { list-style: none; margin: 1rem 0; padding: 0; display: grid; gap: .5rem; }
  button, input { font: inherit; width: 100%; padding: .6rem .8rem; border: 1px solid var(--edge); border-radius: 6px; background: transparent; color: inherit; }
  button { text-align: left; cursor: pointer; }
  button:hover { border-color: var(--blue); }
  button:focus-visible, input:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
  button span { display: block; }
  .upn, .small { font-size: .875rem; }
  .upn { overflow-wrap: anywhere; }
  .quiet { text-align: center; }
  label { display: block; margin: 1rem 0 .25rem; }
  input { margin-bottom: .75rem; letter-spacing: .1em; }
  dl { font-size: .875rem; display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; }
  dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
`;

/** What a page is made of besides its body. */
interface PageOptions {
  status?: number;
  title: string;
  /** Where its forms may lead besides here: the browser holds a redirect that follows a form to the same rule. */
  formTarget?: string;
  /** A script of the page, the only one that may run. */
  script?: { text: string; nonce: string };
  cookie?: string | undefined;
}

/** A whole page: nothing is loaded from anywhere, nobody may frame it, and nothing of it is kept. */
export function page(body: Html, { status = 200, title, formTarget, script, cookie }: PageOptions): WallResponse {
  const whole = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<main>
${body}
</main>
${script === undefined ? undefined : html`<script nonce="${script.nonce}">${new Html(script.text)}</script>`}
</body>
</html>
`;
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "img-src data:",
    ...(script === undefined ? [] : [`script-src 'nonce-${script.nonce}'`]),
    `form-action 'self'${formTarget === undefined ? "" : ` ${formTarget}`}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy.join("; "),
      "cache-control": "no-store, no-cache",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      ...(cookie === undefined ? {} : { "set-cookie": cookie }),
    },
    body: new TextEncoder().encode(whole.text),
  };
}
