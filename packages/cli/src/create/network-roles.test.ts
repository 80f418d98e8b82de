import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, type Connection } from "@aro/client";
import { grantNetworkRoles } from "./network-roles.ts";

const vnetId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v";

/** An ARM that keeps role assignments, one for each principal, and refuses when it is told to. */
function arm(refuse?: ApiError) {
  const given = new Map<string, string>();
  const names: string[] = [];
  const connection = {
    call: async ({ path, body }: { path: string; body?: { properties: { principalId: string } } }) => {
      if (refuse !== undefined) throw refuse;
      const principal = body?.properties.principalId ?? "";
      names.push(path.slice(path.lastIndexOf("/") + 1));
      if (given.has(principal)) throw new ApiError(409, { code: "RoleAssignmentExists", message: "It exists." });
      given.set(principal, path);
      return { status: 201, headers: {}, body: {} };
    },
  } as unknown as Connection;
  return { connection, given, names };
}

test("each principal gets the role once, under the same name however often it is asked for", async () => {
  const { connection, given, names } = arm();
  await grantNetworkRoles(connection, { vnetId, principals: ["a", "b"] });
  await grantNetworkRoles(connection, { vnetId: vnetId.toUpperCase(), principals: ["a"] });
  assert.deepEqual([...given.keys()], ["a", "b"]);
  assert.equal(names[2], names[0]);
  assert.match(names[0] ?? "", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test("who may not give roles is told so", async () => {
  const { connection } = arm(new ApiError(403, { code: "AuthorizationFailed", message: "No." }));
  await assert.rejects(grantNetworkRoles(connection, { vnetId, principals: ["a"] }), /AuthorizationFailed/);
});
