import assert from "node:assert/strict";
import { test } from "node:test";
import { systemData } from "./system-data.ts";

test("people, applications and managed identities are told apart; what exists keeps who made it (ARM-SYS-02)", () => {
  const principal = { objectId: "o", tenantId: "t", name: "n" };
  const kinds = [
    systemData({ principal: { ...principal, kind: "User" } }, 0, false),
    systemData({ principal: { ...principal, kind: "ServicePrincipal" }, claims: { idtyp: "app" } }, 0, false),
    systemData({ principal: { ...principal, kind: "ServicePrincipal" }, claims: { xms_mirid: "/x" } }, 0, false),
  ];
  assert.deepEqual(
    kinds.map((one) => one["createdByType"]),
    ["User", "Application", "ManagedIdentity"],
  );
  assert.deepEqual(systemData({ principal: { ...principal, kind: "User" } }, 0, true), {
    lastModifiedBy: "n",
    lastModifiedByType: "User",
    lastModifiedAt: "1970-01-01T00:00:00.0000000Z",
  });
});
