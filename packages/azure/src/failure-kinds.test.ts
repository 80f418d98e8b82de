import assert from "node:assert/strict";
import { test } from "node:test";
import { createHttpHeaders, createPipelineRequest, RestError } from "@azure/core-rest-pipeline";
import { AzureError, azureErrorBody } from "./azure-error.ts";
import { failureOf } from "./failure.ts";
import {
  type FailureKind,
  FreshCredentialsWanted,
  failureKinds,
  isAuthorizationFailure,
  isFailure,
  refersToResourceGroup,
} from "./failure-kinds.ts";

const azureError = (
  status: number | undefined,
  error: object,
  extra: { retryAfterSeconds?: number; url?: string } = {},
) =>
  new AzureError({
    status,
    body: azureErrorBody({ error }, status),
    method: "PUT",
    url: "https://arm.test/x",
    ...extra,
  });

const inDeployment = (code: string, inner: string) => ({
  code: "DeploymentFailed",
  message: "At least one resource deployment operation failed.",
  details: [{ code, message: JSON.stringify({ error: { code: inner, message: "no right" } }, undefined, 2) }],
});

const kindsOf = (error: unknown): FailureKind[] =>
  (Object.keys(failureKinds) as FailureKind[]).filter((kind) => isFailure(error, kind));

test("each predicate of the table holds for its shapes and no others (spec 03 §2.4)", () => {
  const rows: [unknown, FailureKind[]][] = [
    [new Error("invalid_client: AADSTS700016: not found"), ["unauthorizedClient"]],
    [new Error("AADSTS7000215: Invalid client secret"), ["invalidSecret", "transient"]],
    [new Error("AADSTS7000222: expired"), ["expiredSecret"]],
    [new Error("AADSTS7000216: assertion"), ["transient"]],
    [azureError(403, { code: "AuthorizationFailed", message: "x" }), ["authorizationFailed", "forbidden"]],
    [azureError(undefined, inDeployment("Forbidden", "AuthorizationFailed")), ["authorizationFailed"]],
    [azureError(403, { code: "LinkedAuthorizationFailed", message: "x" }), ["linkedAuthorizationFailed", "forbidden"]],
    [azureError(undefined, inDeployment("Forbidden", "LinkedAuthorizationFailed")), ["linkedAuthorizationFailed"]],
    [
      azureError(403, { code: "InvalidTemplateDeployment", message: "Authorization failed for template resource 'x'" }),
      ["deploymentMissingPermissions", "forbidden"],
    ],
    [azureError(400, { code: "InvalidTemplateDeployment", message: "quota" }), []],
    [azureError(409, { code: "DeploymentActive", message: "x" }), ["conflict", "deploymentActive"]],
    [azureError(404, { code: "ResourceGroupNotFound", message: "x" }), ["resourceGroupNotFound", "notFound"]],
    [azureError(403, { code: "RequestDisallowedByPolicy", message: "x" }), ["policyDenied", "forbidden"]],
    [azureError(409, { code: "ScopeLocked", message: "x" }), ["conflict", "locked"]],
    [azureError(409, { code: "SkuNotAvailable", message: "x" }), ["conflict", "skuOrQuota"]],
    [azureError(409, { code: "X", message: "NotAvailableForSubscription" }), ["conflict", "skuOrQuota"]],
    [azureError(409, { code: "QuotaExceeded", message: "x" }), ["conflict", "skuOrQuota"]],
    [azureError(400, { code: "PublicIPCountLimitReached", message: "x" }), ["skuOrQuota"]],
    [azureError(409, { code: "StorageAccountCountLimitExceeded", message: "x" }), ["conflict", "skuOrQuota"]],
    [azureError(400, { code: "LimitReachedElsewhere", message: "x" }), []],
    [azureError(409, { code: "OperationNotAllowed", message: "exceeding approved Cores" }), ["conflict", "skuOrQuota"]],
    [azureError(409, { code: "OperationNotAllowed", message: "disk is attached" }), ["conflict"]],
    [azureError(429, { code: "TooManyRequests", message: "x" }), ["transient", "throttled"]],
    [azureError(409, { code: "Conflict", message: "x" }, { retryAfterSeconds: 3 }), ["conflict", "transient"]],
    [azureError(409, { code: "Conflict", message: "Please retry later." }), ["conflict", "transient"]],
    [azureError(409, { code: "Conflict", message: "x" }), ["conflict"]],
    [azureError(undefined, { code: "RetryableError", message: "x" }), ["transient"]],
    [azureError(412, { code: "PreconditionFailed", message: "x" }), ["preconditionFailed"]],
    [new TypeError("x is undefined"), []],
    [undefined, []],
  ];
  for (const [error, expected] of rows)
    assert.deepEqual(kindsOf(error).sort(), [...expected].sort(), failureOf(error).text);
});

