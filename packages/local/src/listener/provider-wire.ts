import { Agent, request as dial } from "node:https";
import type { Identity } from "@aro/pki";
import type { Wall, WallResponse } from "../wall/wall.ts";

/** The wire to the resource provider: mutual TLS with ARM's client certificate, connections kept. */
export interface ProviderWire extends Disposable {
  wall: Wall;
}

/** Calls `address` (`https://host:port`), whose server certificate `ca` must have signed; path and query stay the caller's. */
export function openProviderWire(options: { address: string; ca: string; client: Identity }): ProviderWire {
  const target = new URL(options.address);
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 256,
    ca: options.ca,
    cert: options.client.certificate,
    key: options.client.key,
  });
  return {
    wall: async (call) => {
      try {
        return await send(call, target, agent);
      } catch (error) {
        // A kept connection that the provider closed at the same moment never carried the call: once more, on a fresh one.
        if (!(error instanceof Error && "reused" in error)) throw error;
        return send(call, target, agent);
      }
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

function send(
  { method, url, headers, body, signal }: Parameters<Wall>[0],
  target: URL,
  agent: Agent,
): Promise<WallResponse> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(signal.aborted ? signal.reason : error);
    const outgoing = dial(
      {
        agent,
        host: target.hostname,
        port: target.port || 443,
        servername: target.hostname,
        method,
        path: url.pathname + url.search,
        headers: {
          ...headers,
          ...(body.byteLength > 0 || hasBody(method) ? { "content-length": body.byteLength } : {}),
        },
        signal,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", fail);
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(", ")]),
            ),
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    outgoing.on("error", (error: NodeJS.ErrnoException) =>
      fail(
        outgoing.reusedSocket && error.code === "ECONNRESET" && method === "GET"
          ? Object.assign(error, { reused: true })
          : error,
      ),
    );
    outgoing.end(body);
  });
}

const hasBody = (method: string): boolean => method === "PUT" || method === "PATCH" || method === "POST";
