import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom, systemClock } from "@aro/runtime";
import { inProcess, subscription, tenant } from "../../../tools/in-process.ts";
import { openDirectory, principalsOf } from "../../entra/index.ts";
import { openDurable } from "../../state/durable.ts";

const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const identities = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;
const issuer = "https://issuer.test/abc";

const codeOf =
  (code: string, status?: number) =>
  (error: unknown): boolean => {
    const { code: given, statusCode } = error as { code?: string; statusCode?: number };
    assert.equal(given, code);
    if (status !== undefined) assert.equal(statusCode, status);
    return true;
  };

async function fresh(options: Parameters<typeof inProcess>[0] = {}) {
  const durable = openDurable(":memory:");
  const random = seededRandom(5);
  const directory = openDirectory({ durable, clock: systemClock, random });
  const arm = inProcess({ durable, principals: principalsOf(directory, random.uuid), ...options });
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  return Object.assign(arm, { directory });
}

const credential = (subject: string) => ({ issuer, subject, audiences: ["openshift"] });

test("an identity lives its whole life through the SDK, with a principal in the directory", async () => {
  await using arm = await fresh();
  const { userAssignedIdentities } = arm.identities;
  const made = await userAssignedIdentities.createOrUpdate("rg", "id-one", { location: "eastus", tags: { a: "1" } });
  assert.equal(made.id, `${identities}/id-one`);
  assert.equal(made.tenantId, tenant);
  assert.equal(made.isolationScope, "None");
  const principal = arm.directory.objects.get(made.principalId ?? "");
  assert.equal(principal?.appId, made.clientId);
  assert.equal(principal?.displayName, "id-one");
  assert.equal(principal?.members["servicePrincipalType"], "ManagedIdentity");
  const again = await userAssignedIdentities.createOrUpdate("rg", "id-one", { location: "eastus" });
  assert.deepEqual([again.principalId, again.clientId], [made.principalId, made.clientId], "its ids stay");
  const patched = await userAssignedIdentities.update("rg", "id-one", { tags: { b: "2" } });
  assert.deepEqual(patched.tags, { b: "2" });
  assert.equal(patched.clientId, made.clientId);
  await userAssignedIdentities.createOrUpdate("rg", "id-two", { location: "eastus" });
  const names: (string | undefined)[] = [];
  for await (const one of userAssignedIdentities.listByResourceGroup("rg")) names.push(one.name);
  for await (const one of userAssignedIdentities.listBySubscription()) names.push(one.name);
  assert.deepEqual(names, ["id-one", "id-two", "id-one", "id-two"]);
  await userAssignedIdentities.delete("rg", "id-one");
  assert.equal(arm.directory.objects.get(made.principalId ?? ""), undefined, "the principal goes with it");
  await assert.rejects(userAssignedIdentities.get("rg", "id-one"), codeOf("ResourceNotFound", 404));
});

test("identities made anew under an old name are other principals", async () => {
  await using arm = await fresh();
  const { userAssignedIdentities } = arm.identities;
  const first = await userAssignedIdentities.createOrUpdate("rg", "id-one", { location: "eastus" });
  await userAssignedIdentities.delete("rg", "id-one");
  const second = await userAssignedIdentities.createOrUpdate("rg", "id-one", { location: "eastus" });
  assert.notEqual(first.principalId, second.principalId);
  assert.notEqual(first.clientId, second.clientId);
});

test("federated credentials: written, read, listed, replaced, deleted; the token endpoint may ask for them by client id", async () => {
  await using arm = await fresh();
  const { userAssignedIdentities, federatedIdentityCredentials: credentials } = arm.identities;
  const { clientId = "" } = await userAssignedIdentities.createOrUpdate("rg", "id-one", { location: "eastus" });
  const made = await credentials.createOrUpdate("rg", "id-one", "aro-one", credential("system:serviceaccount:a:b"));
  assert.equal(made.id, `${identities}/id-one/federatedIdentityCredentials/aro-one`);
  assert.deepEqual(made.audiences, ["openshift"]);
  await credentials.createOrUpdate("rg", "id-one", "aro-two", credential("system:serviceaccount:a:c"));
  assert.deepEqual(arm.resources.federatedCredentialsOf(clientId.toUpperCase()), [
    credential("system:serviceaccount:a:b"),
    credential("system:serviceaccount:a:c"),
  ]);
  await credentials.createOrUpdate("rg", "id-one", "aro-two", credential("system:serviceaccount:a:d"));
  const subjects: (string | undefined)[] = [];
  for await (const one of credentials.list("rg", "id-one")) subjects.push(one.subject);
  assert.deepEqual(subjects, ["system:serviceaccount:a:b", "system:serviceaccount:a:d"]);
  await credentials.delete("rg", "id-one", "aro-one");
  await assert.rejects(credentials.get("rg", "id-one", "aro-one"), codeOf("ResourceNotFound", 404));
  await userAssignedIdentities.delete("rg", "id-one");
  assert.deepEqual(arm.resources.federatedCredentialsOf(clientId), [], "they go with the identity");
});

