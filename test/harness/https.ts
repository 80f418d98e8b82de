import { Agent, type RequestOptions, request } from "node:https";
import type { Json } from "@aro/api";

/** One request as it goes over the wire: nothing is added but what is named here. */
export interface WireRequest {
  method: string;
  /** Absolute address. */
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  signal?: AbortSignal;
}

/** An answer, read to its end. */
export interface WireAnswer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  text: string;
  /** The parsed body; undefined when there is none or it is no JSON. */
  json: Json | undefined;
}

/** A client that trusts one authority and keeps its connections; `identity` is what it shows of itself. */
export interface Wire extends Disposable {
  /** @throws the network's own error when no answer comes; what was sent may have taken effect. */
  send(request: WireRequest): Promise<WireAnswer>;
}

const answerMilliseconds = 90_000;

export function wire(ca: string, identity: { cert?: string; key?: string } = {}): Wire {
  const agent = new Agent({ keepAlive: true, ca, ...identity });
  return {
    send: (wanted) => send(agent, wanted),
    [Symbol.dispose]: () => agent.destroy(),
  };
}

const send = (agent: Agent, wanted: WireRequest): Promise<WireAnswer> =>
  new Promise((resolve, reject) => {
    const { method, url, headers = {}, body, signal } = wanted;
    const options: RequestOptions = {
      method,
      agent,
      headers: { ...headers, ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }) },
      ...(signal === undefined ? {} : { signal }),
    };
    const call = request(url, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("aborted", () => reject(new Error(`${method} ${url}: the answer was cut off`)));
      answer.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers as Record<string, string>,
          text,
          json: parsed(text),
        });
      });
    });
    call.setTimeout(answerMilliseconds, () => call.destroy(new Error(`${method} ${url}: no answer`)));
    call.on("error", reject);
    call.end(body);
  });

function parsed(text: string): Json | undefined {
  try {
    return text === "" ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}
