import { X509Certificate } from "node:crypto";
import type { ApiAnswer, ControlPlane } from "@aro/control-plane";

/** A call of the API server as its own administrator: for what is no plain object, evictions and tokens. */
export type AdministratorCall = (
  method: string,
  path: string,
  body?: object,
) => Promise<{ status: number; body: Readonly<Record<string, unknown>> }>;

/** A request to the API server as its own administrator, and its answer as it comes. */
export type AdministratorRequest = (
  method: string,
  path: string,
  sent: { headers: Readonly<Record<string, string>>; body: string },
) => Promise<ApiAnswer>;

/** Asks in this process, with a certificate that is made at the first request. */
export function administratorRequest(controlPlane: Pick<ControlPlane, "answer" | "identity">): AdministratorRequest {
  let proof: Promise<Uint8Array> | undefined;
  return async (method, path, { headers, body }) => {
    proof ??= controlPlane
      .identity({ name: "system:admin", groups: ["system:masters"] })
      .then(({ certificate }) => new X509Certificate(certificate).raw);
    return controlPlane.answer({
      method,
      url: new URL(path, "https://kubernetes.default.svc"),
      headers,
      body: new TextEncoder().encode(body),
      proof: { certificate: await proof },
      signal: new AbortController().signal,
    });
  };
}

const headers = { "content-type": "application/json", accept: "application/json" };

/** Calls in this process. */
export function administrator(controlPlane: Pick<ControlPlane, "answer" | "identity">): AdministratorCall {
  const ask = administratorRequest(controlPlane);
  return async (method, path, body) => {
    const answer = await ask(method, path, { headers, body: body === undefined ? "" : JSON.stringify(body) });
    const text =
      typeof answer.body === "string"
        ? answer.body
        : answer.body instanceof Uint8Array
          ? new TextDecoder().decode(answer.body)
          : "{}";
    return { status: answer.status, body: JSON.parse(text) as Record<string, unknown> };
  };
}
