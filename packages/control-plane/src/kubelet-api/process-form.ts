import type { Clock } from "@aro/runtime";
import type { ApiRequest } from "../requests/request.ts";
import { ApiStatus } from "../status/status.ts";
import { offeredProtocols, webSocketHeaders } from "../streams/web-socket.ts";
import { type ProcessForm, spdyForms, type Wants } from "./process-joint.ts";
import { spdyProcess } from "./process-over-spdy.ts";
import { webSocketProcess } from "./process-over-web-socket.ts";

/** Forms over WebSocket: how messages are written, and what is told at the end. */
const webSocketForms: Readonly<Record<string, { base64: boolean; version: 1 | 4 | 5 }>> = {
  "": { base64: false, version: 1 },
  "channel.k8s.io": { base64: false, version: 1 },
  "base64.channel.k8s.io": { base64: true, version: 1 },
  "v4.channel.k8s.io": { base64: false, version: 4 },
  "v4.base64.channel.k8s.io": { base64: true, version: 4 },
  "v5.channel.k8s.io": { base64: false, version: 5 },
};

/** Whether a request wants to change its protocol at all. */
export const wantsUpgrade = ({ headers }: ApiRequest): boolean =>
  headers["upgrade"] !== undefined && /\bupgrade\b/i.test(headers["connection"] ?? "");

/** Whether a client is connected before its node is reached: so is who offers v5. */
export const toldInside = ({ headers }: ApiRequest): boolean =>
  headers["upgrade"]?.toLowerCase() === "websocket" && offeredProtocols(headers).includes("v5.channel.k8s.io");

/** Agrees on a form. @throws ApiStatus when there is none. */
export function processForm(request: ApiRequest, wants: Wants, clock: Clock): ProcessForm {
  const { headers } = request;
  if (headers["upgrade"]?.toLowerCase() === "websocket") {
    const offered = offeredProtocols(headers);
    const protocol = offered.length === 0 ? "" : offered.find((one) => one in webSocketForms);
    const form = protocol === undefined ? undefined : webSocketForms[protocol];
    const answer = webSocketHeaders(headers, protocol);
    if (form === undefined || answer === undefined)
      throw new ApiStatus("BadRequest", `requested protocol(s) are not supported: [${offered.join(" ")}]`);
    return { headers: answer, inside: form.version === 5, join: webSocketProcess(form, wants) };
  }
  const protocol = spdyProtocol(headers, spdyForms);
  return {
    headers: spdyHeaders(protocol),
    inside: false,
    join: spdyProcess(protocol, wants, clock),
  };
}

export const spdyHeaders = (protocol: string): Record<string, string> => ({
  connection: "Upgrade",
  upgrade: "SPDY/3.1",
  "x-stream-protocol-version": protocol,
});

/** The first protocol that both sides know. @throws ApiStatus */
export function spdyProtocol<Form extends string>(
  headers: Readonly<Record<string, string>>,
  known: readonly Form[],
): Form {
  if (headers["upgrade"]?.toLowerCase() !== "spdy/3.1")
    throw new ApiStatus("BadRequest", "unable to upgrade: missing upgrade headers in request");
  const offered = (headers["x-stream-protocol-version"] ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  if (offered.length === 0)
    throw new ApiStatus(
      "BadRequest",
      "unable to upgrade: header X-Stream-Protocol-Version does not exist in request with 0 headers",
    );
  const agreed = offered.flatMap((one) => known.filter((form) => form === one))[0];
  if (agreed !== undefined) return agreed;
  throw new ApiStatus(
    "Forbidden",
    `unable to upgrade: unable to negotiate protocol: client supports [${offered.join(" ")}], server accepts [${known.join(" ")}]`,
  );
}
