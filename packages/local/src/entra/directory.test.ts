import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { type ManualClock, manualClock, seededRandom } from "@aro/runtime";
import { openDurable } from "../state/durable.ts";
import { type Directory, openDirectory } from "./directory.ts";
import { type Principals, principalsOf } from "./principals.ts";

let clock: ManualClock;
let delay = 0;
let directory: Directory;
let principals: Principals;
beforeEach(() => {
  clock = manualClock();
  delay = 0;
  const random = seededRandom(1);
  directory = openDirectory({ durable: openDurable(":memory:"), clock, random, visibilityDelay: () => delay });
  principals = principalsOf(directory, () => random.uuid());
});

test("an application comes with its principal, is found whatever the case, and goes with its credentials", () => {
  const made = directory.ensure({ displayName: "one" });
  assert.deepEqual(directory.ensure({ appId: made.appId.toUpperCase(), displayName: "other" }), made);
  assert.deepEqual(directory.list(), [made]);
  assert.notEqual(made.objectId, made.applicationObjectId);
  directory.addSecret(made.appId, { value: "right" });
  assert.equal(directory.remove(made.appId), true);
  assert.equal(directory.remove(made.appId), false);
  assert.equal(directory.client(made.appId), undefined);
  assert.deepEqual(directory.credentialStore.of(made.applicationObjectId).secrets, []);
});

test("an application that a person deleted comes back when it is needed from the start", () => {
  const made = directory.ensure({ displayName: "one" });
  directory.objects.remove(made.applicationObjectId);
  directory.objects.remove(made.objectId);
  assert.equal(directory.find(made.appId), undefined);
  assert.deepEqual(directory.ensure({ appId: made.appId, displayName: "other" }), made);
  assert.deepEqual(directory.find(made.appId), made);
});

test("what is made is seen after the delay that held when it was made", async () => {
  delay = 500;
  const { appId, objectId } = directory.ensure({ displayName: "one" });
  directory.addSecret(appId, { value: "right" });
  delay = 0;
  assert.equal(directory.client(appId), undefined);
  assert.equal(principals.principalOf(objectId), undefined);
  await clock.advance(499);
  assert.equal(directory.client(appId), undefined);
  await clock.advance(1);
  const client = directory.client(appId);
  assert.ok(client);
  assert.equal(directory.credentials(client).secrets.length, 1);
  assert.deepEqual(principals.principalOf(objectId), { kind: "ServicePrincipal", displayName: "one" });
  delay = 500;
  directory.addSecret(appId, {});
  assert.equal(directory.credentials(client).secrets.length, 1);
});

test("without a delay nobody vanishes when the machine's clock is set back", () => {
  let back = 0;
  const stepping = { ...clock, now: () => clock.now() - back };
  const open = { durable: openDurable(":memory:"), clock: stepping, random: seededRandom(2) };
  const other = openDirectory(open);
  const { appId } = other.ensure({ displayName: "one" });
  other.addSecret(appId, { value: "right" });
  back = 60_000;
  const client = other.client(appId);
  assert.ok(client);
  assert.equal(other.credentials(client).secrets.length, 1);
});

test("a managed identity is a principal without application, and goes for good with its resource", () => {
  const resourceId = "/subscriptions/s/resourcegroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i";
  const { objectId, clientId } = principals.createManagedIdentity({ displayName: "i", resourceId });
  const client = directory.client(clientId);
  assert.equal(client?.principal?.id, objectId);
  assert.equal(client?.application, undefined);
  assert.deepEqual(client?.principal?.members, {
    servicePrincipalType: "ManagedIdentity",
    alternativeNames: ["isExplicit=True", resourceId],
  });
  principals.removeManagedIdentity(clientId);
  assert.equal(directory.client(clientId), undefined);
  assert.equal(directory.objects.getDeleted(objectId), undefined);
});

test("removing an identity by the client id of an application removes nothing", () => {
  const { appId } = directory.ensure({ displayName: "one" });
  principals.removeManagedIdentity(appId);
  assert.ok(directory.client(appId));
});

test("groups in groups are groups of their members, circles and deleted groups notwithstanding", () => {
  const group = (displayName: string) => directory.objects.add({ kind: "group", displayName }).id;
  const user = directory.objects.add({ kind: "user", name: "ann@x", displayName: "Ann" }).id;
  const [inner, outer, gone] = [group("inner"), group("outer"), group("gone")];
  directory.links.add("member", inner, user);
  directory.links.add("member", outer, inner);
  directory.links.add("member", inner, outer);
  directory.links.add("member", gone, user);
  directory.objects.remove(gone);
  assert.deepEqual(new Set(principals.groupsOf(user)), new Set([inner, outer]));
  directory.objects.purge(inner);
  assert.deepEqual(principals.groupsOf(user), []);
});
