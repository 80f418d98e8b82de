import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import type { Identity } from "@aro/pki";
import { systemClock } from "@aro/runtime";

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: facts look into answers freely
  json: any;
}

export interface CallOptions {
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as it is when it is a string. */
  body?: unknown;
  contentType?: string;
}

/** An event of a watch, its object parsed. */
export interface Event {
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: facts look into objects freely
  object: any;
}

/** A running watch: its events one by one. */
export interface Watching extends AsyncDisposable {
  status: number;
  /** The next event; rejects when none comes in twenty seconds. Undefined when the watch has ended. */
  next(): Promise<Event | undefined>;
}

/** Calls over TLS as somebody. */
export interface Client {
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  watch(path: string): Promise<Watching>;
}

/** On a machine that has much else to do, too. */
const patience = 20_000;
/** A call that is not answered by then is none. */
const longestCall = 60_000;

/** A client with a certificate, a bearer token, or neither. */
export function createClient(
  address: string,
  authority: string,
  who: { identity?: Identity; token?: string } = {},
): Client {
  const { identity, token } = who;
  const open = (
    method: string,
    path: string,
    headers: Record<string, string>,
    body: string | undefined,
    signal?: AbortSignal,
  ): Promise<IncomingMessage> =>
    new Promise((done, fail) => {
      const sent = request(
        address + path,
        {
          method,
          ca: authority,
          ...(signal === undefined ? {} : { signal }),
          ...(identity === undefined ? {} : { cert: identity.certificate, key: identity.key }),
          headers: {
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
            ...headers,
          },
        },
        done,
      );
      sent.on("error", fail);
      sent.end(body);
    });
  return {
    call: async (method, path, { headers = {}, body, contentType = "application/json" } = {}) => {
      const sent = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
      const response = await open(
        method,
        path,
        { ...(sent === undefined ? {} : { "content-type": contentType }), ...headers },
        sent,
        AbortSignal.timeout(longestCall),
      );
      const received = await text(response);
      let parsed: unknown;
      try {
        parsed = JSON.parse(received);
      } catch {
        parsed = undefined;
      }
      return { status: response.statusCode ?? 0, headers: response.headers, text: received, json: parsed };
    },
    watch: async (path) => {
      const response = await open("GET", path, {}, undefined);
      return watching(response);
    },
  };
}

function watching(response: IncomingMessage): Watching {
  const events: Event[] = [];
  let rest = "";
  let ended = false;
  let wake = () => {};
  response.setEncoding("utf8");
  response.on("data", (part: string) => {
    rest += part;
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") events.push(JSON.parse(line) as Event);
    wake();
  });
  const end = () => {
    ended = true;
    wake();
  };
  response.once("end", end);
  response.once("close", end);
  response.on("error", end);
  return {
    status: response.statusCode ?? 0,
    next: async () => {
      const until = systemClock.monotonic() + patience;
      while (events.length === 0 && !ended) {
        const left = until - systemClock.monotonic();
        if (left <= 0) throw new Error("no event came in five seconds");
        const timer = new AbortController();
        wake = () => timer.abort();
        await systemClock.sleep(left, timer.signal).catch(() => {});
      }
      return events.shift();
    },
    [Symbol.asyncDispose]: async () => {
      response.destroy();
    },
  };
}
