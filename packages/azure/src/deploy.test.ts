import assert from "node:assert/strict";
import { test } from "node:test";
import { CloudError } from "@aro/api";
import { seededRandom } from "@aro/runtime";
import { AzureError } from "./azure-error.ts";
import { toCloudError } from "./cloud-error.ts";
import { deployTemplate, templateOf } from "./deploy.ts";
import { isAuthorizationFailure } from "./failure-kinds.ts";
import { longRunning } from "./long-running.ts";
import { fakeAzure, plainClients } from "./testing/index.ts";

const { signal } = new AbortController();
const path = "/subscriptions/sub/resourceGroups/g/providers/Microsoft.Resources/deployments/storage";

function setUp() {
  const azure = fakeAzure();
  azure.arm.groups.set("g", { name: "g" });
  const clients = plainClients(azure);
  const waits = { clock: azure.clock, random: seededRandom(1), durations: azure.durations };
  const operations = longRunning(clients, { poller: () => undefined, rememberPoller: async () => {} }, waits);
  const deploy = () =>
    deployTemplate(
      clients,
      operations,
      { resourceGroup: "g", name: "storage", template: templateOf([{ type: "T", name: "n" }]) },
      waits,
      signal,
    );
  return { azure, deploy };
}

test("a template goes out incrementally in its envelope (spec 03 §2.6)", async () => {
  const { azure, deploy } = setUp();
  await deploy();
  assert.deepEqual(azure.writes(), [`PUT ${path}`]);
  assert.deepEqual(azure.requests[0]?.body, {
    properties: {
      mode: "Incremental",
      template: {
        $schema: "https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#",
        contentVersion: "1.0.0.0",
        resources: [{ type: "T", name: "n" }],
      },
    },
  });
});

test("a failure is DeploymentFailed, 400, with ARM's tree as details", async () => {
  const { azure, deploy } = setUp();
  azure.arm.failures.set("storage", {
    code: "DeploymentFailed",
    message: "At least one resource deployment operation failed.",
    details: [{ code: "Conflict", message: '{"error":{"code":"QuotaExceeded","message":"4 cores"}}', target: "/x" }],
  });
  await assert.rejects(deploy(), (error: unknown) => {
    assert.ok(error instanceof CloudError);
    assert.equal(error.status, 400);
    assert.equal(error.body.code, "DeploymentFailed");
    assert.match(error.body.message, /^Deployment failed\. QuotaExceeded: 4 cores\. Ask for more quota/);
    assert.deepEqual(error.body.details, [
      {
        code: "DeploymentFailed",
        message: "At least one resource deployment operation failed.",
        details: [
          {
            code: "Conflict",
            message: "4 cores",
            target: "/x",
            details: [{ code: "QuotaExceeded", message: "4 cores" }],
          },
        ],
      },
    ]);
    return true;
  });
});

test("authorization errors come out raw, for the step that is tried again on them", async () => {
  const { azure, deploy } = setUp();
  azure.arm.failures.set("storage", {
    code: "DeploymentFailed",
    message: "m",
    details: [{ code: "Forbidden", message: '{"error":{"code":"AuthorizationFailed","message":"x"}}' }],
  });
  await assert.rejects(deploy(), (error) => error instanceof AzureError && isAuthorizationFailure(error));
});

test("a token that is refused in the middle of a deployment is not told as something of the customer's to correct", async () => {
  const { azure, deploy } = setUp();
  const refused = { status: 401, body: { error: { code: "InvalidAuthenticationToken", message: "no" } } };
  azure.arm.intercept = ({ path }) => (path.startsWith("/operations/") ? refused : undefined);
  await assert.rejects(deploy(), (error: unknown) => {
    assert.ok(error instanceof AzureError);
    assert.equal(toCloudError(error, {}).body.code, "ServiceUnavailable");
    return true;
  });
  assert.equal(azure.requests.length, 3, "the deployment, a poll, and the poll with another token");
});

test("an active deployment of the name is waited for, then this one goes out", async () => {
  const { azure, deploy } = setUp();
  let active = 3;
  azure.arm.intercept = ({ method, path: asked }) => {
    if (asked !== path || active === 0) return undefined;
    if (method === "GET")
      return {
        status: 200,
        body: { id: path, properties: { provisioningState: --active > 0 ? "Running" : "Succeeded" } },
      };
    return { status: 409, body: { error: { code: "DeploymentActive", message: "still running" } } };
  };
  await deploy();
  assert.deepEqual(
    azure.requests.filter(({ path: asked }) => asked === path).map(({ method }) => method),
    ["PUT", "GET", "GET", "GET", "PUT"],
  );
});

test("a deployment that stays active ends in the error of the last attempt", async () => {
  const { azure, deploy } = setUp();
  azure.arm.intercept = ({ method }) =>
    method === "GET"
      ? { status: 200, body: { id: path, properties: { provisioningState: "Running" } } }
      : { status: 409, body: { error: { code: "DeploymentActive", message: "still running" } } };
  await assert.rejects(deploy(), /Deployment failed\. DeploymentActive: still running/);
});

test("a transient failure of the deployment is tried again (spec 03 §2.6)", async () => {
  const { azure, deploy } = setUp();
  azure.arm.failures.set("storage", { code: "RetryableError", message: "m" });
  await deploy();
  assert.equal(azure.writes().length, 2);
});
