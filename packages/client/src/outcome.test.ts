import assert from "node:assert/strict";
import { test } from "node:test";
import { createHttpHeaders, createPipelineRequest, type PipelineResponse, RestError } from "@azure/core-rest-pipeline";
import { ApiError, SignInError } from "./api-error.ts";
import { outcomeOf, outcomeOfFailure, retryAfter } from "./outcome.ts";

const answer = (status: number, body: string, headers: Record<string, string> = {}): PipelineResponse => ({
  status,
  bodyAsText: body,
  headers: createHttpHeaders(headers),
  request: createPipelineRequest({ url: "https://arm.invalid/" }),
});

test("503 with Retry-After is trouble that passes after that time", () => {
  const outcome = outcomeOf(
    answer(503, '{"error":{"code":"ServiceUnavailable","message":"restarting"}}', { "retry-after": "3" }),
    0,
  );
  assert.equal(outcome.kind, "trouble");
  assert.deepEqual(outcome.kind === "trouble" && [outcome.problem, outcome.retryAfterMilliseconds], [
    "503 ServiceUnavailable",
    3000,
  ]);
});

test("a refusal keeps code, message, target, details and the request id", () => {
  const body = {
    code: "InvalidParameter",
    message: "no",
    target: "properties.x",
    details: [{ code: "A", message: "b" }],
  };
  const outcome = outcomeOf(answer(400, JSON.stringify({ error: body }), { "x-ms-request-id": "r1" }), 0);
  assert.ok(outcome.kind === "refused" && outcome.error instanceof ApiError);
  assert.deepEqual(outcome.error.body, body);
  assert.equal(outcome.error.requestId, "r1");
});

test("an error answer without ARM's envelope still has a code and a message", () => {
  for (const [text, message] of [
    ["", "the answer was HTTP status 404 without an error body"],
    ["<html>gone</html>", "<html>gone</html>"],
    ['{"error":"x"}', "the answer was HTTP status 404 without an error body"],
  ] as const) {
    const outcome = outcomeOf(answer(404, text), 0);
    assert.ok(outcome.kind === "refused" && outcome.error instanceof ApiError);
    assert.deepEqual(outcome.error.body, { code: "Http404", message });
  }
});

test("a refused connection passes, wherever in the chain of causes its code stands", () => {
  const failures = [
    new RestError("connect ECONNREFUSED 127.0.0.1:1", { code: "ECONNREFUSED" }),
    new Error("outer", { cause: Object.assign(new Error("inner"), { code: "ECONNRESET" }) }),
    Object.assign(new AggregateError([Object.assign(new Error("a"), { code: "ECONNREFUSED" })], "all"), {}),
    new Error("network_error: connect ECONNREFUSED ::1:1"),
  ];
  for (const failure of failures) assert.equal(outcomeOfFailure(failure).kind, "trouble", failure.message);
});

test("an unknown host or a bad certificate does not pass", () => {
  for (const code of ["ENOTFOUND", "DEPTH_ZERO_SELF_SIGNED_CERT", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"])
    assert.equal(outcomeOfFailure(new RestError("no", { code })).kind, "refused", code);
});

test("a refused sign-in is told by its first line", () => {
  const failure = Object.assign(new Error("AADSTS7000215: Invalid client secret.\nTrace ID: 1"), {
    name: "AuthenticationError",
  });
  const outcome = outcomeOfFailure(failure);
  assert.ok(outcome.kind === "refused" && outcome.error instanceof SignInError);
  assert.equal(outcome.error.message, "AADSTS7000215: Invalid client secret.");
});

test("Retry-After is seconds or a date", () => {
  assert.equal(retryAfter("12", 0), 12_000);
  assert.equal(retryAfter("Thu, 01 Jan 1970 00:00:30 GMT", 10_000), 20_000);
  assert.equal(retryAfter("Thu, 01 Jan 1970 00:00:30 GMT", 60_000), 0);
  assert.equal(retryAfter("soon", 0), undefined);
  assert.equal(retryAfter(undefined, 0), undefined);
});
