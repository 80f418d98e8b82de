import assert from "node:assert/strict";
import { test } from "node:test";
import { CloudError, Secret } from "@aro/api";
import { AzureError } from "@aro/azure";
import { failureLine } from "./failure-line.ts";
import { asLog, createLogrus, type LogrusLevel } from "./logrus.ts";

const lines = (least: LogrusLevel = "debug") => {
  const written: string[] = [];
  return { written, log: createLogrus((text) => written.push(text), least) };
};

test("a text of several lines has the level before each, unquoted, as OpenShift's installer writes to a pipe", () => {
  const { written, log } = lines("info");
  log.debug("not shown");
  log.error('a "quoted" word\nand more');
  assert.deepEqual(written, ['level=error msg=a "quoted" word\nlevel=error msg=and more\n']);
});

test("events of this house's parts are lines with their fields as JSON; secrets do not show", () => {
  const { written, log } = lines();
  asLog(log)
    .with({ operation: 1 })
    .warn("retried", { error: new Error("no"), secret: new Secret("hidden") });
  assert.deepEqual(written, ['level=warning msg=retried {"operation":1,"error":"no","secret":"[secret]"}\n']);
});

// spec 03 §7.6: the service reads exactly this.
const quoted = /level=error msg=400: DeploymentFailed: : Deployment failed\. Details: : : (\{.*\})/;
const written = (error: unknown, step: string): string => {
  const { written: all, log } = lines();
  log.error(failureLine(error, step));
  return all.join("");
};

test("a deployment that ARM refused is a line with ARM's own error as JSON, whatever stands in its messages", () => {
  const service = {
    code: "InvalidTemplateDeployment",
    message: "The template deployment failed.\nSee details.",
    details: [{ code: "RequestDisallowedByPolicy", message: "Resource 'x' was disallowed by policy.", target: "x" }],
  };
  const asCustomerError = new CloudError({
    code: "DeploymentFailed",
    message: "Deployment failed.",
    details: [service],
  });
  const asAzureError = new AzureError({ status: 400, body: service, method: "PUT", url: "https://arm.example" });
  for (const error of [asCustomerError, asAzureError]) {
    const read = quoted.exec(written(error, "deployResources"))?.[1];
    assert.deepEqual(JSON.parse(read ?? "null"), service);
    assert.match(read ?? "", /"code":\w?"InvalidTemplateDeployment".*"code":\w?"RequestDisallowedByPolicy"/);
  }
});

test("any other failure is its message, which no expression of the service takes for a deployment's", () => {
  const refused = new AzureError({
    status: 403,
    body: { code: "KeyBasedAuthenticationNotPermitted", message: "Not permitted." },
    method: "GET",
    url: "https://clusterbcdfghjklm.blob.example",
  });
  const text = `level=info msg=Looking for assets in storage account clusterbcdfghjklm\n${written(refused, "loadGraph")}`;
  assert.match(text, /cluster([a-z0-9]){10}.*KeyBasedAuthenticationNotPermitted/s);
  assert.doesNotMatch(text, quoted);
  assert.match(written("odd", ""), /msg=odd\n/);
});
