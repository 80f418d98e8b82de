import assert from "node:assert/strict";
import { test } from "node:test";
import { CloudError } from "@aro/api";
import { RestError } from "@azure/core-rest-pipeline";
import { AzureError, azureErrorBody } from "./azure-error.ts";
import { toCloudError } from "./cloud-error.ts";

const refused = (
  status: number | undefined,
  code: string,
  message = "m",
  url = "https://arm.test/subscriptions/s/resourceGroups/customer/x",
) => new AzureError({ status, body: azureErrorBody({ error: { code, message } }, status), method: "PUT", url });
const managedUrl = "https://arm.test/subscriptions/s/resourceGroups/aro-managed/providers/x";
const context = { managedResourceGroup: "aro-managed" };

test("Azure's refusals get one of our codes and keep their own in details (ARM-ERR-05)", () => {
  const rows: [AzureError, string, number][] = [
    [refused(403, "RequestDisallowedByPolicy"), "RequestDisallowedByPolicy", 400],
    [refused(409, "ScopeLocked"), "ScopeLocked", 409],
    [refused(409, "QuotaExceeded"), "DeploymentFailed", 400],
    [refused(409, "SkuNotAvailable"), "DeploymentFailed", 400],
    [refused(403, "AuthorizationFailed"), "InvalidServicePrincipalCredentials", 400],
    [refused(403, "LinkedAuthorizationFailed"), "InvalidServicePrincipalCredentials", 400],
    [refused(400, "NetcfgInvalidSubnet"), "DeploymentFailed", 400],
    [refused(undefined, "Conflict"), "DeploymentFailed", 400],
    [refused(404, "ResourceGroupNotFound"), "ResourceGroupNotFound", 400],
    [refused(429, "TooManyRequests"), "TooManyRequests", 429],
    [refused(503, "ServiceUnavailable"), "ServiceUnavailable", 503],
    [refused(undefined, "InternalServerError"), "ServiceUnavailable", 503],
  ];
  for (const [error, code, status] of rows) {
    const made = toCloudError(error, context);
    assert.equal(made.body.code, code);
    assert.equal(made.status, status);
    assert.deepEqual(made.body.details, [error.body]);
    assert.equal(made.cause, error);
    assert.match(made.body.message, new RegExp(error.body.code));
  }
});

test("wrong, unknown and expired credentials are told apart, at the profile that holds them (spec 03 §2.5)", () => {
  for (const [text, said] of [
    ["AADSTS700016: Application 'a' was not found. Trace ID: 1", /not found in the subscription's tenant/],
    ["AADSTS7000215: Invalid client secret provided. Trace ID: 1", /credentials of the service principal failed/],
    ["AADSTS7000222: The provided client secret keys are expired. Trace ID: 1", /has expired. Create a new one/],
  ] as const) {
    const { body, status } = toCloudError(new Error(`invalid_client: ${text}`));
    assert.equal(body.code, "InvalidServicePrincipalCredentials");
    assert.equal(body.target, "properties.servicePrincipalProfile");
    assert.equal(status, 400);
    assert.match(body.message, said);
    assert.equal(body.details?.[0]?.code, text.split(":")[0]);
    assert.doesNotMatch(JSON.stringify(body), /Trace/);
  }
});

test("a precise error about the managed group is not hidden behind a 500 (spec 03 §15.3)", () => {
  const precise = new CloudError({ code: "DeploymentFailed", message: `over '${new URL(managedUrl).pathname}/'` });
  assert.equal(toCloudError(precise, context), precise);
  assert.equal(toCloudError(refused(403, "RequestDisallowedByPolicy", "m", managedUrl), context).status, 400);
  assert.equal(toCloudError(refused(409, "QuotaExceeded", "m", managedUrl), context).status, 400);
});

test("missing rights in the managed group are our fault, and are shown all the same", () => {
  const { body, status } = toCloudError(refused(403, "AuthorizationFailed", "may not write", managedUrl), context);
  assert.equal(status, 500);
  assert.equal(body.code, "InternalServerError");
  assert.match(body.message, /AuthorizationFailed: may not write\./);
  assert.equal(body.details?.[0]?.code, "AuthorizationFailed");
});

test("a policy's definition and assignment are named (spec 03 §8.3)", () => {
  const error = new AzureError({
    status: 403,
    body: azureErrorBody(
      {
        error: {
          code: "RequestDisallowedByPolicy",
          message: "denied",
          additionalInfo: [
            {
              type: "PolicyViolation",
              info: { policyDefinitionDisplayName: "No subnets", policyAssignmentName: "assigned" },
            },
          ],
        },
      },
      403,
    ),
    method: "PUT",
    url: "https://arm.test/x",
  });
  assert.match(toCloudError(error).body.message, /definition "No subnets", assignment "assigned"/);
});

test("a broken connection is ServiceUnavailable and told as an answer that did not come; a fault of ours says nothing of itself", () => {
  const { code, message } = toCloudError(new RestError("socket hang up", { code: "ECONNRESET" })).body;
  assert.equal(code, "ServiceUnavailable");
  assert.match(
    message,
    /^Azure did not answer what the cluster needs: socket hang up\. Send the request again later\. If/,
  );
  const ours = toCloudError(new TypeError("cannot read 'x'"));
  assert.equal(ours.body.code, "InternalServerError");
  assert.doesNotMatch(ours.body.message, /cannot read/);
});
