import assert from "node:assert/strict";
import { test } from "node:test";
import { lastSegment, parseResourceId, resourceKey } from "./ids.ts";

const subnet = "/subscriptions/S1/resourceGroups/Rg/providers/Microsoft.Network/virtualNetworks/v/subnets/Master";

test("a nested id yields its type path and the names from the outermost inwards", () => {
  assert.deepEqual(parseResourceId(subnet), {
    subscriptionId: "S1",
    resourceGroup: "Rg",
    namespace: "Microsoft.Network",
    type: "Microsoft.Network/virtualNetworks/subnets",
    name: "Master",
    names: ["v", "Master"],
  });
});

test("the fixed segments match ignoring case, names keep theirs", () => {
  assert.equal(parseResourceId(subnet.replace("resourceGroups", "RESOURCEGROUPS"))?.resourceGroup, "Rg");
});

test("what is not the id of a resource in a group has no parts", () => {
  for (const id of ["", "/subscriptions/S1/resourceGroups/Rg", `${subnet}/extra`, `${subnet}/`, "https://host/x"])
    assert.equal(parseResourceId(id), undefined, id);
});

test("keys ignore case; the last segment is the name", () => {
  assert.equal(resourceKey(subnet), resourceKey(subnet.toUpperCase()));
  assert.equal(lastSegment(subnet), "Master");
});
