import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createSecureContext } from "node:tls";
import { systemRandom } from "@aro/runtime";
import { rigKeyring } from "../entra/testing/rig.ts";
import { toPkcs12 } from "./pkcs12.ts";

const keyring = await rigKeyring();
const file = toPkcs12(keyring.owner, [keyring.ca.certificate], systemRandom);
const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

test("the file is one that TLS takes, with the empty password and no other", () => {
  createSecureContext({ pfx: file, passphrase: "" });
  assert.throws(() => createSecureContext({ pfx: file, passphrase: "x" }), /mac verify failure/);
});

test("the file holds key, certificate and its signer", {
  skip: hasOpenssl ? false : "openssl is not installed",
}, () => {
  const folder = mkdtempSync(join(tmpdir(), "aro-pkcs12-"));
  try {
    const path = join(folder, "file.pfx");
    writeFileSync(path, file);
    const text = execFileSync("openssl", ["pkcs12", "-in", path, "-passin", "pass:", "-nodes"], { encoding: "utf8" });
    for (const pem of [keyring.owner.key, keyring.owner.certificate, keyring.ca.certificate])
      assert.ok(text.includes(pem.trim()));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
