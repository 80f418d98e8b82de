/** One request, as far as the transport knows it. */
export interface FrontendRequest {
  method: string;
  /** Path and query as they stood on the wire, not decoded. */
  target: string;
  /** Names in lower case; repeated headers joined by commas. */
  headers: Readonly<Record<string, string | undefined>>;
  /** The body, or where it can be read from. Absent: there is none. */
  body?: Uint8Array | BodySource;
  peer: Peer;
  /** Aborted when the caller has gone away. */
  signal?: AbortSignal;
}

/** A body that is still on its way. */
export interface BodySource {
  /** The whole body; `tooLarge` when it has more than `limit` bytes, `broken` when it did not come to its end. */
  read(limit: number): Promise<Uint8Array | "tooLarge" | "broken">;
}

/** Who is at the other end of the connection. */
export interface Peer {
  /** DER of the client certificate that was presented, if any. Not verified by TLS. */
  certificate: Uint8Array | undefined;
  address: string;
  /** `HTTP/1.1` or `HTTP/2.0`. */
  protocol: string;
}
