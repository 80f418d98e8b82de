import type { ApiRequest } from "../requests/request.ts";

/** What follows `/proxy` in a request's path, with its query; `parts` is how many segments stand before `proxy`. */
export function behindProxy({ url }: ApiRequest, parts: number): URL {
  const path = url.pathname.split("/").slice(parts + 2);
  return new URL(`/${path.join("/")}${url.search}`, url.origin);
}

/** A proxied resource taken apart: `NAME`, `NAME:PORT`, `SCHEME:NAME:PORT`. Undefined: none of these. */
export function proxiedName(name: string): { scheme: "http" | "https" | ""; name: string; port: string } | undefined {
  const parts = name.split(":");
  const [scheme, held, port] =
    parts.length === 3 ? parts : parts.length === 2 ? ["", ...parts] : ["", parts[0] ?? "", ""];
  if (parts.length > 3 || held === "" || (scheme !== "" && scheme !== "http" && scheme !== "https")) return undefined;
  return { scheme: scheme as "http" | "https" | "", name: held ?? "", port: port ?? "" };
}
