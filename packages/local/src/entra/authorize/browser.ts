import { timingSafeEqual } from "node:crypto";
import type { WallRequest } from "../../wall/wall.ts";
import type { EntraDeps } from "../deps.ts";
import { grantHash, type SignedIn } from "../grants.ts";

/** How long a browser stays signed in. */
const sessionSeconds = 86_400;

type Named = Pick<EntraDeps, "base">;

/** Cookies know no ports: instances side by side on localhost have names of their own. */
const cookieName = (what: "browser" | "session", { base }: Named): string =>
  `__Host-aro-${new URL(base).port || "443"}-${what}`;

const readCookie = (request: WallRequest, name: string): string | undefined =>
  (request.headers["cookie"] ?? "")
    .split(/;\s*/)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);

const cookie = (name: string, value: string, rest = ""): string =>
  `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${rest}`;

/** The browser that asks, by its cookie; a new cookie when it has none. */
export function browserOf(request: WallRequest, deps: EntraDeps): { hash: string; cookie?: string } {
  const name = cookieName("browser", deps);
  const present = readCookie(request, name);
  if (present !== undefined && /^[\w-]{43}$/.test(present)) return { hash: grantHash(present) };
  const value = Buffer.from(deps.random.bytes(32)).toString("base64url");
  return { hash: grantHash(value), cookie: cookie(name, value) };
}

/** Whether a form comes from a page of ours, shown to this very browser (against forged requests). */
export function isSameBrowser(request: WallRequest, browser: string, deps: EntraDeps): boolean {
  const origin = request.headers["origin"];
  if (origin !== undefined && origin !== "null" && origin !== new URL(deps.base).origin) return false;
  const present = readCookie(request, cookieName("browser", deps));
  if (present === undefined) return false;
  const [given, wanted] = [Buffer.from(grantHash(present)), Buffer.from(browser)];
  return given.byteLength === wanted.byteLength && timingSafeEqual(given, wanted);
}

/** Who is signed in in this browser. */
export function sessionOf(request: WallRequest, deps: EntraDeps): SignedIn | undefined {
  const secret = readCookie(request, cookieName("session", deps));
  const found = secret === undefined ? undefined : deps.grants.find("session", secret);
  return found === undefined || found.expired ? undefined : found.value;
}

/** Signs a person in in the browser that gets this cookie. */
export const startSession = (signedIn: SignedIn, deps: EntraDeps): string =>
  cookie(cookieName("session", deps), deps.grants.issue("session", signedIn, { lifetimeSeconds: sessionSeconds }));

/** Ends the browser's session; the cookie that forgets it. */
export function endSession(request: WallRequest, deps: EntraDeps): string {
  const name = cookieName("session", deps);
  const secret = readCookie(request, name);
  if (secret !== undefined) deps.grants.remove("session", secret);
  return cookie(name, "", "; Max-Age=0");
}
