import assert from "node:assert/strict";
import { test } from "node:test";
import { installFailure, installLogRegexes } from "./failures.ts";

const quoting = (answer: object): string =>
  `level=info msg=a\nlevel=error msg=step deployResources failed\nlevel=error msg=400: DeploymentFailed: : Deployment failed. Details: : : ${JSON.stringify(answer)}\n`;
const refused = (code: string, more: object = {}) =>
  quoting({
    code: "InvalidTemplateDeployment",
    message: "m",
    details: [{ code, message: `It is ${code}.`, target: "vm", ...more }],
  });

/** The first row whose expression Hive finds in a log. */
const reasonIn = (log: string): string | undefined =>
  installLogRegexes().find(({ searchRegexStrings: [text = ""] }) => {
    const [, flags = "", rest = text] = /^\(\?([ims]+)\)(.*)$/s.exec(text) ?? [];
    return new RegExp(rest, flags).test(log);
  })?.name;

test("every row of the table is found in the log of its failure, and told with cause, remedy and ARM's own words (spec 03 §7.6)", () => {
  const rows = [
    ["AzureRequestDisallowedByPolicy", refused("RequestDisallowedByPolicy"), /a policy .* It is Request\w+\. Exempt/],
    [
      "AzureInvalidTemplateDeployment",
      refused("QuotaExceeded"),
      /refused .* QuotaExceeded: It is .* Ask for more quota/,
    ],
    [
      "AzureZonalAllocationFailed",
      quoting({ code: "ZonalAllocationFailed", message: "No." }),
      /no capacity .* No\. Choose/,
    ],
    [
      "AzureOSProvisioningTimedOut",
      quoting({ code: "OSProvisioningTimedOut", message: "No." }),
      /in time.* No\. Check/,
    ],
    [
      "AzureKeyBasedAuthenticationNotPermitted",
      "level=info msg=account clusterabcde12345\nlevel=error msg=KeyBasedAuthenticationNotPermitted: no\n",
      /key-based authentication.*Exempt the managed resource group/,
    ],
  ] as const;
  for (const [reason, log, said] of rows) {
    assert.equal(reasonIn(log), reason);
    const { body, status } = installFailure(reason, log);
    assert.deepEqual([body.code, status], ["DeploymentFailed", 400]);
    assert.match(body.message, said);
    assert.ok((body.details ?? []).length > 0, reason);
  }
});

test("what ARM says beside code and message is kept", () => {
  const additionalInfo = [{ type: "PolicyViolation", info: { policyAssignmentName: "a" } }];
  const { body } = installFailure(
    "AzureRequestDisallowedByPolicy",
    refused("RequestDisallowedByPolicy", { additionalInfo }),
  );
  assert.deepEqual(body.details, [
    { code: "RequestDisallowedByPolicy", message: "It is RequestDisallowedByPolicy.", target: "vm", additionalInfo },
  ]);
});

test("a reason that the table does not know is told by what ARM said, or else by how the log ends", () => {
  const azure = installFailure("UnknownError", quoting({ code: "AllocationFailed", message: "Full." }));
  assert.equal(azure.status, 500);
  assert.match(azure.body.message, /AllocationFailed: Full\. Choose another VM size/);
  assert.deepEqual(azure.body.details, [{ code: "AllocationFailed", message: "Full." }]);
  const lines = Array.from({ length: 30 }, (_, index) => `level=info msg=line ${index}`).join("\n");
  const other = installFailure("UnknownError", `level=error msg=first\nlevel=error msg=it broke\n${lines}\n`);
  assert.match(other.body.message, /^The installation failed: it broke\. Hive says 'UnknownError'\. Create/);
  const [tail] = other.body.details ?? [];
  assert.equal(tail?.code, "InstallLog");
  assert.equal(tail?.message.split("\n").length, 10);
});

test("a log that is missing, or quotes what is no JSON, hides no failure", () => {
  for (const log of [undefined, "", "level=error msg=400: DeploymentFailed: : Deployment failed. Details: : : {no}"])
    for (const reason of ["AzureInvalidTemplateDeployment", "LogMissing", ""]) {
      const { body } = installFailure(reason, log);
      assert.equal(body.code, "DeploymentFailed");
      assert.match(body.message, /again/);
    }
});
