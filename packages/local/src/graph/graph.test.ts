import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import fc from "fast-check";
import { userId } from "../entra/testing/browser.ts";
import { base, identities, tenantId } from "../entra/testing/rig.ts";
import { routes } from "./routes.ts";
import { graphPrincipal, made, newApp, newCaller, refused, roleOf } from "./testing/checks.ts";
import { type GraphRig, graphRig } from "./testing/rig.ts";

let rig: GraphRig;
beforeEach(async () => {
  rig = await graphRig();
});

test("a principal without permissions sees itself and nothing else (spec 03 clusterSPObjectID)", () => {
  const { appId, objectId, token } = newCaller(rig);
  const mine = rig.call("GET", `/servicePrincipals?$filter=appId eq '${appId}'&$select=id`, undefined, { token });
  assert.deepEqual(mine.json.value, [{ id: objectId }]);
  assert.equal(rig.call("GET", `/servicePrincipals/${objectId}`, undefined, { token }).status, 200);
  for (const path of [
    "/servicePrincipals",
    "/applications",
    "/users",
    "/groups",
    `/servicePrincipals/${graphPrincipal(rig)}`,
    `/servicePrincipals?$filter=appId eq '${identities.ownerClientId}'`,
    `/users/${userId(rig, "admin")}`,
  ])
    refused(rig.call("GET", path, undefined, { token }), 403, "Authorization_RequestDenied", /Insufficient privileges/);
  refused(rig.call("POST", "/applications", { displayName: "x" }, { token }), 403, "Authorization_RequestDenied");
  const sneaky = rig.call(
    "GET",
    `/servicePrincipals?$filter=appId eq '${appId}' or displayName eq 'aro local owner'`,
    undefined,
    { token },
  );
  refused(sneaky, 403, "Authorization_RequestDenied");
});

test("permissions let do what they are for: reading, what is owned, everything", () => {
  const other = newApp(rig, "other");
  const reader = newCaller(rig, "Application.Read.All");
  assert.equal(rig.call("GET", "/applications", undefined, reader).status, 200);
  refused(rig.call("PATCH", `/applications/${other.id}`, { notes: "x" }, reader), 403, "Authorization_RequestDenied");
  const owner = newCaller(rig, "Application.ReadWrite.OwnedBy");
  const own = made(rig.call("POST", "/applications", { displayName: "own" }, owner));
  assert.equal(rig.call("PATCH", `/applications/${own.id}`, { notes: "x" }, owner).status, 204);
  assert.equal(rig.call("POST", "/servicePrincipals", { appId: own.appId }, owner).status, 201);
  refused(rig.call("DELETE", `/applications/${other.id}`, undefined, owner), 403, "Authorization_RequestDenied");
  refused(rig.call("GET", "/users", undefined, owner), 403, "Authorization_RequestDenied");
});

test("people see the directory, change what they own, and administrators everything", () => {
  const reader = { token: rig.userToken("reader") };
  const admin = { token: rig.userToken("admin") };
  assert.equal(rig.call("GET", "/me", undefined, reader).json.userPrincipalName, "reader@aro.test");
  assert.equal(rig.call("GET", "/users", undefined, reader).json.value.length, 4);
  const own = made(rig.call("POST", "/applications", { displayName: "mine" }, reader));
  assert.equal(rig.call("PATCH", `/applications/${own.id}`, { notes: "x" }, reader).status, 204);
  const owned = rig.call("GET", "/me/ownedObjects", undefined, reader).json.value;
  assert.deepEqual(
    owned.map((one: { id: string }) => one.id),
    [own.id],
  );
  refused(rig.call("POST", "/users", {}, reader), 403, "Authorization_RequestDenied");
  const [group] = rig.call("GET", "/groups", undefined, reader).json.value;
  refused(rig.call("DELETE", `/groups/${group.id}`, undefined, reader), 403, "Authorization_RequestDenied");
  assert.equal(rig.call("PATCH", `/applications/${own.id}`, { notes: "y" }, admin).status, 204);
  assert.equal(rig.call("DELETE", `/groups/${group.id}`, undefined, admin).status, 204);
  const narrow = { token: rig.userToken("admin", ["User.Read"]) };
  assert.equal(rig.call("GET", "/me", undefined, narrow).status, 200);
  refused(rig.call("GET", "/users", undefined, narrow), 403, "Authorization_RequestDenied");
});

