import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { kinds, type Secret } from "@aro/kubernetes";
import { operatorNames } from "@aro/operator-objects";
import { startWorld, type World } from "../../testing/world.ts";
import { pullSecret } from "./pull-secret.ts";
import { pullSecretPlace, repairOf } from "./repair.ts";

let world: World;
before(async () => {
  world = await startWorld({ namespaces: ["openshift-config"] });
});
after(() => world[Symbol.asyncDispose]());
beforeEach(() => world.reset(kinds.Secret));

const backupPlace = { namespace: operatorNames.namespace, name: operatorNames.pullSecret };
const key = ".dockerconfigjson";
const base64 = (text: string) => Buffer.from(text).toString("base64");
const ours = { auths: { "registry.example": { auth: "b3Vycw==" } } };

async function makeSecret(place: { namespace: string; name: string }, members: Partial<Secret>): Promise<void> {
  const secret: Secret = { apiVersion: "v1", kind: "Secret", metadata: { ...place }, ...members };
  await world.client.create(kinds.Secret, secret, world.signal);
}
const makeBackup = (text = JSON.stringify(ours)) => makeSecret(backupPlace, { data: { [key]: base64(text) } });
const dockerType = "kubernetes.io/dockerconfigjson";
const makeUsers = (body: unknown, more: Partial<Secret> = {}) =>
  makeSecret(pullSecretPlace, {
    type: dockerType,
    ...more,
    data: { [key]: base64(typeof body === "string" ? body : JSON.stringify(body)), ...more.data },
  });
const users = async () => {
  const found = await world.client.get(kinds.Secret, pullSecretPlace, world.signal);
  assert.ok(found !== undefined);
  return { found, body: JSON.parse(Buffer.from(found.data?.[key] ?? "", "base64").toString()) as unknown };
};
const counted = (result: string): number =>
  Number(
    new RegExp(`^aro_pullsecret_remediation\\{result="${result}"\\} (\\d+)`, "m").exec(
      world.context.metrics.text(),
    )?.[1] ?? 0,
  );

test("a pull secret that was deleted comes back with our registry, and is counted (PS-1)", async () => {
  await makeBackup();
  const before = counted("success");
  await world.reconcile(pullSecret);
  const { found, body } = await users();
  assert.deepEqual([found.type, body], [dockerType, ours]);
  assert.equal(counted("success"), before + 1);
  assert.equal(await world.condition("PullSecretControllerAvailable"), "True : ");
});

test("one of the wrong type is made anew with the right one (PS-2)", async () => {
  await makeBackup();
  await makeSecret(pullSecretPlace, { type: "Opaque", data: { x: base64("1") } });
  await world.reconcile(pullSecret);
  const { found, body } = await users();
  assert.deepEqual([found.type, body, found.data?.["x"]], [dockerType, ours, undefined]);
});

test("a body that is no JSON is replaced, and other keys stay (PS-3)", () => {
  // The API server refuses to store such a body under the right type, so the rule is held against the decision itself.
  const backup: Secret = { ...bare(backupPlace), data: { [key]: base64(JSON.stringify(ours)) } };
  const user: Secret = { ...bare(pullSecretPlace), type: dockerType, data: { [key]: base64("bad"), x: base64("1") } };
  const wanted = repairOf(user, backup);
  assert.ok(wanted.kind === "update");
  assert.deepEqual(wanted.secret.data, { [key]: base64(JSON.stringify(ours)), x: base64("1") });
});
const bare = (place: { namespace: string; name: string }): Secret => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { ...place },
});

test("a customer's registries are kept (PS-4), of what is rewritten only auths are (PS-9)", async () => {
  await makeBackup();
  const mine = { auth: "bWluZQ==", email: "a@b" };
  await makeUsers({ auths: { mine, "registry.example": { auth: "b2xk" } }, credHelpers: { x: "y" } });
  await world.reconcile(pullSecret);
  assert.deepEqual((await users()).body, { auths: { mine, ...ours.auths } });
});

test("one that is as it shall be is neither written nor counted (PS-5)", async () => {
  await makeBackup();
  await makeUsers(ours);
  const before = counted("success");
  world.writes();
  await world.reconcile(pullSecret);
  assert.ok(world.writes().every((one) => !one.endsWith("secrets")));
  assert.equal(counted("success"), before);
});

const redHat = {
  "cloud.openshift.com": { auth: "YQ==" },
  "registry.connect.redhat.com": { auth: "" },
  "registry.redhat.io": { auth: "YQ==" },
};

test("unmanaged it is left alone, and its keys are told all the same (PS-6), in their fixed order (PS-7)", async () => {
  await makeUsers({ auths: redHat });
  await world.tell({ operatorflags: { "aro.pullsecret.managed": "false" } });
  await world.reconcile(pullSecret);
  assert.deepEqual((await users()).body, { auths: redHat });
  assert.deepEqual((await world.cluster()).status?.redHatKeysPresent, ["registry.redhat.io", "cloud.openshift.com"]);
});

test("a registry whose auth is no text counts as absent (Q-16)", async () => {
  await makeUsers({ auths: { "registry.redhat.io": { auth: 7 } } });
  await world.tell({ operatorflags: { "aro.pullsecret.managed": "false" } });
  await world.reconcile(pullSecret);
  assert.deepEqual((await world.cluster()).status?.redHatKeysPresent ?? [], []);
});

test("without the service's own secret there is an error, and no complaint (PS-8)", async () => {
  await makeUsers(ours);
  await assert.rejects(world.reconcile(pullSecret), /openshift-azure-operator\/cluster/);
  assert.equal(await world.condition("PullSecretControllerDegraded"), undefined);
});

test("JSON of another shape is an error, and the secret stays (PS-10)", async () => {
  await makeBackup();
  await makeUsers({ auths: [] });
  await assert.rejects(world.reconcile(pullSecret), /no pull secret/);
  assert.deepEqual((await users()).body, { auths: [] });
});

test("a body that is null is as good as empty (Q-16)", async () => {
  await makeBackup();
  await makeUsers("null");
  await world.reconcile(pullSecret);
  assert.deepEqual((await users()).body, ours);
});
