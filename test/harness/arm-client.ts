import { systemClock } from "@aro/runtime";
import type { Wire, WireAnswer } from "./https.ts";

/** A call to ARM as the customer. */
export interface ArmCall {
  method: string;
  /** From the root, or an absolute address that an answer gave. */
  path: string;
  /** Added unless the path has one. */
  apiVersion?: string;
  /** An object goes as JSON, a text as it is. */
  body?: object | string;
  headers?: Readonly<Record<string, string>>;
}

/** The customer's client: an Owner with a token, who sends exactly what is asked. */
export interface ArmClient {
  /** One try. @throws the network's error. */
  send(call: ArmCall): Promise<WireAnswer>;
  /** Repeats while nobody answers, the service is away (502–504) or ARM has had enough (429), as any client of Azure does. */
  call(call: ArmCall): Promise<WireAnswer>;
  /** As {@link call}. @throws Error for an answer of 400 or more. */
  ok(call: ArmCall): Promise<WireAnswer>;
}

/** Who signs in. */
export interface Credentials {
  tenantId: string;
  clientId: string;
  clientSecret: string;
}

const patienceMilliseconds = 60_000;

export function armClient(wire: Wire, base: string, credentials: () => Credentials): ArmClient {
  let token: { value: string; until: number } | undefined;
  const bearer = async (): Promise<string> => {
    if (token !== undefined && token.until > systemClock.monotonic()) return token.value;
    const { tenantId, clientId, clientSecret } = credentials();
    const answer = await wire.send({
      method: "POST",
      url: `${base}/${tenantId}/oauth2/v2.0/token`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: clientSecret,
        scope: `${base}/.default`,
      }).toString(),
    });
    if (answer.status !== 200) throw new Error(`no token: ${answer.status} ${answer.text}`);
    const { access_token: value } = answer.json as { access_token: string };
    token = { value, until: systemClock.monotonic() + 1_800_000 };
    return value;
  };
  const send: ArmClient["send"] = async ({ method, path, apiVersion, body, headers }) => {
    const url = new URL(path, `${base}/`);
    if (apiVersion !== undefined && !url.searchParams.has("api-version"))
      url.searchParams.set("api-version", apiVersion);
    return wire.send({
      method,
      url: url.href,
      headers: {
        accept: "application/json",
        authorization: `Bearer ${await bearer()}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  };
  const call: ArmClient["call"] = async (wanted) => {
    const until = systemClock.monotonic() + patienceMilliseconds;
    for (let pause = 50; ; pause = Math.min(1_000, pause * 2)) {
      try {
        const answer = await send(wanted);
        if (![429, 502, 503, 504].includes(answer.status) || systemClock.monotonic() > until) return answer;
        await systemClock.sleep(1_000 * Number(answer.headers["retry-after"] ?? 0));
      } catch (error) {
        if (systemClock.monotonic() > until) throw error;
      }
      await systemClock.sleep(pause);
    }
  };
  return {
    send,
    call,
    ok: async (wanted) => {
      const answer = await call(wanted);
      if (answer.status >= 400)
        throw new Error(`${wanted.method} ${wanted.path}: ${answer.status} ${answer.text.slice(0, 500)}`);
      return answer;
    },
  };
}
