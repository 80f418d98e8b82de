import { request } from "node:https";
import { text } from "node:stream/consumers";
import { isObject } from "../../schemas/walk.ts";
import type { DeniedStatus, ReviewAnswer } from "./reviews.ts";

/** Where a webhook is. */
export interface ClientConfig {
  url?: string;
  service?: { namespace: string; name: string; path?: string; port?: number };
  /** PEM in base64. */
  caBundle?: string;
}

/** Finds who serves for a service. Undefined: nobody. */
export type FindService = (service: {
  namespace: string;
  name: string;
  port: number;
}) => { host: string; port: number } | undefined;

interface Place {
  url: URL;
  /** The name that its certificate must bear. */
  serverName?: string;
  host?: string;
  port?: number;
}

function placeOf({ url, service }: ClientConfig, find: FindService, seconds: number): Place | string {
  if (url !== undefined) {
    const place = new URL(url);
    place.searchParams.set("timeout", `${seconds}s`);
    return { url: place };
  }
  if (service === undefined) return "neither address nor service is given";
  const { namespace, name, path = "/", port = 443 } = service;
  const found = find({ namespace, name, port });
  if (found === undefined) return `no endpoints available for service "${name}"`;
  const serverName = `${name}.${namespace}.svc`;
  const place = new URL(path, `https://${serverName}:${port}`);
  place.searchParams.set("timeout", `${seconds}s`);
  return { url: place, serverName, ...found };
}

const largestAnswer = 3 * 1024 * 1024;

/** Asks a webhook. Never throws: what goes wrong is an answer of its own. */
export async function callWebhook(
  config: ClientConfig,
  review: { request: { uid: string } },
  timeoutSeconds: number,
  find: FindService,
): Promise<ReviewAnswer> {
  const place = placeOf(config, find, timeoutSeconds);
  if (typeof place === "string") return failed(place);
  try {
    const answered = await send(place, config.caBundle, JSON.stringify(review), timeoutSeconds);
    return read(answered, review.request.uid);
  } catch (error) {
    return failed(`failed to call webhook: Post ${JSON.stringify(String(place.url))}: ${(error as Error).message}`);
  }
}

const failed = (why: string): ReviewAnswer => ({ outcome: "failed", why });

async function send(
  { url, serverName, host, port }: Place,
  caBundle: string | undefined,
  body: string,
  seconds: number,
) {
  const response = await new Promise<import("node:http").IncomingMessage>((done, fail) => {
    const outgoing = request(
      url,
      {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/json",
          "content-length": Buffer.byteLength(body),
        },
        signal: AbortSignal.timeout(seconds * 1000),
        ...(serverName === undefined ? {} : { servername: serverName }),
        ...(host === undefined ? {} : { host, port }),
        ...(caBundle === undefined || caBundle === "" ? {} : { ca: Buffer.from(caBundle, "base64").toString() }),
      },
      done,
    );
    outgoing.on("error", (error) =>
      fail(
        error.name === "TimeoutError" || error.name === "AbortError" ? new Error("context deadline exceeded") : error,
      ),
    );
    outgoing.end(body);
  });
  const received = await text(response);
  if (received.length > largestAnswer) throw new Error("the answer is too large");
  if (response.statusCode !== 200) throw new Error(`the server answered ${response.statusCode}`);
  return received;
}

function read(received: string, uid: string): ReviewAnswer {
  const { response } = JSON.parse(received) as { response?: unknown };
  if (!isObject(response)) return failed("webhook response was absent");
  if (response["uid"] !== uid)
    return failed(`expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(response["uid"] ?? "")}`);
  const warnings = Array.isArray(response["warnings"]) ? response["warnings"].map(String) : [];
  if (response["allowed"] !== true)
    return { outcome: "denied", status: (response["status"] ?? {}) as DeniedStatus, warnings };
  const patch = response["patch"];
  if (typeof patch !== "string" || patch === "") return { outcome: "allowed", warnings };
  if (response["patchType"] !== "JSONPatch")
    return failed(`invalid response.patchType ${JSON.stringify(response["patchType"] ?? "")}`);
  return { outcome: "allowed", warnings, patch: JSON.parse(Buffer.from(patch, "base64").toString()) as object[] };
}
