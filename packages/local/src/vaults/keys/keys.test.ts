import assert from "node:assert/strict";
import { createHash, createPublicKey, createSign, generateKeyPairSync, publicEncrypt, verify } from "node:crypto";
import { after, before, test } from "node:test";
import { type VaultRig, vault, vaultRig } from "../testing/vault-rig.ts";

let rig: VaultRig;
let token = "";
before(async () => {
  rig = await vaultRig([vault("kv1"), vault("kv2")]);
  token = rig.token();
});
after(() => rig[Symbol.asyncDispose]());

const call = (method: string, path: string, body?: object, host = "kv1") =>
  rig.call(method, `https://${host}.vault.aro.test/${path}?api-version=7.4`, {
    token,
    ...(body === undefined ? {} : { body }),
  });

test("keys are made, shown by their public half only, versioned, changed and listed", async () => {
  for (const [name, asked, shown] of [
    ["rsa", { kty: "RSA", key_size: 2048 }, ["RSA", "encrypt"]],
    ["ec", { kty: "EC", crv: "P-384" }, ["EC", "sign"]],
    ["koblitz", { kty: "EC", crv: "P-256K" }, ["EC", "sign"]],
  ] as const) {
    const made = await call("POST", `keys/${name}/create`, asked);
    assert.equal(made.status, 200, made.text);
    assert.deepEqual([made.json.key.kty, made.json.key.key_ops[0]], shown);
    assert.match(made.json.key.kid, new RegExp(`^https://kv1.vault.aro.test/keys/${name}/[0-9a-f]{32}$`));
    for (const secret of ["d", "p", "q"]) assert.equal(made.json.key[secret], undefined);
    if ("crv" in asked) assert.equal(made.json.key.crv, asked.crv);
  }
  const first = (await call("GET", "keys/rsa")).json;
  const second = (await call("POST", "keys/rsa/rotate")).json;
  assert.notEqual(second.key.n, first.key.n);
  assert.equal((await call("GET", "keys/rsa")).json.key.kid, second.key.kid);
  const version = first.key.kid.split("/").at(-1);
  const changed = await call("PATCH", `keys/rsa/${version}`, { attributes: { enabled: false }, key_ops: ["verify"] });
  assert.deepEqual([changed.json.attributes.enabled, changed.json.key.key_ops], [false, ["verify"]]);
  assert.equal((await call("GET", "keys/rsa/versions")).json.value.length, 2);
  assert.equal((await call("GET", "keys")).json.value.length, 3);
  assert.equal((await call("DELETE", "keys/ec")).json.recoveryId, "https://kv1.vault.aro.test/deletedkeys/ec");
  assert.equal((await call("GET", "keys/ec")).json.error.code, "KeyNotFound");
});

test("a key encrypts, decrypts, wraps and unwraps as others of its algorithm do", async () => {
  const { key } = (await call("POST", "keys/use/create", { kty: "RSA" })).json;
  const path = `keys/use/${key.kid.split("/").at(-1)}`;
  const publicKey = createPublicKey({ key: { kty: "RSA", n: key.n, e: key.e }, format: "jwk" });
  const plain = Buffer.from("a key of a disk");
  for (const alg of ["RSA-OAEP", "RSA-OAEP-256", "RSA1_5"]) {
    const sealed = (await call("POST", `${path}/wrapkey`, { alg, value: plain.toString("base64url") })).json;
    assert.equal(sealed.kid, key.kid);
    const opened = (await call("POST", `${path}/unwrapkey`, { alg, value: sealed.value })).json;
    assert.equal(Buffer.from(opened.value, "base64url").toString(), plain.toString(), alg);
  }
  const outside = publicEncrypt({ key: publicKey, oaepHash: "sha256" }, plain).toString("base64url");
  const inside = (await call("POST", `${path}/decrypt`, { alg: "RSA-OAEP-256", value: outside })).json;
  assert.equal(Buffer.from(inside.value, "base64url").toString(), plain.toString());
  assert.equal((await call("POST", `${path}/decrypt`, { alg: "RSA-OAEP-256", value: "AAAA" })).status, 400);
  assert.equal((await call("POST", `${path}/encrypt`, { alg: "A256GCM", value: "AAAA" })).status, 400);

  const digest = createHash("sha256").update("signed").digest();
  const signed = (await call("POST", `${path}/sign`, { alg: "RS256", value: digest.toString("base64url") })).json;
  assert.ok(verify("sha256", Buffer.from("signed"), publicKey, Buffer.from(signed.value, "base64url")));
  const check = (value: string) =>
    call("POST", `${path}/verify`, { alg: "RS256", digest: digest.toString("base64url"), value }).then(
      (one) => one.json.value,
    );
  assert.equal(await check(signed.value), true);
  assert.equal(await check("AAAA"), false);
});

test("a key that is brought along is the one that is used", async () => {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = pair.privateKey.export({ format: "jwk" });
  const made = await call("PUT", "keys/own", { key: { ...jwk, key_ops: ["sign", "verify"] } });
  assert.equal(made.status, 200, made.text);
  assert.equal(made.json.key.n, jwk.n);
  const signature = createSign("sha256").update("x").sign(pair.privateKey).toString("base64url");
  const digest = createHash("sha256").update("x").digest("base64url");
  const version = made.json.key.kid.split("/").at(-1);
  const verified = await call("POST", `keys/own/${version}/verify`, { alg: "RS256", digest, value: signature });
  assert.equal(verified.json.value, true);
  const forbidden = await call("POST", `keys/own/${version}/encrypt`, { alg: "RSA-OAEP", value: "AAAA" });
  assert.deepEqual([forbidden.status, forbidden.json.error.innererror.code], [403, "KeyOperationForbidden"]);
  assert.equal((await call("PUT", "keys/bad", { key: { kty: "RSA", n: "AA", e: "AQAB" } })).status, 400);
});

test("what is backed up is restored in another vault, whole, and nowhere else", async () => {
  await call("PUT", "secrets/s", { value: "1" });
  await call("PUT", "secrets/s", { value: "2" });
  const { value } = (await call("POST", "secrets/s/backup")).json;
  assert.ok(!Buffer.from(value, "base64url").includes("secrets"));
  assert.equal((await call("POST", "secrets/restore", { value })).status, 409);
  assert.equal((await call("POST", "keys/restore", { value }, "kv2")).status, 400);
  assert.equal((await call("POST", "secrets/restore", { value: `${value}AAAA` }, "kv2")).status, 400);
  assert.equal((await call("POST", "secrets/restore", { value }, "kv2")).status, 200);
  assert.equal((await call("GET", "secrets/s", undefined, "kv2")).json.value, "2");
  assert.equal((await call("GET", "secrets/s/versions", undefined, "kv2")).json.value.length, 2);
});
