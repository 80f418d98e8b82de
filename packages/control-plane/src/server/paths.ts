import type { PathCall } from "../requests/handle.ts";
import { type ApiAnswer, json } from "../requests/request.ts";

const healthPaths = ["/healthz", "/livez", "/readyz"];

/** What the server says of itself. */
export const serverPaths =
  (kubernetes: string): PathCall =>
  ({ url, method }): ApiAnswer | undefined => {
    const path = url.pathname.replace(/\/$/, "");
    if (method !== "GET" && method !== "HEAD") return undefined;
    if (healthPaths.some((one) => path === one || path.startsWith(`${one}/`)))
      return {
        status: 200,
        headers: { "content-type": "text/plain; charset=utf-8" },
        body: url.searchParams.has("verbose") ? `[+]ping ok\n${path.split("/")[1]} check passed\n` : "ok",
      };
    if (path !== "/version") return undefined;
    const [, major = "1", minor = "0"] = /^v(\d+)\.(\d+)/.exec(kubernetes) ?? [];
    return json(200, {
      major,
      minor,
      gitVersion: kubernetes,
      gitCommit: "",
      gitTreeState: "clean",
      buildDate: "1970-01-01T00:00:00Z",
      goVersion: "",
      compiler: "",
      platform: "",
    });
  };
