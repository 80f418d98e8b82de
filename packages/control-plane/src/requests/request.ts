import type { Duplex } from "node:stream";
import type { Proof } from "../access/access.ts";
import type { ReviewBook } from "../admission/webhooks/reviews.ts";

/** A request as it came over the wire, its body read whole. */
export interface ApiRequest {
  method: string;
  /** Path and query as sent. */
  url: URL;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
  proof: Proof;
  /** Aborted when the client has gone or the server stops. */
  signal: AbortSignal;
  /** What webhooks have said already of what this request writes. */
  reviews?: ReviewBook;
}

/** What is answered: a body, or parts of one as they come. */
export interface ApiAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | AsyncIterable<string | Uint8Array>;
  /** With status 101: takes over the connection; it is ended when this has resolved. */
  upgraded?(connection: Duplex): Promise<void>;
}

const encoding = { "content-type": "application/json" };

/** An answer that is JSON already. */
export const jsonText = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): ApiAnswer => ({
  status,
  headers: { ...encoding, ...headers },
  body: text,
});

export const json = (status: number, value: unknown, headers?: Readonly<Record<string, string>>): ApiAnswer =>
  jsonText(status, JSON.stringify(value), headers);
