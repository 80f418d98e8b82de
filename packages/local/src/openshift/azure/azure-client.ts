import type { Clock } from "@aro/runtime";
import { type Doc, isDoc, record, text } from "../../documents/document.ts";
import type { Wall, WallResponse } from "../../wall/wall.ts";

/** What a cluster signs in with: its service principal's secret, or an assertion of a workload identity. */
export interface AzureCredentials {
  tenantId: string;
  clientId: string;
  clientSecret?: string;
  /** A token of the cluster's own service account. */
  assertion?(): Promise<string>;
}

/** Azure refused, with its code; status 0: no token was given. */
export class AzureFailure extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "AzureFailure";
    this.status = status;
    this.code = code;
  }
}

/** Calls to ARM with a cluster's own credentials: what its controllers do in Azure, they do through this. */
export interface AzureClient {
  /** Undefined: 404. @throws AzureFailure */
  get(id: string, apiVersion: string): Promise<Doc | undefined>;
  /** Returns when the work has ended. @throws AzureFailure, of the work too */
  put(id: string, apiVersion: string, body: Doc, signal: AbortSignal): Promise<Doc>;
  /** Returns when it is gone; nothing there is fine. @throws AzureFailure */
  remove(id: string, apiVersion: string, signal: AbortSignal): Promise<void>;
}

export interface AzureClientDeps {
  wall: Wall;
  /** Where ARM and Entra answer, `https://localhost:PORT`. */
  base: string;
  clock: Clock;
}

interface Answer {
  status: number;
  headers: WallResponse["headers"];
  body: Doc;
}

/** Between two looks at work that goes on; reads of its status wait for its end themselves. */
const pollMilliseconds = 100;
/** A token is asked for anew this long before it ends. */
const spareMilliseconds = 300_000;

/** Opens a client that asks for a token at its first call. */
export function openAzureClient(deps: AzureClientDeps, credentials: AzureCredentials): AzureClient {
  const { wall, base, clock } = deps;
  let token: { value: string; endsAt: number } | undefined;

  const tokenNow = async (): Promise<string> => {
    if (token !== undefined && token.endsAt - spareMilliseconds > clock.now()) return token.value;
    const { tenantId, clientId, clientSecret, assertion } = credentials;
    const proof: Record<string, string> =
      clientSecret === undefined && assertion !== undefined
        ? {
            client_assertion: await assertion(),
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          }
        : { client_secret: clientSecret ?? "" };
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      scope: `${base}/.default`,
      ...proof,
    });
    const answer = await send("POST", `${base}/${tenantId}/oauth2/v2.0/token`, form.toString(), {
      "content-type": "application/x-www-form-urlencoded",
    });
    const value = text(answer.body["access_token"]);
    if (answer.status !== 200 || value === "")
      throw new AzureFailure(
        0,
        text(answer.body["error"]) || "invalid_client",
        text(answer.body["error_description"]) || `Entra answered ${answer.status}`,
      );
    token = { value, endsAt: clock.now() + Number(answer.body["expires_in"] ?? 0) * 1000 };
    return value;
  };

  const send = async (
    method: string,
    url: string,
    body: string | undefined,
    headers: Record<string, string>,
    signal = new AbortController().signal,
  ): Promise<Answer> => {
    const response = await wall({
      method,
      url: new URL(url),
      headers: { host: new URL(url).host, "user-agent": "machine-api-provider-azure", ...headers },
      body: new TextEncoder().encode(body ?? ""),
      signal,
    });
    const read = new TextDecoder().decode(response.body);
    let parsed: unknown = {};
    try {
      parsed = read === "" ? {} : JSON.parse(read);
    } catch {
      parsed = { error: { code: "Unreadable", message: read.slice(0, 500) } };
    }
    return { status: response.status, headers: response.headers, body: isDoc(parsed) ? parsed : {} };
  };

  const call = async (method: string, url: string, body?: Doc, signal?: AbortSignal): Promise<Answer> => {
    const answer = await send(
      method,
      url,
      body === undefined ? undefined : JSON.stringify(body),
      {
        authorization: `Bearer ${await tokenNow()}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      signal,
    );
    if (answer.status === 401) token = undefined;
    return answer;
  };

  const address = (id: string, apiVersion: string): string => `${base}${id}?api-version=${apiVersion}`;

  const refuse = ({ status, body }: Answer): never => {
    const error = record(body["error"]);
    throw new AzureFailure(
      status,
      text(error["code"]) || String(status),
      text(error["message"]) || `ARM answered ${status}`,
    );
  };

  /** Waits for the end of what an answer says goes on. */
  const ended = async (answer: Answer, signal: AbortSignal): Promise<void> => {
    const poll = answer.headers["azure-asyncoperation"] ?? answer.headers["location"];
    if (
      poll === undefined ||
      (answer.status !== 201 && answer.status !== 202 && answer.headers["azure-asyncoperation"] === undefined)
    )
      return;
    for (;;) {
      const state = await call("GET", poll, undefined, signal);
      if (state.status >= 400) refuse(state);
      const status = text(state.body["status"]) || (state.status === 202 ? "InProgress" : "Succeeded");
      if (status === "Failed" || status === "Canceled") refuse({ ...state, status: 409 });
      if (status === "Succeeded") return;
      await clock.sleep(pollMilliseconds, signal);
    }
  };

  return {
    get: async (id, apiVersion) => {
      const answer = await call("GET", address(id, apiVersion));
      if (answer.status === 404) return undefined;
      return answer.status < 300 ? answer.body : refuse(answer);
    },
    put: async (id, apiVersion, body, signal) => {
      const answer = await call("PUT", address(id, apiVersion), body, signal);
      if (answer.status >= 300) refuse(answer);
      await ended(answer, signal);
      return answer.body;
    },
    remove: async (id, apiVersion, signal) => {
      const answer = await call("DELETE", address(id, apiVersion), undefined, signal);
      if (answer.status === 404) return;
      if (answer.status >= 300) refuse(answer);
      await ended(answer, signal);
    },
  };
}
