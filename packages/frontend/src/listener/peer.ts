import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import type { TLSSocket } from "node:tls";
import type { Peer } from "../request.ts";

/** A request as the listener gets it, of either protocol. */
export type RawRequest = IncomingMessage | Http2ServerRequest;

/** Who is at the other end of a request's connection, found out once for each connection. */
export function createPeers(): (request: RawRequest) => Peer {
  const known = new WeakMap<object, Peer>();
  return (request) => {
    const session = "stream" in request ? request.stream.session : undefined;
    const found = known.get(session ?? request.socket);
    if (found !== undefined) return found;
    const socket = (session?.socket ?? request.socket) as TLSSocket;
    const peer: Peer = {
      certificate: socket.getPeerX509Certificate()?.raw,
      address: socket.remoteAddress ?? "unknown",
      protocol: `HTTP/${request.httpVersion}`,
    };
    known.set(session ?? request.socket, peer);
    return peer;
  };
}
