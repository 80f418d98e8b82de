import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";
import { Secret } from "@aro/api";
import { keysOf, pemBundle, secretsDirectory } from "./secrets.ts";

test("a secret is read from the file of its name, and prints as [secret]", async () => {
  const folder = await mkdtemp(join(tmpdir(), "secrets-"));
  await writeFile(join(folder, "one"), "hidden\n");
  const secret = await secretsDirectory(folder).text("one");
  assert.equal(secret.reveal(), "hidden");
  assert.equal(`${secret} ${inspect({ secret })} ${JSON.stringify({ secret })}`.includes("hidden"), false);
  assert.equal(await secretsDirectory(folder).optional("two"), undefined);
  await assert.rejects(secretsDirectory(folder).text("two"), /secret two: there is no file/);
});

test("keys are listed newest first and must have their length", () => {
  const line = (length: number) => Buffer.alloc(length, 7).toString("base64");
  assert.equal(keysOf("k", new Secret(`${line(64)}\n${line(64)}`), 64).length, 2);
  assert.throws(
    () => keysOf("k", new Secret(`${line(64)}\n${line(32)}`), 64),
    /secret k: line 2 holds 32 bytes, not 64/,
  );
});

test("a bundle without key or certificate is refused by name (spec 02 §13.2)", () => {
  const key = "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----";
  const certificate = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----";
  assert.throws(() => pemBundle("b", new Secret(certificate)), /secret b: no private key found/);
  assert.throws(() => pemBundle("b", new Secret(key)), /secret b: no certificate found/);
  assert.equal(pemBundle("b", new Secret(`${key}\n${certificate}\n${certificate}`)).leaf, certificate);
});