test("a credential is whole and unlike the others, and there are twenty of them at most", async () => {
  await using arm = await fresh({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  const { userAssignedIdentities, federatedIdentityCredentials: credentials } = arm.identities;
  await userAssignedIdentities.createOrUpdate("rg", "id-one", { location: "eastus" });
  const put = (name: string, body: object) => credentials.createOrUpdate("rg", "id-one", name, body);
  await assert.rejects(put("bad", { issuer, subject: "" }), codeOf("BadRequest", 400));
  await assert.rejects(put("bad", { issuer, subject: "s", audiences: ["a", "b"] }), codeOf("BadRequest", 400));
  await assert.rejects(put("bad", { ...credential("s"), issuer: "no url" }), codeOf("BadRequest", 400));
  await assert.rejects(put("x", credential("s")), codeOf("InvalidResourceName", 400));
  await assert.rejects(
    credentials.createOrUpdate("rg", "none", "aro", credential("s")),
    codeOf("ParentResourceNotFound", 404),
  );
  for (let n = 0; n < 20; n++) await put(`aro-${n}`, credential(`s${n}`));
  await assert.rejects(put("aro-20", credential("s20")), /Too many Federated Identity Credentials/);
  await put("aro-0", { ...credential("s0"), audiences: ["other"] });
  await assert.rejects(put("aro-0", credential("s1")), codeOf("Conflict", 409));
});

test("credentials of one identity are not written at the same time, those of two are", async () => {
  await using arm = await fresh({ timing: { scale: 10, holdMilliseconds: 0 } });
  const { userAssignedIdentities, federatedIdentityCredentials: credentials } = arm.identities;
  for (const name of ["id-one", "id-two"])
    await userAssignedIdentities.createOrUpdate("rg", name, { location: "eastus" });
  const both = await Promise.allSettled([
    credentials.createOrUpdate("rg", "id-one", "aro-one", credential("one")),
    credentials.createOrUpdate("rg", "id-one", "aro-two", credential("two")),
    credentials.createOrUpdate("rg", "id-two", "aro-one", credential("one")),
  ]);
  assert.deepEqual(
    both.map((one) => one.status),
    ["fulfilled", "rejected", "fulfilled"],
  );
  const refused = both[1] as PromiseRejectedResult;
  codeOf("ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity", 409)(refused.reason);
  await credentials.createOrUpdate("rg", "id-one", "aro-two", credential("two"));
});

test("a version knows what it has: no credentials in 2018-11-30, no isolationScope before 2024-11-30", async () => {
  await using arm = await fresh();
  const at = (version: string) => `${identities}/id-one?api-version=${version}`;
  const body = { location: "eastus", properties: { isolationScope: "Regional" } };
  const refused = await arm.plain("PUT", at("2018-11-30"), body);
  assert.equal(refused.status, 400);
  assert.match(refused.text, /isolationScope/);
  assert.equal((await arm.plain("PUT", at("2024-11-30"), body)).status, 201);
  const read = await arm.plain("GET", at("2018-11-30"));
  assert.equal("isolationScope" in read.body.properties, false);
  assert.equal((await arm.plain("PUT", at("2018-11-30"), read.body)).status, 200, "what was read may be put back");
  assert.equal((await arm.plain("GET", at("2024-11-30"))).body.properties.isolationScope, "Regional");
  const old = await arm.plain("GET", `${identities}/id-one/federatedIdentityCredentials?api-version=2018-11-30`);
  assert.equal(old.body.error.code, "NoRegisteredProviderFound");
  for (const [method, path, status] of [
    ["POST", at("2018-11-30"), 405],
    ["POST", `${identities}/id-one/listAssociatedResources?api-version=2018-11-30`, 404],
    ["GET", `${at("2018-11-30")}&x=1`, 400],
    ["GET", `${identities}/id-one/keys/k?api-version=2018-11-30`, 404],
  ] as const)
    assert.equal((await arm.plain(method, path)).status, status, `${method} ${path}`);
});
