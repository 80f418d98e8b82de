import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import type { Answer } from "../answer.ts";
import type { AtEndOfTurn } from "./end-of-turn.ts";

/** A response of either protocol. */
export type RawResponse = ServerResponse | Http2ServerResponse;

/** Writes answers. */
export interface Replies {
  /** Writes `answer` to `response` at the end of this turn of the event loop, then calls `done`, with what went wrong if anything did. */
  write(response: RawResponse, answer: Answer, done: (failure?: unknown) => void): void;
}

/** Answers that are ready in one turn of the event loop go out one after the other: a client with many requests under way is woken once. */
export const createReplies = (atEndOfTurn: AtEndOfTurn): Replies => ({
  write: (response, answer, done) =>
    atEndOfTurn(() => {
      try {
        reply(response, answer);
        done();
      } catch (failure) {
        done(failure);
      }
    }),
});

/** Writes `answer`, once. A caller who has gone gets nothing. */
function reply(response: RawResponse, { status, headers, body }: Answer): void {
  if (response.destroyed || response.writableEnded || response.headersSent) return;
  // RFC 9110 §8.6: no Content-Length with 204; an empty 202 has one of 0, so that the connection can be kept.
  if (status !== 204) headers["content-length"] = String(body === undefined ? 0 : Buffer.byteLength(body));
  (response as ServerResponse).writeHead(status, headers);
  response.end(body ?? "");
}
