import { Duplex } from "node:stream";
import type { WebSocketEnd } from "./web-socket.ts";

/** The bytes inside of a WebSocket's messages as a connection of their own: SPDY tunnelled through WebSocket. */
export function tunnelThrough(end: WebSocketEnd): Duplex {
  const messages = end.messages();
  return new Duplex({
    read() {
      messages.next().then(
        ({ done, value }) => this.push(done === true ? null : value),
        (error: Error) => this.destroy(error),
      );
    },
    write(part: Buffer, _, done) {
      end.send(part).then(() => done(), done);
    },
    final(done) {
      end.close().then(() => done(), done);
    },
    destroy(error, done) {
      end.close().then(
        () => done(error),
        () => done(error),
      );
    },
  });
}
