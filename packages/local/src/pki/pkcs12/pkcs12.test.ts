import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { sharedKeys } from "../../testing/named-services.ts";
import { readPfx, UnreadablePfx } from "./read.ts";
import { writePfx } from "./write.ts";

const missing = spawnSync("openssl", ["version"]).status === 0 ? false : "openssl is not installed";
let folder = "";
let key = "";
let chain: string[] = [];
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "aro-pfx-"));
  const { keyring } = await sharedKeys();
  key = keyring.owner.key;
  chain = [keyring.owner.certificate, keyring.ca.certificate];
});
after(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string) => join(folder, name);
const same = (one: string, other: string) =>
  createPrivateKey(one).export({ type: "pkcs8", format: "pem" }) ===
  createPrivateKey(other).export({ type: "pkcs8", format: "pem" });

test("what is written is read again: the key, and the chain in its order", () => {
  const back = readPfx(writePfx({ key, chain }), "");
  assert.ok(same(back.key, key));
  assert.deepEqual(
    back.chain.map((one) => new X509Certificate(one).fingerprint256),
    chain.map((one) => new X509Certificate(one).fingerprint256),
  );
});

test("openssl reads what is written, with its mac checked", { skip: missing }, () => {
  writeFileSync(file("ours.pfx"), writePfx({ key, chain }));
  const text = execFileSync("openssl", ["pkcs12", "-in", file("ours.pfx"), "-passin", "pass:", "-nodes"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  assert.equal(text.match(/-----BEGIN CERTIFICATE-----/g)?.length, 2);
  assert.ok(same(/-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/.exec(text)?.[0] ?? "", key));
});

test("what openssl writes is read, in its new and its old manner, and a wrong password is told", {
  skip: missing,
}, () => {
  writeFileSync(file("key.pem"), key);
  writeFileSync(file("certificate.pem"), chain[0] ?? "");
  writeFileSync(file("ca.pem"), chain[1] ?? "");
  const inputs = ["-inkey", file("key.pem"), "-in", file("certificate.pem"), "-certfile", file("ca.pem")];
  const manners = [
    [],
    ["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "SHA1"],
    ["-keypbe", "NONE", "-certpbe", "NONE"],
  ];
  for (const [index, manner] of manners.entries()) {
    for (const password of ["", "geheim-ü"]) {
      const out = file(`${index}.pfx`);
      execFileSync("openssl", ["pkcs12", "-export", ...inputs, ...manner, "-passout", `pass:${password}`, "-out", out]);
      const bytes = execFileSync("cat", [out]);
      const store = readPfx(bytes, password);
      assert.ok(same(store.key, key), `${manner.join(" ")} ${password}`);
      assert.equal(store.chain.length, 2);
      assert.throws(
        () => readPfx(bytes, "wrong"),
        (error) => error instanceof UnreadablePfx && error.wrongPassword,
      );
    }
  }
});

test("garbage is unreadable, whatever it is", () => {
  const good = writePfx({ key, chain });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.throws(() => readPfx(Buffer.from(bytes), ""), UnreadablePfx);
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 0, max: good.byteLength - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = Buffer.from(good);
      changed[at] = (changed[at] ?? 0) ^ by;
      try {
        readPfx(changed, "");
      } catch (error) {
        assert.ok(error instanceof UnreadablePfx, String(error));
      }
    }),
    { numRuns: 60 },
  );
});
