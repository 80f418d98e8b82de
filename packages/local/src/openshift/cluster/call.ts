import { X509Certificate } from "node:crypto";
import type { ControlPlane } from "@aro/control-plane";

/** A call of the API server as its own administrator: for what is no plain object, evictions and tokens. */
export type AdministratorCall = (
  method: string,
  path: string,
  body?: object,
) => Promise<{ status: number; body: Readonly<Record<string, unknown>> }>;

/** Calls in this process, with a certificate that is made at the first one. */
export function administrator(controlPlane: Pick<ControlPlane, "answer" | "identity">): AdministratorCall {
  let proof: Promise<Uint8Array> | undefined;
  return async (method, path, body) => {
    proof ??= controlPlane
      .identity({ name: "system:admin", groups: ["system:masters"] })
      .then(({ certificate }) => new X509Certificate(certificate).raw);
    const answer = await controlPlane.answer({
      method,
      url: new URL(path, "https://kubernetes.default.svc"),
      headers: { "content-type": "application/json", accept: "application/json" },
      body: new TextEncoder().encode(body === undefined ? "" : JSON.stringify(body)),
      proof: { certificate: await proof },
      signal: new AbortController().signal,
    });
    const text =
      typeof answer.body === "string"
        ? answer.body
        : answer.body instanceof Uint8Array
          ? new TextDecoder().decode(answer.body)
          : "{}";
    return { status: answer.status, body: JSON.parse(text) as Record<string, unknown> };
  };
}
