import assert from "node:assert/strict";
import type { EntraRig, Seen } from "../../entra/testing/rig.ts";
import { knownResources } from "../../entra/well-known.ts";
import type { GraphRig } from "./rig.ts";

/** Checks that an answer is a refusal of Graph's. */
export const refused = (answer: Seen, status: number, code: string, message?: RegExp) => {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.json.error.code, code);
  assert.equal(answer.json.error.innerError["request-id"], answer.headers["request-id"]);
  if (message !== undefined) assert.match(answer.json.error.message, message);
};

/** What was made. */
export const made = (answer: Seen) => {
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
};

export const newApp = (rig: GraphRig, displayName = "app", more: object = {}) =>
  made(rig.call("POST", "/applications", { displayName, ...more }));

export const newPrincipal = (rig: GraphRig, appId: string) =>
  made(rig.call("POST", "/servicePrincipals", { appId, accountEnabled: true }));

export const roleOf = (value: string) => knownResources.graph.appRoles.find((one) => one.value === value)?.id ?? "";

export const graphPrincipal = ({ directory }: EntraRig) =>
  directory.objects.byAppId("servicePrincipal", knownResources.graph.appId)?.id ?? "";

/** An application with its principal that holds these permissions of Graph. */
export const newCaller = (rig: GraphRig, ...permissions: string[]) => {
  const { appId, objectId } = rig.directory.ensure({ displayName: "caller" });
  for (const value of permissions)
    rig.directory.roleGrants.add({ principalId: objectId, resourceId: graphPrincipal(rig), appRoleId: roleOf(value) });
  return { appId, objectId, token: rig.appToken(appId) };
};
