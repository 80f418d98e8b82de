import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { manualClock, systemRandom } from "@aro/runtime";
import { bundleWith } from "./bundle.ts";
import { identityTable, openKeyring } from "./keyring.ts";

const clock = manualClock(1_750_000_000_000);
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "aro-keyring-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const contents = () =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));

test("every certificate is signed by the authority, has its key, and serves what the table says", async () => {
  const keyring = await openKeyring(folder, clock, systemRandom);
  const ca = new X509Certificate(keyring.ca.certificate);
  assert.equal(ca.ca, true);
  for (const [name, row] of Object.entries(identityTable)) {
    const identity = keyring[name as keyof typeof identityTable];
    const certificate = new X509Certificate(identity.certificate);
    assert.ok(certificate.verify(ca.publicKey), name);
    assert.ok(certificate.checkIssued(ca), name);
    assert.match(certificate.subject, new RegExp(`CN=${row.commonName}`));
    assert.equal(certificate.publicKey.asymmetricKeyType, row.key, name);
    const usage = row.usage === "server" ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2";
    assert.deepEqual(certificate.keyUsage, [usage], name);
  }
  const server = new X509Certificate(keyring.server.certificate);
  assert.equal(server.checkHost("localhost"), "localhost");
  assert.equal(server.checkIP("127.0.0.1"), "127.0.0.1");
});

test("keys are readable by their owner only", async () => {
  await openKeyring(folder, clock, systemRandom);
  for (const name of readdirSync(folder)) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
});

test("a second start makes nothing anew", async () => {
  await openKeyring(folder, clock, systemRandom);
  const before = contents();
  await openKeyring(folder, clock, systemRandom);
  assert.deepEqual(contents(), before);
});

test("what is missing or torn is made anew; with another authority, everything is", async () => {
  await openKeyring(folder, clock, systemRandom);
  const before = contents();
  writeFileSync(join(folder, "owner.pem"), before["owner.pem"]?.slice(0, 300) ?? "");
  rmSync(join(folder, "admin.pem"));
  await openKeyring(folder, clock, systemRandom);
  const mended = contents();
  const changed = Object.keys(mended).filter((name) => mended[name] !== before[name]);
  assert.deepEqual(changed, ["admin.pem", "owner.pem"]);
  rmSync(join(folder, "ca.pem"));
  await openKeyring(folder, clock, systemRandom);
  const renewed = contents();
  assert.deepEqual(
    Object.keys(renewed).filter((name) => renewed[name] === mended[name]),
    [],
  );
});

test("a certificate is renewed a month before it expires, the authority stays", async () => {
  const later = manualClock(clock.now());
  await openKeyring(folder, later, systemRandom);
  const before = contents();
  await later.advance(695 * 86_400_000);
  await openKeyring(folder, later, systemRandom);
  assert.deepEqual(contents(), before);
  await later.advance(10 * 86_400_000);
  await openKeyring(folder, later, systemRandom);
  const after = contents();
  assert.equal(after["ca.pem"], before["ca.pem"]);
  assert.notEqual(after["server.pem"], before["server.pem"]);
});

test("the bundle holds the system's roots and ours, or those of Node where a system has none", () => {
  const roots = join(folder, "roots.pem");
  writeFileSync(roots, "SYSTEM");
  assert.equal(bundleWith("OURS\n", [join(folder, "absent"), roots]), "SYSTEM\nOURS\n");
  const fallback = bundleWith("OURS\n", [join(folder, "absent")]);
  assert.ok(fallback.endsWith("OURS\n"));
  assert.ok(fallback.split("BEGIN CERTIFICATE").length > 50);
});