test("who brings no token for Graph is told how to get one", async () => {
  const foreign = await rig.ask(`/${tenantId}/oauth2/v2.0/token`, {
    grant_type: "client_credentials",
    client_id: identities.ownerClientId,
    client_secret: identities.ownerSecret,
    scope: `${base}/.default`,
  });
  for (const token of ["", "x", foreign.json.access_token]) {
    const answer = rig.call("GET", "/users", undefined, { token });
    refused(answer, 401, "InvalidAuthenticationToken");
    assert.match(answer.headers["www-authenticate"] ?? "", /^Bearer /);
  }
  refused(rig.call("GET", "/me"), 400, "BadRequest", /delegated/);
});

test("groups have members, checked and listed through groups in groups", () => {
  const group = (displayName: string) =>
    made(
      rig.call("POST", "/groups", {
        displayName,
        mailNickname: displayName,
        mailEnabled: false,
        securityEnabled: true,
      }),
    );
  const [inner, outer] = [group("inner"), group("outer")];
  const user = userId(rig, "reader");
  const ref = (id: string) => ({ "@odata.id": `${base}/graph/v1.0/directoryObjects/${id}` });
  assert.equal(rig.call("POST", `/groups/${inner.id}/members/$ref`, ref(user)).status, 204);
  assert.equal(rig.call("POST", `/groups/${outer.id}/members/$ref`, ref(inner.id)).status, 204);
  refused(rig.call("POST", `/groups/${inner.id}/members/$ref`, ref(user)), 400, "Request_BadRequest", /already exist/);
  refused(rig.call("POST", `/groups/${inner.id}/members/$ref`, ref(inner.id)), 400, "Request_BadRequest");
  refused(rig.call("POST", `/groups/${inner.id}/members/$ref`, { "@odata.id": "x" }), 400, "Request_BadRequest");
  const members = rig.call("GET", `/groups/${outer.id}/members`).json.value;
  assert.equal(members[0]["@odata.type"], "#microsoft.graph.group");
  assert.deepEqual(rig.call("GET", `/groups/${outer.id}/members/microsoft.graph.user`).json.value, []);
  const groups = rig.call("POST", `/users/reader@aro.test/getMemberGroups`, { securityEnabledOnly: false }).json.value;
  assert.deepEqual(new Set(groups), new Set([inner.id, outer.id]));
  assert.equal(rig.call("GET", `/users/${user}/memberOf`).json.value.length, 1);
  assert.equal(rig.call("GET", `/users/${user}/transitiveMemberOf`).json.value.length, 2);
  const check = rig.call("POST", `/directoryObjects/${user}/checkMemberGroups`, { groupIds: [outer.id, user] });
  assert.deepEqual(check.json.value, [outer.id]);
  const byIds = rig.call("POST", "/directoryObjects/getByIds", { ids: [user, inner.id, tenantId], types: ["user"] });
  assert.deepEqual(
    byIds.json.value.map((one: Record<string, string>) => one["@odata.type"]),
    ["#microsoft.graph.user"],
  );
  assert.equal(rig.call("DELETE", `/groups/${inner.id}/members/${user}/$ref`).status, 204);
  refused(rig.call("DELETE", `/groups/${inner.id}/members/${user}/$ref`), 404, "Request_ResourceNotFound");
  assert.equal(rig.call("DELETE", `/groups/${inner.id}`).status, 204);
  refused(rig.call("GET", `/directory/deletedItems/${inner.id}`), 404, "Request_ResourceNotFound");
});

