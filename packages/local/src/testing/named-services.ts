import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:https";
import { connect as dial, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as secure, setDefaultCACertificates, type TLSSocket } from "node:tls";
import { type Clock, systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { signJwt } from "../entra/jwt.ts";
import { type Listener, listen } from "../listener/listen.ts";
import { byHost, hostNames, partFor, type ServicePart } from "../names/hosts.ts";
import { openHostIdentities } from "../pki/host-identities.ts";
import { type Keyring, openKeyring } from "../pki/keyring.ts";
import { type NamesProxy, openProxy } from "../proxy/proxy.ts";

export const tenantId = "99999999-8888-7777-6666-555555555555";
export const suffix = "aro.test";

/** Services at names of their own behind a listener and a proxy, without the rest of the cloud. */
export interface NamedServices extends AsyncDisposable {
  base: string;
  listener: Listener;
  proxy: NamesProxy;
  /** For clients of the SDKs: they know no other way to a name. */
  proxyOptions: { host: string; port: number };
  /** Sends a plain request to a name through the proxy. */
  call(method: string, url: string, options?: PlainOptions): Promise<PlainAnswer>;
}

export interface PlainOptions {
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array | object;
  token?: string;
  /** Whether a connection of a call before may be used, which spares most of a call's time. */
  kept?: true;
}

export interface PlainAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
  bytes: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  json: any;
}

let shared: Promise<{ folder: string; keyring: Keyring }> | undefined;

/** Keys for all of one test process; everything in it trusts their authority from then on. */
export function sharedKeys(): Promise<{ folder: string; keyring: Keyring }> {
  shared ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), "aro-keys-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    const keyring = await openKeyring(folder, systemClock, systemRandom);
    // The SDKs take no authority of their own beside a proxy.
    setDefaultCACertificates([keyring.ca.certificate]);
    return { folder, keyring };
  })();
  return shared;
}

/** A token of this cloud. */
export function tokenFor(
  keyring: Keyring,
  base: string,
  { audience, objectId, appId, expires }: { audience: string; objectId: string; appId: string; expires?: number },
): string {
  const now = Math.floor(systemClock.now() / 1000);
  const claims = {
    aud: audience,
    iss: `${base}/${tenantId}/`,
    tid: tenantId,
    oid: objectId,
    appid: appId,
    sub: objectId,
    iat: now,
    nbf: now - 300,
    exp: expires ?? now + 3600,
    ver: "1.0",
    idtyp: "app",
  };
  return signJwt({}, claims, keyring["token-signing"].key);
}

/** Starts a listener and a proxy in front of `parts`, which are made when it is known where they answer. */
export async function nameServices(
  parts: (base: string, keyring: Keyring) => readonly ServicePart[],
  clock: Clock = systemClock,
): Promise<NamedServices> {
  const { folder, keyring } = await sharedKeys();
  const hosts = openHostIdentities(join(folder, "hosts"), keyring.ca, systemClock, systemRandom);
  const made: ServicePart[] = [];
  const notFound = { status: 404, headers: {}, body: new Uint8Array() };
  const listener = await listen({
    wall: byHost(made, suffix, async () => notFound),
    port: 0,
    identity: keyring.server,
    identityFor: async (name) => (made.some((one) => one.serves(name)) ? hosts.of(name) : undefined),
    largestBody: 4 * 1024 * 1024,
    bodiesOf: (host) => partFor(made, host)?.bodies,
    log: silentLog,
    clock,
    random: systemRandom,
  });
  const base = `https://localhost:${listener.port}`;
  made.push(...parts(base, keyring));
  const proxy = await openProxy({
    port: 0,
    names: hostNames(made),
    cloudPort: listener.port,
    log: silentLog,
    clock: systemClock,
  });
  const agent = new Agent({ keepAlive: true });
  agent.createConnection = (options, done) => {
    secureThrough(proxy.port, options.host ?? "").then(
      (socket) => done?.(null, socket),
      (error: Error) => done?.(error, undefined as never),
    );
    return undefined;
  };
  return {
    base,
    listener,
    proxy,
    proxyOptions: { host: "http://127.0.0.1", port: proxy.port },
    call: (method, url, options) => plainCall({ port: proxy.port, agent }, method, new URL(url), options),
    [Symbol.asyncDispose]: async () => {
      agent.destroy();
      await proxy.close();
      await listener.close(0);
    },
  };
}

/** A socket through the proxy: what CONNECT came to, and the socket behind its answer. */
export function throughProxy(port: number, target: string): Promise<{ status: number; text: string; socket: Socket }> {
  return new Promise((resolve, reject) => {
    const socket = dial({ host: "127.0.0.1", port, allowHalfOpen: true });
    let text = "";
    const read = (chunk: Buffer) => {
      text += chunk.toString("latin1");
      const end = text.indexOf("\r\n\r\n");
      if (end < 0) return;
      socket.off("data", read);
      resolve({ status: Number(text.split(" ")[1]), text, socket });
    };
    socket.on("data", read);
    socket.once("error", reject);
    socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
  });
}

/** TLS to a name through the proxy. */
export async function secureThrough(port: number, host: string): Promise<TLSSocket> {
  const { status, text, socket } = await throughProxy(port, `${host}:443`);
  if (status !== 200) throw new Error(text);
  return new Promise((resolve, reject) => {
    const inner: TLSSocket = secure({ socket, servername: host, ALPNProtocols: ["http/1.1"] }, () => resolve(inner));
    inner.once("error", reject);
  });
}

async function plainCall(
  { port, agent }: { port: number; agent: Agent },
  method: string,
  url: URL,
  { headers = {}, body, token, kept }: PlainOptions = {},
): Promise<PlainAnswer> {
  const bytes =
    body === undefined
      ? Buffer.alloc(0)
      : body instanceof Uint8Array
        ? Buffer.from(body)
        : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const socket = kept === true ? undefined : await secureThrough(port, url.hostname);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        ...(socket === undefined ? { agent } : { createConnection: () => socket }),
        method,
        host: url.hostname,
        path: url.pathname + url.search,
        headers: {
          host: url.hostname,
          ...(body === undefined && method !== "PUT" && method !== "POST"
            ? {}
            : { "content-length": bytes.byteLength }),
          ...(typeof body === "object" && !(body instanceof Uint8Array) ? { "content-type": "application/json" } : {}),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const all = Buffer.concat(chunks);
          const text = all.toString();
          const isJson = (incoming.headers["content-type"] ?? "").includes("json") && text !== "";
          socket?.destroy();
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers as Record<string, string>,
            text,
            bytes: all,
            json: isJson ? JSON.parse(text) : undefined,
          });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(bytes);
  });
}
