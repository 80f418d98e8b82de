import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SecretClient } from "@azure/keyvault-secrets";
import { type VaultRig, vault, vaultRig } from "./testing/vault-rig.ts";

let rig: VaultRig;
let client: SecretClient;
before(async () => {
  rig = await vaultRig([vault("kv1"), vault("kv2", { softDelete: false })]);
  client = clientOf("kv1");
});
after(() => rig[Symbol.asyncDispose]());

const clientOf = (name: string) =>
  new SecretClient(`https://${name}.vault.aro.test`, rig.credential, {
    proxyOptions: rig.proxyOptions,
    retryOptions: { maxRetries: 0 },
  });

const fails = (statusCode: number, code: string, words?: RegExp) => (error: unknown) => {
  const { statusCode: status, code: found, message } = error as { statusCode: number; code: string; message: string };
  assert.deepEqual([status, found], [statusCode, code]);
  if (words !== undefined) assert.match(message, words);
  return true;
};

test("a secret is set and read through the proxy, with the client's verification of the challenge on", async () => {
  const expiresOn = new Date(2_000_000_000_000);
  const set = await client.setSecret("first", "v1", {
    contentType: "text/plain",
    tags: { a: "b" },
    expiresOn,
    enabled: true,
  });
  assert.match(set.properties.id ?? "", /^https:\/\/kv1\.vault\.aro\.test\/secrets\/first\/[0-9a-f]{32}$/);
  const read = await client.getSecret("FIRST");
  assert.equal(read.value, "v1");
  assert.equal(read.name, "first", "a name keeps the casing of its first write");
  assert.equal(read.properties.contentType, "text/plain");
  assert.deepEqual(read.properties.tags, { a: "b" });
  assert.equal(read.properties.expiresOn?.getTime(), expiresOn.getTime());
  assert.equal(read.properties.recoveryLevel, "Recoverable+Purgeable");
  assert.equal(read.properties.recoverableDays, 90);
  await assert.rejects(
    client.getSecret("absent"),
    fails(404, "SecretNotFound", /absent was not found in this key vault/),
  );
});

test("every version stays readable, and the newest is what the bare name means", async () => {
  const one = await client.setSecret("versions", "1");
  const two = await client.setSecret("versions", "2");
  assert.equal((await client.getSecret("versions")).value, "2");
  assert.equal((await client.getSecret("versions", { version: one.properties.version as string })).value, "1");
  const listed = [];
  for await (const each of client.listPropertiesOfSecretVersions("versions")) listed.push(each.version);
  assert.deepEqual(listed, [one.properties.version, two.properties.version]);
  const version = one.properties.version as string;
  const changed = await client.updateSecretProperties("versions", version, { enabled: false, tags: { t: "1" } });
  assert.equal(changed.enabled, false);
  await assert.rejects(client.getSecret("versions", { version }), fails(403, "Forbidden", /disabled secret/));
  assert.equal((await client.getSecret("versions")).value, "2");
});

test("lists come in pages of 25 at most, by name, without values", async () => {
  const lists = await vaultRig([vault("many")]);
  try {
    const token = lists.token();
    const url = "https://many.vault.aro.test/secrets";
    for (let index = 0; index < 30; index++) {
      const body = { value: String(index) };
      assert.equal(
        (await lists.call("PUT", `${url}/s${index}?api-version=7.4`, { token, body, kept: true })).status,
        200,
      );
    }
    const names: string[] = [];
    let pages = 0;
    for (let next: string | null = `${url}?api-version=7.4`; next !== null; pages++) {
      const page = await lists.call("GET", next, { token });
      for (const one of page.json.value) {
        names.push(one.id.split("/").at(-1));
        assert.equal(one.value, undefined);
      }
      next = page.json.nextLink;
    }
    assert.equal(pages, 2);
    assert.deepEqual(names, Array.from({ length: 30 }, (_, index) => `s${index}`).sort());
    assert.equal((await lists.call("GET", `${url}?api-version=7.4&maxresults=3`, { token })).json.value.length, 3);
    for (const bad of ["maxresults=26", "maxresults=0", "maxresults=x", "$skiptoken=%%", "$skiptoken=e30", "filter=a"])
      assert.equal((await lists.call("GET", `${url}?api-version=7.4&${bad}`, { token })).status, 400, bad);
  } finally {
    await lists[Symbol.asyncDispose]();
  }
});

test("a deleted secret holds its name until it is recovered or purged", async () => {
  await client.setSecret("gone", "x");
  const deletion = await client.beginDeleteSecret("gone", { intervalInMs: 5 });
  const deleted = await deletion.pollUntilDone();
  assert.equal(deleted.recoveryId, "https://kv1.vault.aro.test/deletedsecrets/gone");
  assert.ok(deleted.scheduledPurgeDate !== undefined && deleted.deletedOn !== undefined);
  assert.equal(deleted.scheduledPurgeDate.getTime() - deleted.deletedOn.getTime(), 90 * 86_400_000);
  await assert.rejects(client.getSecret("gone"), fails(404, "SecretNotFound"));
  await assert.rejects(client.setSecret("gone", "y"), fails(409, "Conflict", /deleted but recoverable state/));
  const names = [];
  for await (const one of client.listDeletedSecrets()) names.push(one.name);
  assert.deepEqual(names, ["gone"]);
  const recovery = await client.beginRecoverDeletedSecret("gone", { intervalInMs: 5 });
  await recovery.pollUntilDone();
  assert.equal((await client.getSecret("gone")).value, "x");
  await (await client.beginDeleteSecret("gone", { intervalInMs: 5 })).pollUntilDone();
  await client.purgeDeletedSecret("gone");
  await assert.rejects(client.getDeletedSecret("gone"), fails(404, "SecretNotFound"));
  assert.equal((await client.setSecret("gone", "z")).value, "z");
});

test("where a vault keeps nothing, a deletion is for good", async () => {
  const other = clientOf("kv2");
  await other.setSecret("s", "x");
  const answer = await rig.call("DELETE", "https://kv2.vault.aro.test/secrets/s?api-version=7.4", {
    token: rig.token(),
  });
  assert.equal(answer.status, 200);
  assert.equal(answer.json.recoveryId, undefined);
  assert.equal((await other.setSecret("s", "y")).value, "y");
});