test("a person is made, renamed, deleted under another name, and comes back under the old one", () => {
  const body = {
    accountEnabled: true,
    displayName: "New",
    mailNickname: "new",
    userPrincipalName: "new@aro.test",
    passwordProfile: { password: "x" },
  };
  const user = made(rig.call("POST", "/users", body));
  assert.doesNotMatch(
    JSON.stringify(rig.durable.database.prepare("SELECT * FROM directory_object").all()),
    /"password/,
  );
  refused(rig.call("POST", "/users", body), 400, "Request_BadRequest", /userPrincipalName already exists/);
  refused(
    rig.call("POST", "/users", { ...body, userPrincipalName: "new@example.com" }),
    400,
    "Request_BadRequest",
    /domain/,
  );
  assert.equal(rig.call("PATCH", "/users/new@aro.test", { displayName: "Newer", jobTitle: "x" }).status, 204);
  assert.equal(rig.call("GET", "/users/NEW@ARO.TEST?$select=accountEnabled,displayName").json.displayName, "Newer");
  rig.call("DELETE", `/users/${user.id}`);
  refused(rig.call("GET", "/users/new@aro.test"), 404, "Request_ResourceNotFound");
  assert.equal(rig.call("POST", `/directory/deletedItems/${user.id}/restore`).status, 200);
  assert.equal(rig.call("GET", "/users/new@aro.test").json.id, user.id);
});

test("app roles are handed out, stand in the next token, and are taken back", () => {
  const { objectId, appId } = newCaller(rig);
  const body = {
    principalId: objectId,
    resourceId: graphPrincipal(rig),
    appRoleId: roleOf("Application.ReadWrite.OwnedBy"),
  };
  const path = `/servicePrincipals/${objectId}/appRoleAssignments`;
  const grant = made(rig.call("POST", path, body));
  assert.equal(grant.principalType, "ServicePrincipal");
  const roles = () => JSON.parse(Buffer.from(rig.appToken(appId).split(".")[1] ?? "", "base64url").toString()).roles;
  assert.deepEqual(roles(), ["Application.ReadWrite.OwnedBy"]);
  refused(rig.call("POST", path, body), 400, "Request_BadRequest", /already exists/);
  refused(rig.call("POST", path, { ...body, appRoleId: tenantId }), 400, "Request_BadRequest", /not found/);
  refused(rig.call("POST", path, { ...body, principalId: graphPrincipal(rig) }), 400, "Request_BadRequest");
  assert.equal(rig.call("GET", `/servicePrincipals/${graphPrincipal(rig)}/appRoleAssignedTo`).json.value.length, 6);
  assert.equal(rig.call("DELETE", `${path}/${grant.id}`).status, 204);
  assert.equal(roles(), undefined);
});

test("addresses that lead nowhere are refused by the segment, wrong methods by those that are served", () => {
  refused(rig.call("GET", "/policies"), 400, "BadRequest", /segment 'policies'/);
  refused(rig.call("GET", "/users/admin@aro.test/photos"), 400, "BadRequest", /segment 'photos'/);
  refused(rig.call("PUT", "/users"), 405, "Request_BadRequest", /GET, POST/);
  refused(rig.call("GET", "/users", undefined, { root: "/graph/beta" }), 400, "BadRequest", /Invalid version: beta/);
  refused(rig.call("GET", "/x", undefined, { root: "/graph" }), 400, "BadRequest", /Invalid version/);
  refused(rig.call("GET", "/users/%zz"), 400, "BadRequest", /decoded/);
  assert.equal(rig.call("GET", "/users", undefined, { root: "/v1.0" }).status, 200);
  assert.equal(rig.call("GET", `/${tenantId}/users/admin@aro.test`).status, 200);
});

test("garbage never gets a 200 or a 5xx", () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom(...routes.flatMap(([, path]) => path.split("/").slice(1)), "$ref", "('x')", "(appId='')"),
  );
  const body = fc.oneof(fc.constant(undefined), fc.string(), fc.jsonValue());
  const method = fc.constantFrom("POST", "PATCH", "DELETE", "PUT");
  fc.assert(
    fc.property(method, fc.array(word, { minLength: 1, maxLength: 5 }), body, (verb, path, content) => {
      const answer = rig.call(verb, `/${path.map(encodeURIComponent).join("/")}`, content);
      assert.ok(
        answer.status >= 400 && answer.status < 500,
        `${verb} ${path.join("/")} ${answer.status} ${answer.text}`,
      );
    }),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(fc.string(), (filter) => {
      const answer = rig.call("GET", `/users?$filter=${encodeURIComponent(filter)}`);
      assert.ok(answer.status === 400, `${filter} ${answer.text}`);
    }),
    { numRuns: 300 },
  );
});
