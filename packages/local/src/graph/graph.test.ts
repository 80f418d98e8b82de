import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import fc from "fast-check";
import { userId } from "../entra/testing/browser.ts";
import { base, type EntraRig, identities, type Seen, tenantId } from "../entra/testing/rig.ts";
import { knownResources } from "../entra/well-known.ts";
import { routes } from "./routes.ts";
import { type GraphRig, graphRig } from "./testing/rig.ts";

let rig: GraphRig;
beforeEach(async () => {
  rig = await graphRig();
});

const refused = (answer: Seen, status: number, code: string, message?: RegExp) => {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.json.error.code, code);
  assert.equal(answer.json.error.innerError["request-id"], answer.headers["request-id"]);
  if (message !== undefined) assert.match(answer.json.error.message, message);
};
const made = (answer: Seen) => {
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
};
const newApp = (displayName = "app", more: object = {}) =>
  made(rig.call("POST", "/applications", { displayName, ...more }));
const newPrincipal = (appId: string) => made(rig.call("POST", "/servicePrincipals", { appId, accountEnabled: true }));
const roleOf = (value: string) => knownResources.graph.appRoles.find((one) => one.value === value)?.id ?? "";
const graphPrincipal = ({ directory }: EntraRig) =>
  directory.objects.byAppId("servicePrincipal", knownResources.graph.appId)?.id ?? "";
/** An application with its principal that holds these permissions of Graph. */
const newCaller = (...permissions: string[]) => {
  const { appId, objectId } = rig.directory.ensure({ displayName: "caller" });
  for (const value of permissions)
    rig.directory.roleGrants.add({ principalId: objectId, resourceId: graphPrincipal(rig), appRoleId: roleOf(value) });
  return { appId, objectId, token: rig.appToken(appId) };
};

