import assert from "node:assert/strict";
import { test } from "node:test";
import { CloudError } from "./cloud-error.ts";

test("one finding is the error itself (ARM-ERR-04)", () => {
  const error = CloudError.ofFindings([{ code: "InvalidParameter", message: "No.", target: "location" }]);
  assert.equal(error.status, 400);
  assert.deepEqual(error.body, { code: "InvalidParameter", message: "No.", target: "location" });
});

test("several findings are details of one error that counts them (ARM-ERR-04)", () => {
  const findings = [
    { code: "InvalidParameter", message: "No.", target: "a" },
    { code: "PropertyChangeNotAllowed", message: "Nor this.", target: "b" },
  ] as const;
  const error = CloudError.ofFindings(findings);
  assert.equal(error.body.code, "InvalidParameter");
  assert.match(error.body.message, /2 errors/);
  assert.deepEqual(error.body.details, findings);
});

test("findings of one code give that code", () => {
  const finding = { code: "PropertyChangeNotAllowed", message: "No." } as const;
  assert.equal(CloudError.ofFindings([finding, finding]).body.code, "PropertyChangeNotAllowed");
});
