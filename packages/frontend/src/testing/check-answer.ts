import assert from "node:assert/strict";
import type { JsonObject } from "@aro/api";
import type { Answer } from "../answer.ts";
import type { Reply } from "./reply.ts";

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const rfc1123 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * What holds for every answer of every test: a fresh request id, a date, JSON where there is a body (ARM-HDR-01), the error envelope on
 * every refusal (ARM-ERR-01), nothing over 8 MB (ARM-HDR-09), Retry-After only where waiting helps (ARM-HDR-10).
 */
export function checkAnswer(answer: Answer, of: { method: string; path: string; seen: Set<string> }): Reply {
  const what = `${of.method} ${of.path} → ${answer.status} ${answer.body ?? ""}`;
  const requestId = answer.headers["x-ms-request-id"] ?? "";
  assert.match(requestId, guid, what);
  assert.ok(!of.seen.has(requestId), `the request id ${requestId} was used before: ${what}`);
  of.seen.add(requestId);
  assert.match(answer.headers["date"] ?? "", rfc1123, what);
  assert.equal(answer.headers["content-type"], answer.body === undefined ? undefined : "application/json", what);
  assert.ok(Buffer.byteLength(answer.body ?? "") < 8_000_000, what);
  const json = answer.body === undefined ? {} : (JSON.parse(answer.body) as JsonObject);
  if (answer.status >= 400) {
    checkError(json["error"], what);
    assert.deepEqual(Object.keys(json), ["error"], what);
    if (answer.headers["retry-after"] !== undefined) assert.ok([429, 503].includes(answer.status), what);
  }
  return { ...answer, json };
}

function checkError(error: unknown, what: string): void {
  const { code, message, details, ...others } = error as Record<string, unknown>;
  assert.match(String(code), /^[A-Z][A-Za-z]+$/, what);
  assert.ok(typeof message === "string" && message !== "", what);
  for (const member of Object.keys(others)) assert.ok(["target", "additionalInfo"].includes(member), what);
  for (const detail of (details ?? []) as unknown[]) checkError(detail, what);
}
