import assert from "node:assert/strict";
import type { CloudErrorBody, Json } from "@aro/api";
import type { WireAnswer } from "../../harness/https.ts";
import { operationOf } from "../../harness/watch.ts";
import type { Expectation, Wanted, WantedError } from "../scenario.ts";
import { filled } from "./fill.ts";
import { valueAt } from "./members.ts";
import type { Scene } from "./scene.ts";

/** Holds an answer against what a scenario expects of it, and against what every answer must have. @throws AssertionError */
export function assertAnswer(answer: WireAnswer, expected: Expectation, scene: Scene, what: string): void {
  const { status, headers = {}, body, without = [], error, operationOf: other } = expected;
  assert.equal(answer.status, status, `${what}: ${answer.text.slice(0, 600)}`);
  assertManners(answer, what);
  for (const [name, wanted] of Object.entries(filled(headers, scene))) {
    const found = answer.headers[name];
    if (typeof wanted === "boolean") assert.equal(found !== undefined, wanted, `${what}: header ${name} is ${found}`);
    else if (wanted instanceof RegExp) assert.match(found ?? "", wanted, `${what}: header ${name}`);
    else assert.equal(found, wanted, `${what}: header ${name}`);
  }
  if (body !== undefined) assertHas(answer.json, filled(body, scene), what);
  for (const dotted of without)
    assert.equal(valueAt(answer.json, dotted), undefined, `${what}: ${dotted} is in the answer`);
  if (error !== undefined)
    assertError((answer.json as { error?: CloudErrorBody } | undefined)?.error, filled(error, scene), what);
  if (other !== undefined) {
    const named = scene.answers.get(other);
    assert.ok(named !== undefined, `there is no answer ${other}`);
    assert.equal(pathOf(operationOf(answer)), pathOf(operationOf(named)), `${what}: the operation of ${other}`);
  }
}

const pathOf = (address: string): string => new URL(address).pathname;

/** ARM-HDR-01, ARM-ERR-01: whatever the answer is. */
function assertManners({ status, headers, text, json }: WireAnswer, what: string): void {
  assert.ok((headers["x-ms-request-id"] ?? "") !== "", `${what}: no x-ms-request-id`);
  assert.ok(!Number.isNaN(Date.parse(headers["date"] ?? "")), `${what}: the header Date is ${headers["date"]}`);
  if (text !== "") assert.match(headers["content-type"] ?? "", /^application\/json/, `${what}: ${text.slice(0, 200)}`);
  if (status >= 400) assertComplete((json as { error?: CloudErrorBody } | undefined)?.error, what);
  // ARM-HDR-10: a permanent failure is not for repeating.
  if (status >= 400 && status < 500 && status !== 429) assert.equal(headers["retry-after"], undefined, what);
}

function assertComplete(error: CloudErrorBody | undefined, what: string): void {
  assert.match(error?.code ?? "", /^[A-Z][A-Za-z]+$/, `${what}: code of ${JSON.stringify(error)}`);
  assert.ok((error?.message ?? "").length > 10, `${what}: message of ${JSON.stringify(error)}`);
  for (const detail of error?.details ?? []) assertComplete(detail, what);
}

/** An error with this code and target, these texts in its message, and just these details; `any` leaves the details open. */
export function assertError(
  error: CloudErrorBody | undefined,
  {
    code,
    target,
    says = [],
    details = [],
  }: Omit<WantedError, "details"> & { details?: WantedError["details"] | "any" },
  what: string,
): void {
  const told = `${what}: ${JSON.stringify(error)}`;
  assert.deepEqual([error?.code, error?.target], [code, target], told);
  for (const text of says) assert.ok(error?.message.includes(text), `"${text}" is not said: ${told}`);
  if (details === "any") return;
  assert.equal(error?.details?.length ?? 0, details.length, told);
  for (const [index, one] of details.entries()) assertError(error?.details?.[index], one, `${what}, detail ${index}`);
}

function assertHas(found: Json | undefined, wanted: Wanted, what: string): void {
  if (wanted instanceof RegExp) assert.match(String(found), wanted, what);
  else if (Array.isArray(wanted)) {
    assert.ok(Array.isArray(found) && found.length === wanted.length, `${what}: a list is ${JSON.stringify(found)}`);
    for (const [index, one] of wanted.entries()) assertHas(found[index], one as Wanted, `${what}[${index}]`);
  } else if (typeof wanted === "object" && wanted !== null) {
    assert.ok(typeof found === "object" && found !== null, `${what} is ${JSON.stringify(found)}`);
    for (const [name, member] of Object.entries(wanted))
      assertHas((found as Record<string, Json>)[name], member as Wanted, `${what}.${name}`);
  } else assert.deepEqual(found, wanted, what);
}