test("an error is read alike from both SDK generations, a cause and an aggregate", () => {
  const request = createPipelineRequest({
    url: "https://arm.test/subscriptions/s/resourceGroups/rg?sig=1",
    method: "PUT",
  });
  const response = {
    request,
    status: 403,
    headers: createHttpHeaders(),
    bodyAsText: '{"error":{"code":"AuthorizationFailed","message":"m"}}',
  };
  const older = new RestError("m", { code: "AuthorizationFailed", statusCode: 403, request, response });
  const newer = new RestError("m", { code: "AuthorizationFailed", statusCode: 403, request });
  newer.details = { error: { code: "AuthorizationFailed", message: "m", details: [{ code: "Inner", message: "i" }] } };
  for (const error of [older, newer, new Error("outer", { cause: older }), new AggregateError([newer])]) {
    const failure = failureOf(error);
    assert.equal(failure.status, 403);
    assert.ok(failureKinds.authorizationFailed(failure));
    assert.equal(failure.url, "https://arm.test/subscriptions/s/resourceGroups/rg");
  }
  assert.deepEqual([...failureOf(newer).codes], ["AuthorizationFailed", "Inner"]);
});

test("what ARM says of the token endpoint is ARM's error, what the token endpoint says is its own", () => {
  const arm = azureError(401, { code: "InvalidAuthenticationToken", message: "AADSTS700016: not found" });
  assert.equal(failureOf(arm).body?.code, "InvalidAuthenticationToken");
  const library = Object.assign(new Error("invalid_client: AADSTS7000215: Invalid. Trace ID: 1"), { status: 401 });
  assert.deepEqual(failureOf(new Error("outer", { cause: library })).body, {
    code: "AADSTS7000215",
    message: "Invalid.",
  });
  const identity = Object.assign(new Error("x"), {
    name: "AuthenticationError",
    statusCode: 401,
    errorResponse: { error: "invalid_client", errorDescription: "AADSTS7000222: Expired. Trace ID: 1" },
  });
  assert.deepEqual(failureOf(identity).body, { code: "AADSTS7000222", message: "Expired." });
});

test("a connection that broke is unanswered, and nothing Azure said", () => {
  const failure = failureOf(new RestError("socket hang up", { code: "ECONNRESET" }));
  assert.equal(failure.unanswered, true);
  assert.equal(failure.body, undefined);
});

test("authorization is tried again for the five kinds of §2.4 and the sentinel, not for an expired secret", () => {
  const again = [
    new Error("AADSTS700016"),
    new Error("AADSTS7000215"),
    azureError(403, { code: "AuthorizationFailed", message: "x" }),
    azureError(403, { code: "LinkedAuthorizationFailed", message: "x" }),
    azureError(400, { code: "InvalidTemplateDeployment", message: "Authorization failed for template resource" }),
    new FreshCredentialsWanted("roles spread"),
  ];
  for (const error of again) assert.equal(isAuthorizationFailure(error), true, error.message);
  for (const error of [new Error("AADSTS7000222"), azureError(409, { code: "ScopeLocked", message: "x" })])
    assert.equal(isAuthorizationFailure(error), false, error.message);
});

test("the group an error refers to is that of its address, else any its text names", () => {
  const url = "https://arm.test/subscriptions/s/resourceGroups/Managed/providers/x";
  const byUrl = azureError(403, { code: "X", message: "see /subscriptions/s/resourceGroups/other/y" }, { url });
  assert.equal(refersToResourceGroup(byUrl, "managed"), true);
  assert.equal(refersToResourceGroup(byUrl, "other"), false);
  assert.equal(refersToResourceGroup(new Error("over '/subscriptions/s/resourceGroups/MANAGED'"), "managed"), true);
  assert.equal(refersToResourceGroup(new Error("over /subscriptions/s/resourceGroups/managed-2/x"), "managed"), false);
});

test("a body of any shape gives a code and a message, in every part (ARM-ERR-01)", () => {
  for (const [body, status, code] of [
    ["", 404, "NotFound"],
    ["<html>gateway</html>", 502, "BadGateway"],
    ["plain", 418, "HTTP418"],
    ['{"code":"Flat","message":"m"}', 400, "Flat"],
    ['{"error":{"code":"","message":""}}', 409, "Conflict"],
    ['{"error":{"code":"A","message":"m","details":[{"message":"only"},null,7]}}', 400, "A"],
    ['{"error":"invalid_grant","error_description":"d"}', 400, "invalid_grant"],
  ] as const) {
    const found = azureErrorBody(body, status);
    assert.equal(found.code, code);
    assert.notEqual(found.message, "");
    for (const detail of found.details ?? []) assert.ok(detail.code !== "" && detail.message !== "");
  }
});
