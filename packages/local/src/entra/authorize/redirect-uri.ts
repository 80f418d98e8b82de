import type { Client } from "../directory.ts";
import { knownClients } from "../well-known.ts";

/** What kind of client comes back to an address: `web` keeps secrets, `publicClient` cannot, `spa` runs in a browser. */
export type Platform = "web" | "publicClient" | "spa";

const platforms: readonly Platform[] = ["web", "spa", "publicClient"];

/** The addresses that an application may come back to, by platform. */
export function redirectUris({ appId, application }: Client): readonly { platform: Platform; uri: string }[] {
  const known = knownClients.find((one) => one.appId === appId);
  if (known !== undefined) return known.redirectUris.map((uri) => ({ platform: "publicClient", uri }));
  return platforms.flatMap((platform) => {
    const { redirectUris = [] } = (application?.members[platform] ?? {}) as { redirectUris?: readonly string[] };
    return redirectUris.map((uri) => ({ platform, uri }));
  });
}

/** The platform for which `uri` is registered; undefined when it is not. Addresses are compared as written; at the loopback any port counts. */
export function platformOf(client: Client, uri: string): Platform | undefined {
  return redirectUris(client).find((registered) => registered.uri === uri || sameLoopback(registered.uri, uri))
    ?.platform;
}

function sameLoopback(registered: string, given: string): boolean {
  if (!URL.canParse(registered) || !URL.canParse(given)) return false;
  const [one, other] = [new URL(registered), new URL(given)];
  const isLoopback = one.protocol === "http:" && ["localhost", "127.0.0.1"].includes(one.hostname);
  return (
    isLoopback &&
    other.protocol === one.protocol &&
    other.hostname === one.hostname &&
    other.pathname === one.pathname &&
    other.search === one.search &&
    other.hash === "" &&
    other.username === "" &&
    other.password === ""
  );
}

/** Whether a client may sign people in without proving itself: Microsoft's own, and those whose fallback is a public client. */
export const isPublic = ({ appId, application }: Client): boolean =>
  knownClients.some((one) => one.appId === appId) || application?.members["isFallbackPublicClient"] === true;
