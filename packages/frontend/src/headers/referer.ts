import { CloudError } from "@aro/api";
import { messages } from "../messages.ts";
import { parseQuery } from "../routing/query.ts";

/**
 * Where the client reached ARM. Every absolute link takes scheme and host from here, never from `Host` or configuration (ARM-HDR-03).
 * @throws CloudError 400 when the header is missing or no http(s) address: a link to ourselves would leak our address (ARM-HDR-04).
 */
export function refererOf(headers: Readonly<Record<string, string | undefined>>): URL {
  const value = headers["referer"];
  const url = value === undefined ? null : URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol) || url.host === "")
    throw new CloudError({ code: "InvalidRequestContent", message: messages.referer(), target: "Referer" });
  // Nearly no address has any of them, and each change costs more than reading the whole address did.
  if (/[@#]/.test(url.href)) {
    url.username = "";
    url.password = "";
    url.hash = "";
  }
  return url;
}

/** Makes links: `referer` with its path replaced. Its query stays, with the api-version of the request when it names none (ARM-ASY-03). */
export function linksBeside(referer: URL, apiVersion: string): (path: string) => string {
  const { origin, search } = referer;
  const named = parseQuery(search.slice(1)).all("api-version").length > 0;
  const query = named ? search : `?api-version=${encodeURIComponent(apiVersion)}`;
  return (path) => `${origin}${path}${query}`;
}

/** `referer` with `$skipToken` set, all other parameters kept (ARM-LST-03). */
export function nextLink(referer: URL, skipToken: string): string {
  const link = new URL(referer);
  for (const name of [...link.searchParams.keys()])
    if (name.toLowerCase() === "$skiptoken") link.searchParams.delete(name);
  link.searchParams.append("$skipToken", skipToken);
  return link.href;
}
