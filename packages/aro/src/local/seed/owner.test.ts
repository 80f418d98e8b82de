import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, SignInError } from "@aro/client";
import type { Ask } from "../https.ts";
import { ownerConnection } from "./owner.ts";

const owner = { endpoint: "https://localhost:1", tenantId: "T", clientId: "id", clientSecret: "secret" };
const signal = new AbortController().signal;

test("the owner signs in once, its calls carry the token, and what ARM asks to wait for is waited for", async () => {
  const asked: string[] = [];
  const answers = [
    { status: 429, headers: { "retry-after": "0" }, body: "" },
    { status: 200, headers: {}, body: '{"a":1}' },
    { status: 404, headers: {}, body: '{"error":{"code":"ResourceNotFound","message":"m"}}' },
  ];
  const ask: Ask = async (url, { method, headers, body } = {}) => {
    if (url.endsWith("/T/oauth2/v2.0/token")) {
      asked.push(`token for ${new URLSearchParams(body).get("scope")}`);
      return { status: 200, headers: {}, body: '{"access_token":"t"}' };
    }
    asked.push(`${method} ${url} ${headers?.["authorization"]} ${body}`);
    return answers.shift() ?? assert.fail("too many calls");
  };
  const connection = ownerConnection(owner, ask, signal);
  const made = await connection.call({ method: "PUT", path: "/x", apiVersion: "1", body: { b: 2 } });
  assert.deepEqual(made.body, { a: 1 });
  await assert.rejects(
    connection.call({ method: "GET", path: "/y", apiVersion: "1" }),
    (error) => error instanceof ApiError && error.status === 404 && error.body.code === "ResourceNotFound",
  );
  const put = 'PUT https://localhost:1/x?api-version=1 Bearer t {"b":2}';
  assert.deepEqual(asked, [
    "token for https://localhost:1/.default",
    put,
    put,
    "GET https://localhost:1/y?api-version=1 Bearer t undefined",
  ]);
});

test("an owner who gets no token is told so", async () => {
  const ask: Ask = async () => ({ status: 401, headers: {}, body: "" });
  await assert.rejects(ownerConnection(owner, ask, signal).call({ method: "GET", path: "/x" }), SignInError);
});
