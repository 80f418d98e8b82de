import { ApiStatus } from "../status/status.ts";

/** Where a list goes on. */
export interface Continuation {
  /** Resource version of the first page. */
  version: number;
  /** Key of the last entry that was shown. */
  after: string;
}

export const writeContinuation = ({ version, after }: Continuation): string =>
  Buffer.from(JSON.stringify({ v: "meta.k8s.io/v1", rv: version, start: after })).toString("base64url");

/** @throws ApiStatus BadRequest for a token that was not made here. */
export function readContinuation(token: string): Continuation {
  try {
    const { rv, start } = JSON.parse(Buffer.from(token, "base64url").toString()) as { rv: unknown; start: unknown };
    if (Number.isSafeInteger(rv) && typeof start === "string") return { version: rv as number, after: start };
  } catch {
    // Told below, as any other token that is none of ours.
  }
  throw new ApiStatus("BadRequest", "continue key is not valid: it was not given out by this server");
}
