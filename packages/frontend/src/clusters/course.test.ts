import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { OpenShiftCluster, ProvisioningState } from "@aro/api";
import { courseOf } from "./course.ts";

const supported = new Set(["/properties/servicePrincipalProfile"]);
const secret = "/properties/servicePrincipalProfile/clientSecret";
const other = "/properties/networkProfile/loadBalancerProfile";
const identities = "/managedServiceIdentity/userAssignedIdentities";

const short = (
  method: "PUT" | "PATCH",
  state: ProvisioningState,
  failed: ProvisioningState | undefined,
  changed: string[],
  known = supported,
) => {
  const properties = { provisioningState: state, ...(failed === undefined ? {} : { failedProvisioningState: failed }) };
  const course = courseOf(method, { properties } as OpenShiftCluster, changed, known);
  switch (course.leadsTo) {
    case "operation":
      return course.kind;
    case "refusal":
      return `${course.error.body.code} ${course.error.body.target ?? course.error.body.details?.map(({ target }) => target).join() ?? ""}`.trim();
    default:
      return course.leadsTo;
  }
};

/** Where a cluster stands × what would change → what follows, for PUT and for PATCH (spec 01 §3.1 as 07 mends it). */
const table: readonly [ProvisioningState, ProvisioningState | undefined, string[], put: string, patch: string][] = [
  ["Succeeded", undefined, [], "nothing", "nothing"],
  ["Succeeded", undefined, ["/tags"], "tags", "tags"],
  ["Succeeded", undefined, [secret], "Updating", "Updating"],
  ["Succeeded", undefined, ["/tags", secret], "Updating", "Updating"],
  [
    "Succeeded",
    undefined,
    [other],
    "InvalidParameter properties.networkProfile.loadBalancerProfile",
    "InvalidParameter properties.networkProfile.loadBalancerProfile",
  ],
  [
    "Succeeded",
    undefined,
    [secret, other, identities],
    "InvalidParameter properties.networkProfile.loadBalancerProfile,identity.userAssignedIdentities",
    "InvalidParameter properties.networkProfile.loadBalancerProfile,identity.userAssignedIdentities",
  ],
  ["Creating", undefined, [], "join", "join"],
  ["Updating", undefined, [], "join", "join"],
  ["AdminUpdating", undefined, [], "join", "join"],
  ["Creating", undefined, ["/tags"], "RequestNotAllowed", "RequestNotAllowed"],
  ["Updating", undefined, [secret], "RequestNotAllowed", "RequestNotAllowed"],
  ["Deleting", undefined, [], "RequestNotAllowed", "RequestNotAllowed"],
  ["Deleting", undefined, ["/tags"], "RequestNotAllowed", "RequestNotAllowed"],
  ["Failed", "Creating", [], "Creating", "nothing"],
  ["Failed", "Creating", ["/tags"], "Creating", "tags"],
  ["Failed", "Creating", [secret], "Creating", "RequestNotAllowed"],
  ["Failed", "Creating", [other], "Creating", "RequestNotAllowed"],
  ["Failed", "Updating", [], "Updating", "nothing"],
  ["Failed", "Updating", ["/tags"], "tags", "tags"],
  ["Failed", "Updating", [secret], "Updating", "Updating"],
  ["Failed", "Deleting", [], "nothing", "nothing"],
  ["Failed", "Deleting", ["/tags"], "tags", "tags"],
  ["Failed", "Deleting", [secret], "RequestNotAllowed", "RequestNotAllowed"],
  ["Failed", undefined, [secret], "Updating", "Updating"],
  ["Canceled", undefined, [secret], "Updating", "Updating"],
  ["Canceled", "Creating", [], "Creating", "nothing"],
];

describe("courseOf", () => {
  for (const [state, failed, changed, put, patch] of table)
    it(`${state}${failed === undefined ? "" : ` from ${failed}`}, changing ${changed.join(" ") || "nothing"}: PUT → ${put}, PATCH → ${patch} (ARM-PUT-12, ARM-PUT-13, ARM-PAT-04)`, () => {
      assert.deepEqual([short("PUT", state, failed, changed), short("PATCH", state, failed, changed)], [put, patch]);
    });

  it("does not repeat an update where nothing knows how to update", () => {
    assert.equal(short("PUT", "Failed", "Updating", [], new Set()), "nothing");
  });

  it("takes a prefix for whole members only", () => {
    assert.equal(
      short("PATCH", "Succeeded", undefined, ["/properties/servicePrincipalProfileX"]),
      "InvalidParameter properties.servicePrincipalProfileX",
    );
  });
});
