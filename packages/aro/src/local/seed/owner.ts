import { type Connection, connect, type Send, SignInError } from "@aro/client";
import { systemClock, systemRandom } from "@aro/runtime";
import type { Ask } from "../https.ts";

/** Who seeds: an Owner of the instance's first subscription. */
export interface Owner {
  /** `https://localhost:PORT`: ARM, and the authority. */
  endpoint: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
}

/** An access token of the owner for `audience`. @throws SignInError when the authority gives none. */
export async function ownerToken(owner: Owner, audience: string, ask: Ask, signal: AbortSignal): Promise<string> {
  const { status, body } = await ask(`${owner.endpoint}/${owner.tenantId}/oauth2/v2.0/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: owner.clientId,
      client_secret: owner.clientSecret,
      scope: `${audience}/.default`,
    }).toString(),
    signal,
  });
  if (status !== 200) throw new SignInError(`no token for ${audience}: status ${status}`);
  return (JSON.parse(body) as { access_token: string }).access_token;
}

/** ARM as the owner calls it, by what the supervisor has anyway: the SDKs' sign-in and pipeline are larger than all else that it loads. */
export function ownerConnection(owner: Owner, ask: Ask, signal: AbortSignal): Connection {
  let token: Promise<string> | undefined;
  const send: Send = async ({ url, headers, ...request }) => {
    token ??= ownerToken(owner, owner.endpoint, ask, signal);
    const authorized = { ...headers, authorization: `Bearer ${await token}` };
    const answer = await ask(url, { ...request, headers: authorized });
    const header = (name: string) => answer.headers[name.toLowerCase()];
    return {
      status: answer.status,
      bodyAsText: answer.body,
      headers: { get: (name) => [header(name) ?? []].flat()[0] },
    };
  };
  return connect({ endpoint: owner.endpoint, clock: systemClock, random: systemRandom, signal, send });
}