test("an application is made with the usual members, changed member by member, and found by all its keys", () => {
  const app = newApp("one", { web: { redirectUris: ["https://localhost/x"], homePageUrl: "https://h" } });
  assert.match(app["@odata.context"], /\$metadata#applications\/\$entity$/);
  assert.equal(app.signInAudience, "AzureADMyOrg");
  assert.deepEqual(app.passwordCredentials, []);
  const patch = { web: { implicitGrantSettings: { enableIdTokenIssuance: true } }, notes: "n", tags: ["a"] };
  assert.equal(rig.call("PATCH", `/applications/${app.id}`, patch).status, 204);
  for (const key of [`/${app.id}`, `(appId='${app.appId}')`, `('${app.id}')`, `/${app.id.toUpperCase()}`]) {
    const { json } = rig.call("GET", `/applications${key}`);
    assert.equal(json.id, app.id, key);
    assert.deepEqual(json.web.redirectUris, ["https://localhost/x"]);
    assert.equal(json.web.homePageUrl, "https://h");
    assert.deepEqual(json.web.implicitGrantSettings, { enableAccessTokenIssuance: false, enableIdTokenIssuance: true });
    assert.equal(json.notes, "n");
  }
  rig.call("PATCH", `/applications/${app.id}`, { notes: null });
  assert.equal(rig.call("GET", `/applications/${app.id}`).json.notes, null);
  assert.deepEqual(Object.keys(rig.call("GET", `/applications/${app.id}?$select=id,appId`).json), [
    "@odata.context",
    "id",
    "appId",
  ]);
});

test("what is wrong with an application is named", () => {
  const app = newApp();
  for (const [body, code, message] of [
    [{}, "Request_BadRequest", /displayName/],
    [{ displayName: "" }, "Request_BadRequest", /displayName/],
    [{ displayName: 1 }, "Request_BadRequest", /displayName/],
    [
      { displayName: "x", colour: "red" },
      "BadRequest",
      /'colour' does not exist on type 'microsoft.graph.application'/,
    ],
    [
      { displayName: "x", web: { page: 1 } },
      "BadRequest",
      /'page' does not exist on type 'microsoft.graph.webApplication'/,
    ],
    [{ displayName: "x", id: "1" }, "Request_BadRequest", /'id' is read-only/],
    [{ displayName: "x", signInAudience: "All" }, "Request_BadRequest", /signInAudience/],
    [{ displayName: "x", web: { redirectUris: ["http://a.test"] } }, "Request_BadRequest", /web.redirectUris/],
    [{ displayName: "x", publicClient: { redirectUris: ["javascript:x"] } }, "Request_BadRequest", /publicClient/],
    [{ displayName: "x", identifierUris: ["https://a.example"] }, "HostNameNotOnVerifiedDomain", /a.example/],
    [{ displayName: "x", passwordCredentials: [{ secretText: "mine" }] }, "Request_BadRequest", /addPassword/],
    [
      { displayName: "x", keyCredentials: [{ type: "AsymmetricX509Cert", usage: "Verify", key: "AAAA" }] },
      "KeyCredentialsInvalidValue",
      /Key/,
    ],
  ] as const)
    refused(rig.call("POST", "/applications", body), 400, code, message);
  refused(rig.call("POST", "/applications", "{"), 400, "BadRequest", /JSON/);
  refused(rig.call("POST", "/applications"), 400, "BadRequest", /Empty/);
  refused(rig.call("PATCH", `/applications/${app.id}`, { displayName: null }), 400, "Request_BadRequest");
  assert.equal(rig.call("PATCH", `/applications/${app.id}`, { identifierUris: [`api://${app.appId}`] }).status, 204);
  const second = newApp("second");
  refused(
    rig.call("PATCH", `/applications/${second.id}`, { identifierUris: [`api://${app.appId}`] }),
    400,
    "HostNameNotOnVerifiedDomain",
  );
});

test("a password is shown once, signs in, and is removed by its key", async () => {
  const { id, appId } = newApp();
  newPrincipal(appId);
  const added = rig.call("POST", `/applications/${id}/addPassword`, {
    passwordCredential: { displayName: "rbac", endDateTime: "2100-01-01T00:00:00Z" },
  });
  assert.equal(added.status, 200, added.text);
  const { secretText, keyId, hint } = added.json;
  assert.equal(secretText.slice(0, 3), hint);
  const [shown] = rig.call("GET", `/applications/${id}`).json.passwordCredentials;
  assert.deepEqual(
    { ...shown, startDateTime: "" },
    {
      customKeyIdentifier: null,
      displayName: "rbac",
      endDateTime: "2100-01-01T00:00:00Z",
      hint,
      keyId,
      secretText: null,
      startDateTime: "",
    },
  );
  const signIn = async () =>
    (
      await rig.ask(`/${tenantId}/oauth2/v2.0/token`, {
        grant_type: "client_credentials",
        client_id: appId,
        client_secret: secretText,
        scope: `${base}/.default`,
      })
    ).status;
  assert.equal(await signIn(), 200);
  assert.equal(rig.call("POST", `/applications/${id}/removePassword`, { keyId }).status, 204);
  assert.equal(await signIn(), 401);
  refused(rig.call("POST", `/applications/${id}/removePassword`, { keyId }), 400, "Request_BadRequest");
  refused(
    rig.call("POST", `/applications/${id}/addPassword`, {
      passwordCredential: { endDateTime: "1999-01-01T00:00:00Z" },
    }),
    400,
    "Request_BadRequest",
  );
});

test("a principal comes after its application, once, under the application's names", () => {
  const app = newApp("named");
  rig.call("PATCH", `/applications/${app.id}`, { identifierUris: [`api://${app.appId}`] });
  refused(
    rig.call("POST", "/servicePrincipals", { appId: tenantId }),
    400,
    "NoBackingApplicationObject",
    /does not reference a valid application/,
  );
  const principal = newPrincipal(app.appId);
  assert.deepEqual(principal.servicePrincipalNames, [`api://${app.appId}`, app.appId]);
  refused(rig.call("POST", "/servicePrincipals", { appId: app.appId }), 409, "Request_MultipleObjectsWithSameKeyValue");
  const found = (filter: string) =>
    rig
      .call("GET", `/servicePrincipals?$filter=${encodeURIComponent(filter)}`)
      .json.value.map((one: { id: string }) => one.id);
  for (const filter of [
    `appId eq '${app.appId}'`,
    `servicePrincipalNames/any(c:c eq '${app.appId}')`,
    `servicePrincipalNames/any(c:c eq 'api://${app.appId}')`,
    "displayName eq 'NAMED'",
    `startswith(displayName,'nam') and servicePrincipalType eq 'Application'`,
    `appId in ('x','${app.appId}')`,
    `(appId eq 'x') or (id eq '${principal.id}')`,
  ])
    assert.deepEqual(found(filter), [principal.id], filter);
  assert.deepEqual(found("displayName eq 'it''s'"), []);
});

test("filters that Graph does not take are refused by what is wrong with them", () => {
  const filter = (text: string, kind = "applications") =>
    rig.call("GET", `/${kind}?$filter=${encodeURIComponent(text)}`);
  refused(filter("colour eq 'red'"), 400, "BadRequest", /Could not find a property named 'colour'/);
  refused(filter("displayName gt 'a'"), 400, "BadRequest", /operator 'gt'/);
  refused(filter("displayName eq 'a"), 400, "BadRequest", /Syntax error/);
  refused(filter("displayName eq"), 400, "BadRequest", /value expected/);
  refused(filter("displayName eq 'a' displayName"), 400, "BadRequest", /end expected/);
  refused(filter("identifierUris eq 'a'"), 400, "Request_UnsupportedQuery", /identifierUris/);
  refused(filter("displayName ne 'a'"), 400, "Request_UnsupportedQuery", /ConsistencyLevel/);
  refused(filter("not(displayName eq 'a')"), 400, "Request_UnsupportedQuery", /ConsistencyLevel/);
  refused(filter(`${"(".repeat(60)}id eq 'a'${")".repeat(60)}`), 400, "BadRequest", /deeply/);
  const advanced = rig.call(
    "GET",
    `/users?$count=true&$filter=${encodeURIComponent("endswith(userPrincipalName,'@aro.test') and not(startswith(displayName,'Ada'))")}`,
    undefined,
    { headers: { consistencylevel: "eventual" } },
  );
  assert.equal(advanced.json["@odata.count"], 3, advanced.text);
});

test("options that are not served are refused by name", () => {
  for (const [query, code, message] of [
    ["$expand=owners", "Request_UnsupportedQuery", /\$expand/],
    ["$orderby=displayName", "Request_UnsupportedQuery", /\$orderby/],
    ["$search=%22x%22", "Request_UnsupportedQuery", /\$search/],
    ["other=1", "Request_UnsupportedQuery", /'other'/],
    ["$top=0", "BadRequest", /page size/],
    ["$top=1000", "BadRequest", /page size/],
    ["$top=1&$top=2", "Request_BadRequest", /more than once/],
    ["$select=colour", "BadRequest", /'colour'/],
    ["$skiptoken=x", "Directory_ExpiredPageToken", /expired/],
    ["$count=true", "Request_UnsupportedQuery", /ConsistencyLevel/],
  ] as const)
    refused(rig.call("GET", `/users?${query}`), 400, code, message);
});

test("a list comes in pages whose links lead to its end, whatever was removed between them", () => {
  for (let index = 0; index < 25; index++) rig.directory.objects.add({ kind: "group", displayName: `p${index}` });
  const names: string[] = [];
  let link = "/groups?$top=10&$filter=startswith(displayName,'p')&$select=displayName,id";
  for (let pages = 0; link !== ""; pages++) {
    assert.ok(pages < 4);
    const { json } = rig.call("GET", link);
    names.push(...json.value.map((one: { displayName: string }) => one.displayName));
    if (pages === 0) rig.directory.objects.purge(json.value[9].id);
    link = (json["@odata.nextLink"] ?? "").replace(`${base}/graph/v1.0`, "");
  }
  assert.deepEqual(
    names,
    Array.from({ length: 25 }, (_, index) => `p${index}`),
  );
});

test("an application that is deleted takes its principal along, comes back with it, or is purged", async () => {
  const { id, appId } = newApp();
  const principal = newPrincipal(appId);
  assert.equal(rig.call("DELETE", `/applications/${id}`).status, 204);
  refused(
    rig.call("GET", `/applications/${id}`),
    404,
    "Request_ResourceNotFound",
    new RegExp(`^Resource '${id}' does not exist`),
  );
  refused(rig.call("GET", `/servicePrincipals/${principal.id}`), 404, "Request_ResourceNotFound");
  assert.equal(rig.directory.client(appId), undefined);
  const list = rig.call("GET", "/directory/deletedItems/microsoft.graph.application").json.value;
  assert.deepEqual(
    list.map((one: { id: string }) => one.id),
    [id],
  );
  assert.ok(list[0].deletedDateTime);
  refused(rig.call("POST", `/directory/deletedItems/${principal.id}/restore`), 400, "Request_BadRequest");
  assert.equal(rig.call("POST", `/directory/deletedItems/${id}/restore`).status, 200);
  assert.equal(rig.call("GET", `/servicePrincipals/${principal.id}`).status, 200);
  rig.call("DELETE", `/applications/${id}`);
  assert.equal(rig.call("DELETE", `/directory/deletedItems/${id}`).status, 204);
  refused(rig.call("GET", `/directory/deletedItems/${id}`), 404, "Request_ResourceNotFound");
  refused(rig.call("GET", `/directory/deletedItems/${principal.id}`), 404, "Request_ResourceNotFound");
});

test("a principal without permissions sees itself and nothing else (spec 03 clusterSPObjectID)", () => {
  const { appId, objectId, token } = newCaller();
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
  const other = newApp("other");
  const reader = newCaller("Application.Read.All");
  assert.equal(rig.call("GET", "/applications", undefined, reader).status, 200);
  refused(rig.call("PATCH", `/applications/${other.id}`, { notes: "x" }, reader), 403, "Authorization_RequestDenied");
  const owner = newCaller("Application.ReadWrite.OwnedBy");
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

test("federated credentials of an application are named, unique and few", () => {
  const { id } = newApp();
  const path = `/applications/${id}/federatedIdentityCredentials`;
  const body = { name: "one-1", issuer: "https://i.test", subject: "s", audiences: ["a"] };
  const first = made(rig.call("POST", path, body));
  for (const [change, status] of [
    [{}, 409],
    [{ name: "two" }, 409],
    [{ name: "two", subject: "t", audiences: ["a", "b"] }, 400],
    [{ name: "two", subject: "t", issuer: "http://i.test" }, 400],
    [{ name: "x y", subject: "t" }, 400],
    [{ name: "two", subject: undefined }, 400],
  ] as const)
    assert.equal(rig.call("POST", path, { ...body, ...change }).status, status, JSON.stringify(change));
  assert.equal(rig.call("GET", `${path}/one-1`).json.id, first.id);
  assert.equal(rig.call("PATCH", `${path}/${first.id}`, { subject: "other" }).status, 204);
  assert.equal(rig.call("GET", path).json.value[0].subject, "other");
  for (let index = 2; index <= 20; index++)
    made(rig.call("POST", path, { ...body, name: `n-${index}`, subject: `s${index}` }));
  refused(rig.call("POST", path, { ...body, name: "n-21", subject: "s21" }), 400, "Request_BadRequest", /20/);
  assert.equal(rig.call("DELETE", `${path}/one-1`).status, 204);
  refused(rig.call("GET", `${path}/one-1`), 404, "Request_ResourceNotFound");
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
  const { objectId, appId } = newCaller();
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

test("what was just made is not seen by reads until the delay has passed, but may be worked on", async () => {
  rig.delay(1000);
  const app = newApp("late");
  refused(rig.call("GET", `/applications/${app.id}`), 404, "Request_ResourceNotFound");
  assert.deepEqual(rig.call("GET", "/applications?$filter=displayName eq 'late'").json.value, []);
  assert.equal(rig.call("POST", `/applications/${app.id}/addPassword`, {}).status, 200);
  const principal = newPrincipal(app.appId);
  assert.deepEqual(rig.call("POST", "/directoryObjects/getByIds", { ids: [principal.id] }).json.value, []);
  await rig.clock.advance(1000);
  assert.equal(rig.call("GET", `/applications/${app.id}`).status, 200);
  assert.equal(rig.call("GET", `/servicePrincipals(appId='${app.appId}')`).status, 200);
});

test("a managed identity is shown with its resource, and is not deleted here", () => {
  const id = rig.directory.objects.add({
    kind: "servicePrincipal",
    appId: tenantId,
    displayName: "i",
    members: { servicePrincipalType: "ManagedIdentity", alternativeNames: ["isExplicit=True", "/subscriptions/s"] },
  }).id;
  const { json } = rig.call("GET", `/servicePrincipals/${id}`);
  assert.deepEqual(json.servicePrincipalNames, [tenantId, "/subscriptions/s"]);
  refused(rig.call("DELETE", `/servicePrincipals/${id}`), 400, "Request_BadRequest", /Managed Identities/);
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
