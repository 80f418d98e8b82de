import type { Wall } from "../../wall/wall.ts";

const longestDocument = 1024 * 1024;

/**
 * How issuers' documents are read: those whose names are of this cloud answer through its own wall, and nobody else is asked.
 * Undefined for whatever is not a JSON document that could be had.
 */
export const readIssuer =
  ({ base, suffix, wall }: { base: string; suffix: string; wall: Wall }) =>
  async (url: URL): Promise<unknown> => {
    const isInside = url.origin === new URL(base).origin || url.hostname.endsWith(`.${suffix}`);
    if (url.protocol !== "https:" || !isInside) return undefined;
    const { signal } = new AbortController();
    const headers = { host: url.host, accept: "application/json" };
    const { status, body } = await wall({ method: "GET", url, headers, body: new Uint8Array(0), signal });
    if (status !== 200 || body.byteLength > longestDocument) return undefined;
    try {
      return JSON.parse(new TextDecoder().decode(body));
    } catch {
      return undefined;
    }
  };
