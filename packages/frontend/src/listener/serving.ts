import type { Log } from "@aro/telemetry";
import type { Answer } from "../answer.ts";
import type { FrontendRequest } from "../request.ts";
import { createEndOfTurn } from "./end-of-turn.ts";
import { IncomingRequest } from "./incoming.ts";
import { createPeers, type RawRequest } from "./peer.ts";
import { createReplies, type RawResponse } from "./reply.ts";

/** The one way in which a request from the wire is answered. */
export interface Serving {
  serve(request: RawRequest, response: RawResponse): void;
  /** Whether a request of this connection has no answer yet. */
  isBusy(socket: object): boolean;
}

/** Most bodies that are judged together: the store writes for the first of them while the event loop is still at the others. */
const mostBodies = 16;

/** Answers what `handle` answers; an answer that cannot be written is logged, and its connection ended. */
export function createServing(handle: (request: FrontendRequest) => Promise<Answer>, log: Log): Serving {
  const peers = createPeers();
  const atEndOfTurn = createEndOfTurn();
  const bodiesAtEndOfTurn = createEndOfTurn(mostBodies);
  const replies = createReplies(atEndOfTurn);
  const unanswered = new WeakMap<object, number>();
  const count = (socket: object, by: number) => unanswered.set(socket, (unanswered.get(socket) ?? 0) + by);
  return {
    isBusy: (socket) => (unanswered.get(socket) ?? 0) > 0,
    serve: (request, response) => {
      const { socket } = request;
      const done = (failure?: unknown) => {
        count(socket, -1);
        if (failure === undefined) return;
        log.error("connection.answer_not_written", { err: failure });
        response.destroy();
      };
      count(socket, 1);
      const incoming = new IncomingRequest(request, response, peers(request), bodiesAtEndOfTurn);
      const begin = () => void handle(incoming).then((answer) => replies.write(response, answer, done), done);
      // A GET has no body to wait for, which would bring it together with the others of its turn.
      if (request.method === "GET") atEndOfTurn(begin);
      else begin();
    },
  };
}
