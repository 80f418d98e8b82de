import type { BodySource, FrontendRequest, Peer } from "../request.ts";
import type { AtEndOfTurn } from "./end-of-turn.ts";
import type { RawRequest } from "./peer.ts";
import type { RawResponse } from "./reply.ts";

/** How much of a body that is too large is read and thrown away, so that a caller who is still sending gets to read the answer. */
const patienceBytes = 16 * 1_048_576;

/** A request from the wire. What costs something — the body, the signal — is made when it is asked for. */
export class IncomingRequest implements FrontendRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: BodySource;
  readonly peer: Peer;
  readonly #response: RawResponse;
  #gone: AbortController | undefined;

  constructor(raw: RawRequest, response: RawResponse, peer: Peer, atEndOfTurn: AtEndOfTurn) {
    this.#response = response;
    this.method = raw.method ?? "";
    this.target = raw.url ?? "/";
    this.headers = raw.headers as Record<string, string | undefined>;
    this.peer = peer;
    this.body = { read: (limit) => readBody(raw, limit, atEndOfTurn) };
  }

  get signal(): AbortSignal {
    if (this.#gone === undefined) {
      const gone = new AbortController();
      this.#gone = gone;
      const response = this.#response;
      // The response and not the request: that one also closes when its body has been read.
      if (response.destroyed) gone.abort();
      else
        response.once("close", () => {
          if (!response.writableFinished) gone.abort();
        });
    }
    return this.#gone.signal;
  }
}

/** Bodies that are there in one turn of the event loop are handed over together. */
function readBody(
  raw: RawRequest,
  limit: number,
  atEndOfTurn: AtEndOfTurn,
): Promise<Uint8Array | "tooLarge" | "broken"> {
  return new Promise((resolve) => {
    let pieces: Buffer[] = [];
    let bytes = 0;
    let isOver = false;
    const over = (outcome: () => Uint8Array | "tooLarge" | "broken") => {
      if (isOver) return;
      isOver = true;
      atEndOfTurn(() => resolve(outcome()));
    };
    raw.on("data", (piece: Buffer) => {
      bytes += piece.byteLength;
      if (bytes <= limit) pieces.push(piece);
      else {
        pieces = [];
        if (bytes > patienceBytes) over(() => "tooLarge");
      }
    });
    const whole = () => (pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces, bytes));
    raw.once("end", () => over(bytes > limit ? () => "tooLarge" : whole));
    raw.once("error", () => over(() => "broken"));
    raw.once("close", () => over(() => "broken"));
  });
}
