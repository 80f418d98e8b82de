import assert from "node:assert/strict";
import { test } from "node:test";
import { needOf } from "./action-of.ts";

const group = "/subscriptions/S/resourceGroups/G";
const network = `${group}/providers/Microsoft.Network`;
const cases: readonly (readonly [call: string, action: string, scope: string, listed?: string])[] = [
  [`GET ${network}/virtualNetworks/v`, "Microsoft.Network/virtualNetworks/read", `${network}/virtualNetworks/v`],
  [`HEAD ${network}/virtualNetworks/v/`, "Microsoft.Network/virtualNetworks/read", `${network}/virtualNetworks/v`],
  [`PUT ${network}/virtualNetworks/v`, "Microsoft.Network/virtualNetworks/write", `${network}/virtualNetworks/v`],
  [`PATCH ${network}/virtualNetworks/v`, "Microsoft.Network/virtualNetworks/write", `${network}/virtualNetworks/v`],
  [
    `DELETE ${network}/virtualNetworks/v/subnets/s`,
    "Microsoft.Network/virtualNetworks/subnets/delete",
    `${network}/virtualNetworks/v/subnets/s`,
  ],
  [
    "POST /subscriptions/S/providers/Microsoft.Features/providers/Microsoft.Compute/features/F/register",
    "Microsoft.Features/providers/features/register/action",
    "/subscriptions/S/providers/Microsoft.Features/providers/Microsoft.Compute/features/F",
  ],
  // Seen: a list is asked for at the namespace.
  [`GET ${network}/virtualNetworks`, "Microsoft.Network/virtualNetworks/read", network, group],
  [
    "GET /subscriptions/S/providers/Microsoft.Network/virtualNetworks",
    "Microsoft.Network/virtualNetworks/read",
    "/subscriptions/S/providers/Microsoft.Network",
    "/subscriptions/S",
  ],
  [
    `GET ${network}/virtualNetworks/v/subnets`,
    "Microsoft.Network/virtualNetworks/subnets/read",
    `${network}/virtualNetworks/v`,
  ],
  [
    `POST ${group}/providers/Microsoft.RedHatOpenShift/openShiftClusters/c/listCredentials`,
    "Microsoft.RedHatOpenShift/openShiftClusters/listCredentials/action",
    `${group}/providers/Microsoft.RedHatOpenShift/openShiftClusters/c`,
  ],
  [
    "POST /subscriptions/S/providers/Microsoft.Storage/checkNameAvailability",
    "Microsoft.Storage/checkNameAvailability/action",
    "/subscriptions/S",
  ],
  [
    "POST /subscriptions/S/providers/Microsoft.Compute/register",
    "Microsoft.Compute/register/action",
    "/subscriptions/S",
  ],
  ["GET /subscriptions/S/providers", "Microsoft.Resources/subscriptions/providers/read", "/subscriptions/S"],
  ["GET /subscriptions/S/locations", "Microsoft.Resources/subscriptions/locations/read", "/subscriptions/S"],
  [
    "GET /subscriptions/S/resourcegroups",
    "Microsoft.Resources/subscriptions/resourcegroups/read",
    "/subscriptions/S",
    "/subscriptions/S",
  ],
  [`PUT ${group}`, "Microsoft.Resources/subscriptions/resourcegroups/write", group],
  [`DELETE ${group}`, "Microsoft.Resources/subscriptions/resourcegroups/delete", group],
  [`GET ${group}/resources`, "Microsoft.Resources/subscriptions/resourcegroups/resources/read", group, group],
  [
    "GET /subscriptions/S/resources",
    "Microsoft.Resources/subscriptions/resources/read",
    "/subscriptions/S",
    "/subscriptions/S",
  ],
  [
    "GET /subscriptions/S/providers/Microsoft.Compute/locations/eastus/usages",
    "Microsoft.Compute/locations/usages/read",
    "/subscriptions/S",
  ],
  [
    `PUT ${group}/providers/Microsoft.Resources/deployments/d`,
    "Microsoft.Resources/deployments/write",
    `${group}/providers/Microsoft.Resources/deployments/d`,
  ],
  [
    "GET /subscriptions/S/resourcegroups/G/deployments/d/operations",
    "Microsoft.Resources/deployments/operations/read",
    "/subscriptions/S/resourcegroups/G/providers/Microsoft.Resources/deployments/d",
  ],
  [
    `PUT ${network}/virtualNetworks/v/providers/Microsoft.Authorization/roleAssignments/a`,
    "Microsoft.Authorization/roleAssignments/write",
    `${network}/virtualNetworks/v/providers/Microsoft.Authorization/roleAssignments/a`,
  ],
  [
    "DELETE /providers/Microsoft.Authorization/roleDefinitions/r",
    "Microsoft.Authorization/roleDefinitions/delete",
    "/providers/Microsoft.Authorization/roleDefinitions/r",
  ],
  // The same address in other clothes.
  [
    `DELETE //subscriptions/S//resourceGroups/%47/providers/Microsoft.Network/virtualNetworks/v`,
    "Microsoft.Network/virtualNetworks/delete",
    `${network}/virtualNetworks/v`,
  ],
];

test("a call's action and scope are as roles name them", () => {
  for (const [call, action, scope, listed] of cases) {
    const [method = "", path = ""] = call.split(" ");
    assert.deepEqual(
      needOf(method, path),
      { is: "action", action, scope, ...(listed === undefined ? {} : { listed }) },
      call,
    );
  }
});

test("tenant-wide lists and the state of operations need no role, a subscription itself any", () => {
  for (const path of [
    "/subscriptions",
    "/tenants",
    "/providers",
    "/providers/Microsoft.Network",
    "/providers/Microsoft.RedHatOpenShift/operations",
    "/providers/Microsoft.Authorization/roleDefinitions",
    "/providers/Microsoft.Authorization/providerOperations/Microsoft.Network",
    "/providers/Microsoft.Authorization/policyDefinitions/p",
    "/subscriptions/S/operationresults/1",
    "/subscriptions/S/providers/Microsoft.Network/locations/eastus/operations/1",
    "/subscriptions/S/providers/Microsoft.RedHatOpenShift/locations/eastus/operationsstatus/1",
  ])
    assert.deepEqual(needOf("GET", path), { is: "nothing" }, path);
  assert.deepEqual(needOf("GET", "/subscriptions/S"), { is: "any role", scope: "/subscriptions/S" });
});
