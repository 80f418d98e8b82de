import { request } from "node:http";
import { connect, type Socket } from "node:net";

/** Connects to a port of an address, through a CONNECT proxy where there is one. @throws Error when nothing answers until the signal is aborted. */
export function dial(
  { host, port, proxyUrl }: { host: string; port: number; proxyUrl: string | undefined },
  signal: AbortSignal,
): Promise<Socket> {
  if (proxyUrl !== undefined) return throughProxy(new URL(proxyUrl), `${host}:${port}`, signal);
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal });
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve(socket);
    });
  });
}

const throughProxy = (proxy: URL, target: string, signal: AbortSignal): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: proxy.hostname, port: proxy.port, method: "CONNECT", path: target, signal });
    asked.once("error", reject);
    asked.once("connect", (answer, socket: Socket, head: Buffer) => {
      if (answer.statusCode !== 200) {
        socket.destroy();
        return reject(new Error(`${target} does not answer: ${answer.statusCode} ${head.toString("utf8").trim()}`));
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asked.end();
  });
