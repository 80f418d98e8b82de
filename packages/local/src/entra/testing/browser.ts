import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { base, type EntraRig, type Seen } from "./rig.ts";

/** A browser that keeps cookies and sends the form of the page that it shows. */
export interface Browser {
  get(path: string): Promise<Seen>;
  /** Sends the form of `page` with these members set. */
  submit(page: Seen, members: Readonly<Record<string, string>>, headers?: Record<string, string>): Promise<Seen>;
}

export function openBrowser({ ask }: Pick<EntraRig, "ask">): Browser {
  const jar = new Map<string, string>();
  const headers = (more: Record<string, string> = {}) => ({
    cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
    ...more,
  });
  const keep = (answer: Seen): Seen => {
    const cookie = /^([^=]+)=([^;]*)(.*)$/.exec(answer.headers["set-cookie"] ?? "");
    if (cookie?.[1] !== undefined && cookie[2] !== undefined)
      if (/Max-Age=0/.test(cookie[3] ?? "")) jar.delete(cookie[1]);
      else jar.set(cookie[1], cookie[2]);
    return answer;
  };
  return {
    get: async (path) => keep(await ask(path, undefined, headers())),
    submit: async (page, members, more) => {
      const action = /<form method="post" action="([^"]+)"/.exec(page.text)?.[1];
      assert.ok(action, page.text);
      const form = { ...hiddenOf(page), ...members };
      return keep(await ask(action, form, headers({ origin: base, ...more })));
    },
  };
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** The hidden members of a page's form. */
export const hiddenOf = ({ text }: Pick<Seen, "text">): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
      name,
      value.replace(/&([a-z#0-9]+);/g, (whole, entity: string) => entities[entity] ?? whole),
    ]),
  );

/** A verifier and its challenge (RFC 7636). */
export const pkce = () => {
  const verifier = "v".repeat(43);
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
};

/** Parameters of the address that an answer leads to, and the address without them. */
export function followed(answer: Seen): { place: string; parameters: URLSearchParams } {
  assert.equal(answer.status, 302, answer.text);
  const url = new URL(answer.headers["location"] ?? "");
  const parameters = url.hash === "" ? url.searchParams : new URLSearchParams(url.hash.slice(1));
  return { place: url.href.split(/[?#]/)[0] ?? "", parameters };
}

/** The id of the user whose principal name begins so. */
export function userId({ directory }: Pick<EntraRig, "directory">, name: string): string {
  const user = directory.objects.byName(`${name}@aro.test`);
  assert.ok(user);
  return user.id;
}
