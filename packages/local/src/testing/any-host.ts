import { Agent, request } from "node:https";
import type { RunningCloud } from "./running-cloud.ts";

export interface AnyCall {
  method: string;
  /** `https://HOST/PATH`; the host decides which of the cloud's services answers. */
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
}

/** Sends calls to whatever host of the cloud by its own port, as the proxy leads there, on kept connections; the path goes out as it is written. */
export function anyHost(cloud: RunningCloud) {
  const agent = new Agent({ keepAlive: true, maxSockets: 8, ca: cloud.keyring.ca.certificate });
  const send = ({ method, url, headers = {}, body = "" }: AnyCall): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const [, host = "", path = ""] = /^https:\/\/([^/]+)(.*)$/su.exec(url) ?? [];
      const servername = host.split(":")[0] ?? "";
      const outgoing = request(
        {
          ...{ host: "127.0.0.1", port: cloud.emulator.port, servername, agent, method, path },
          headers: { ...headers, host, "content-length": String(Buffer.byteLength(body)) },
        },
        (incoming) => {
          let text = "";
          incoming.on("data", (chunk) => {
            text += chunk;
          });
          incoming.on("error", reject);
          incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, text }));
        },
      );
      outgoing.on("error", (error: NodeJS.ErrnoException) => {
        // A kept connection may be closed by the other side while the call goes out: nothing of it was looked at.
        if (outgoing.reusedSocket && error.code === "ECONNRESET") resolve(send({ method, url, headers, body }));
        else reject(error);
      });
      outgoing.end(body);
    });
  return { send, [Symbol.dispose]: () => agent.destroy() };
}
