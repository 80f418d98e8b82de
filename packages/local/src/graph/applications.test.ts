import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { certificateDer, thumbprint } from "@aro/pki";
import { signJwt } from "../entra/jwt.ts";
import { base, rigKeyring, tenantId } from "../entra/testing/rig.ts";
import { made, newApp, newPrincipal, refused } from "./testing/checks.ts";
import { type GraphRig, graphRig } from "./testing/rig.ts";

const keyring = await rigKeyring();
let rig: GraphRig;
beforeEach(async () => {
  rig = await graphRig();
});

test("an application is made with the usual members, changed member by member, and found by all its keys", () => {
  const app = newApp(rig, "one", { web: { redirectUris: ["https://localhost/x"], homePageUrl: "https://h" } });
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
  const app = newApp(rig);
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
  const second = newApp(rig, "second");
  refused(
    rig.call("PATCH", `/applications/${second.id}`, { identifierUris: [`api://${app.appId}`] }),
    400,
    "HostNameNotOnVerifiedDomain",
  );
});

test("a password is shown once, signs in, and is removed by its key", async () => {
  const { id, appId } = newApp(rig);
  newPrincipal(rig, appId);
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
  const app = newApp(rig, "named");
  rig.call("PATCH", `/applications/${app.id}`, { identifierUris: [`api://${app.appId}`] });
  refused(
    rig.call("POST", "/servicePrincipals", { appId: tenantId }),
    400,
    "NoBackingApplicationObject",
    /does not reference a valid application/,
  );
  const principal = newPrincipal(rig, app.appId);
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

test("an application that is deleted takes its principal along, comes back with it, or is purged", async () => {
  const { id, appId } = newApp(rig);
  const principal = newPrincipal(rig, appId);
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

test("federated credentials of an application are named, unique and few", () => {
  const { id } = newApp(rig);
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

test("a password is made without a body too, as az aro create asks for one", () => {
  const app = newApp(rig, "bodiless");
  assert.match(rig.call("POST", `/applications/${app.id}/addPassword`).json.secretText, /.{32}/);
});

test("what was just made is not seen by reads until the delay has passed, but may be worked on", async () => {
  rig.delay(1000);
  const app = newApp(rig, "late");
  refused(rig.call("GET", `/applications/${app.id}`), 404, "Request_ResourceNotFound");
  assert.deepEqual(rig.call("GET", "/applications?$filter=displayName eq 'late'").json.value, []);
  assert.equal(rig.call("POST", `/applications/${app.id}/addPassword`, {}).status, 200);
  const principal = newPrincipal(rig, app.appId);
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

test("a principal that was deleted may be made anew; then the old one cannot come back", () => {
  const { id, appId } = newApp(rig);
  const first = newPrincipal(rig, appId);
  assert.equal(rig.call("DELETE", `/servicePrincipals/${first.id}`).status, 204);
  const second = newPrincipal(rig, appId);
  const restore = () => rig.call("POST", `/directory/deletedItems/${first.id}/restore`);
  refused(restore(), 409, "Request_MultipleObjectsWithSameKeyValue", /restored/);
  rig.call("DELETE", `/applications/${id}`);
  assert.equal(rig.call("POST", `/directory/deletedItems/${id}/restore`).status, 200);
  assert.equal(rig.call("GET", `/servicePrincipals(appId='${appId}')`).status, 200);
  assert.ok([first.id, second.id].includes(rig.directory.find(appId)?.objectId));
});

test("certificates are replaced by a list, and added or removed by who proves to have one", () => {
  const { id } = newApp(rig);
  const key = (name: keyof typeof keyring) => ({
    type: "AsymmetricX509Cert",
    usage: "Verify",
    key: certificateDer(keyring[name].certificate),
    displayName: name,
  });
  assert.equal(rig.call("PATCH", `/applications/${id}`, { keyCredentials: [key("owner"), key("admin")] }).status, 204);
  const shown = () => rig.call("GET", `/applications/${id}`).json.keyCredentials;
  const [owner, admin] = shown();
  assert.equal(owner.customKeyIdentifier, thumbprint(keyring.owner.certificate));
  assert.equal(owner.key, null);
  const selected = rig.call("GET", `/applications/${id}?$select=keyCredentials`).json.keyCredentials;
  assert.equal(selected[0].key, certificateDer(keyring.owner.certificate));
  assert.equal(rig.call("PATCH", `/applications/${id}`, { keyCredentials: [owner] }).status, 204);
  assert.deepEqual(shown(), [owner]);
  const late = { ...key("admin"), endDateTime: "2100-01-01T00:00:00Z" };
  refused(
    rig.call("PATCH", `/applications/${id}`, { keyCredentials: [owner, late] }),
    400,
    "KeyCredentialsInvalidEndDate",
  );
  const now = Math.floor(rig.clock.now() / 1000);
  const proof = (claims: object = {}, signer = keyring.owner.key) =>
    signJwt({}, { aud: "00000002-0000-0000-c000-000000000000", iss: id, nbf: now, exp: now + 600, ...claims }, signer);
  const add = (with_: string) =>
    rig.call("POST", `/applications/${id}/addKey`, { keyCredential: key("first-party"), proof: with_ });
  for (const wrong of [
    proof({ exp: now + 601 }),
    proof({ aud: "x" }),
    proof({ iss: "x" }),
    proof({ exp: now - 1 }),
    proof({}, keyring["token-signing"].key),
    "x",
  ])
    refused(add(wrong), 403, "Authorization_RequestDenied");
  assert.equal(add(proof()).json.displayName, "first-party");
  assert.equal(shown().length, 2);
  const remove = (keyId: string) => rig.call("POST", `/applications/${id}/removeKey`, { keyId, proof: proof() });
  refused(remove(admin.keyId), 400, "Request_BadRequest");
  assert.equal(remove(owner.keyId).status, 204);
  assert.deepEqual(
    shown().map((one: { displayName: string }) => one.displayName),
    ["first-party"],
  );
});
