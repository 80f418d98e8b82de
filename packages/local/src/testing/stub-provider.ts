import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Keyring } from "../pki/keyring.ts";

/** A call as the stub provider got it. */
export interface SeenByProvider {
  method: string;
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  /** The client's certificate, DER in base64. */
  client: string;
}

export interface StubProvider extends AsyncDisposable {
  address: string;
  seen: SeenByProvider[];
  /** How the next calls are answered; by default 200 with the request's body, or an empty list. */
  answer: (call: SeenByProvider) => StubAnswer | "hang" | "cut";
}

export interface StubAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** A resource provider for tests: mutual TLS as the real one has it, answers as the test wants them. */
export async function startStubProvider(keyring: Keyring, port = 0): Promise<StubProvider> {
  const stub: Omit<StubProvider, "address" | typeof Symbol.asyncDispose> = {
    seen: [],
    answer: (call) => ({ status: 200, body: call.body === "" ? '{"value":[]}' : call.body }),
  };
  const server = createServer(
    {
      cert: keyring["rp-server"].certificate,
      key: keyring["rp-server"].key,
      ca: keyring.ca.certificate,
      requestCert: true,
      rejectUnauthorized: true,
    },
    (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const call: SeenByProvider = {
          method: incoming.method ?? "",
          url: incoming.url ?? "",
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString(),
          client: (incoming.socket as TLSSocket).getPeerCertificate().raw.toString("base64"),
        };
        stub.seen.push(call);
        const answer = stub.answer(call);
        if (answer === "hang") return;
        if (answer === "cut") return void incoming.socket.destroy();
        outgoing.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
        outgoing.end(answer.body);
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = `https://localhost:${(server.address() as AddressInfo).port}`;
  return Object.assign(stub, {
    address,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
