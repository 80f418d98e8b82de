import type { Value } from "../documents/document.ts";
import type { Refusal } from "../documents/refusal.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import type { WallResponse } from "../wall/wall.ts";

const encoder = new TextEncoder();
const nothing = new Uint8Array();

type Headers = Readonly<Record<string, string>>;

const base = (call: ArmCall): Record<string, string> => ({
  "cache-control": "no-cache",
  "x-ms-request-id": call.requestId,
  "x-ms-correlation-request-id": call.correlationId,
});

/** An answer whose body is JSON that has been rendered already. */
export const answerBytes = (call: ArmCall, status: number, body: Uint8Array, headers: Headers = {}): WallResponse => ({
  status,
  headers: Object.assign(base(call), { "content-type": "application/json; charset=utf-8" }, headers),
  body,
});

/** An answer with a JSON body. */
export const answer = (call: ArmCall, status: number, body: Value, headers: Headers = {}): WallResponse =>
  answerBytes(call, status, encoder.encode(JSON.stringify(body)), headers);

/** An answer without a body. */
export const answerEmpty = (call: ArmCall, status: number, headers: Headers = {}): WallResponse => ({
  status,
  headers: Object.assign(base(call), headers),
  body: nothing,
});

/** A refusal as ARM words it: `{"error":{code,message,…}}` (ARM-ERR-01). */
export const answerRefusal = (call: ArmCall, refusal: Refusal): WallResponse => {
  if (call.request.method === "HEAD") return answerEmpty(call, refusal.status, refusal.headers);
  const bytes = encoder.encode(JSON.stringify({ error: refusal.toDetail() }));
  return answerBytes(call, refusal.status, bytes, refusal.headers);
};
