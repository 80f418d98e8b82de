import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { stateFiles } from "../client-files.ts";

/** What a call of a test was answered. */
export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  json: any;
}

/** What a call of a test may say besides method and path. */
export interface CallOptions {
  headers?: Record<string, string>;
  /** An object is sent as JSON, a text as it is. */
  body?: string | object;
  token?: string;
}

/** An application that signs in with a secret; the resource is ARM where none is named. */
export interface Application {
  tenantId: string;
  clientId: string;
  secret: string;
  resource?: string;
}

/** Calls to an emulator, as a test makes them. */
export interface CloudCalls {
  /** A call over TLS with the cloud's authority trusted. */
  call(method: string, path: string, options?: CallOptions): Promise<HttpAnswer>;
  /** A call of the control API with its secret. */
  control(method: string, path: string, body?: object): Promise<HttpAnswer>;
  /** An access token for an application. */
  tokenOf(application: Application): Promise<string>;
}

/** Calls to an emulator that lives at `base()`, keeps its state in `folder`, and is vouched for by `authority` (PEM). */
export function cloudCalls(base: () => string, folder: string, authority: string): CloudCalls {
  const call: CloudCalls["call"] = (method, path, options) =>
    overTls(method, new URL(path, base()), authority, options);
  return {
    call,
    control: (method, path, body) =>
      call(method, `/_local${path}`, {
        token: readFileSync(join(folder, stateFiles.controlSecret), "utf8").trim(),
        ...(body === undefined ? {} : { body }),
      }),
    tokenOf: async ({ tenantId, clientId, secret, resource }) => {
      const answer = await call("POST", `/${tenantId}/oauth2/v2.0/token`, {
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({
          grant_type: "client_credentials",
          client_id: clientId,
          client_secret: secret,
          scope: `${resource ?? base()}/.default`,
        }).toString(),
      });
      if (answer.status !== 200) throw new Error(answer.text);
      return answer.json.access_token as string;
    },
  };
}

function overTls(
  method: string,
  url: URL,
  authority: string,
  { headers = {}, body, token }: CallOptions = {},
): Promise<HttpAnswer> {
  const sent = typeof body === "object" ? JSON.stringify(body) : body;
  const options = {
    method,
    agent: false,
    ca: authority,
    headers: {
      ...(typeof body === "object" ? { "content-type": "application/json" } : {}),
      ...(sent === undefined ? {} : { "content-length": String(Buffer.byteLength(sent)) }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, (incoming) => {
      textOf(incoming).then((text) => {
        const isJson = (incoming.headers["content-type"] ?? "").includes("json") && text !== "";
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers as Record<string, string>,
          text,
          json: isJson ? JSON.parse(text) : undefined,
        });
      }, reject);
    });
    outgoing.on("error", reject);
    outgoing.end(sent);
  });
}
