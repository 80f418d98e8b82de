import assert from "node:assert/strict";
import { test } from "node:test";
import { providerOperations } from "./provider-operations.ts";

test("the operations list is the known one, with register appended (ARM-PRX-01, ARM-PRX-02)", () =>
  assert.deepEqual(
    providerOperations.map(({ name }) => name.replace("Microsoft.RedHatOpenShift/", "")),
    [
      "locations/operationresults/read",
      "locations/operationsstatus/read",
      "operations/read",
      "openShiftClusters/read",
      "openShiftClusters/write",
      "openShiftClusters/delete",
      "openShiftClusters/listCredentials/action",
      "openShiftClusters/listAdminCredentials/action",
      "openShiftClusters/detectors/read",
      "locations/listPlatformWorkloadIdentityRoleSets/read",
      "locations/openshiftVersions/read",
      "register/action",
    ],
  ));

test("every operation has four texts, an origin, and is no data action (ARM-PRX-02)", () => {
  for (const { display, isDataAction, origin } of providerOperations) {
    assert.deepEqual(Object.keys(display).sort(), ["description", "operation", "provider", "resource"]);
    for (const text of Object.values(display)) assert.notEqual(text, "");
    assert.equal(display.provider, "Azure Red Hat OpenShift");
    assert.equal(isDataAction, false);
    assert.equal(origin, "user,system");
  }
});
