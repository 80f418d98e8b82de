import assert from "node:assert/strict";
import { createCipheriv, createHmac } from "node:crypto";
import { test } from "node:test";
import { inspect } from "node:util";
import type { Sealed } from "@aro/api";
import { seededRandom, systemRandom } from "@aro/runtime";
import fc from "fast-check";
import { createSealer } from "./sealer.ts";
import { hChaCha20 } from "./xchacha20-poly1305.ts";

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ""), "hex");
const keyOf = (seed: number, length = 64) => seededRandom(seed).bytes(length);
const v2Key = hex(
  "6a98956b2bb27efd1b68df5c40c34f8bcfffe817c22df6402e5ab015634a2d2eab798650fbcedc9ddd1c0132d60399e6598137b3db676f12341db95818313057",
);
const legacyKey = hex("63b559f0433479496846ab8bcedbc12d7a0b14867e1ab2d73a924e986c5ecbe1");
const random = systemRandom;

test("v2 opens what the existing service sealed (spec 02 §7.2)", () => {
  const sealed = hex(
    "d91c3c05b2f3c593209f9b67438c0c3de08026592a20b2e55e30d6d1241e3436befb798e46b595cee0799c445caa832692db763433e00e0e54b20b2fde6353f6",
  );
  const sealer = createSealer({ sealWith: v2Key, openWith: [] }, { random });
  assert.equal(sealer.openText(sealed.toString("base64") as Sealed).reveal(), "test");
});

test("v2 seals to the very bytes of the interop vector, given its nonce", () => {
  const nonce = hex("d91c3c05b2f3c593209f9b67438c0c3d");
  const sealer = createSealer({ sealWith: v2Key, openWith: [] }, { random: { ...random, bytes: () => nonce } });
  assert.equal(
    Buffer.from(sealer.seal("test"), "base64").toString("hex"),
    "d91c3c05b2f3c593209f9b67438c0c3de08026592a20b2e55e30d6d1241e3436befb798e46b595cee0799c445caa832692db763433e00e0e54b20b2fde6353f6",
  );
});

test("the legacy algorithm opens what the existing service sealed (spec 02 §7.2)", () => {
  const sealer = createSealer({ sealWith: keyOf(1), openWith: [keyOf(2), legacyKey] }, { random });
  const bytes = "6w8Uah0zX40LRfkYHuU9UvLuGrBcHb7l8I2M6qTcmtclOGJNONfHqAuaJWifZj7dd8fI" as Sealed;
  assert.equal(Buffer.from(sealer.openBytes(bytes).reveal()).toString(), "securebytes");
  const text = "YT+ZNR23JBvILGw1WBn6/NhtCj9LM14EXp5VR6XloD7CN1MfmvW5FEn9duRSPYbdr98tLQ==" as Sealed;
  assert.equal(sealer.openText(text).reveal(), "securestring");
});

test("HChaCha20 gives the sub-key of the published vector (draft-irtf-cfrg-xchacha §2.2.1)", () => {
  const key = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  const input = hex("000000090000004a0000000031415927");
  assert.equal(
    Buffer.from(hChaCha20(key, input)).toString("hex"),
    "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc",
  );
});

test("whatever is sealed opens again, and two seals of one value differ (spec 02 §14 invariant 30)", () => {
  const sealer = createSealer({ sealWith: keyOf(3), openWith: [] }, { random });
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (text, bytes) => {
      assert.equal(sealer.openText(sealer.seal(text)).reveal(), text);
      assert.deepEqual(Uint8Array.from(sealer.openBytes(sealer.seal(bytes)).reveal()), bytes);
      assert.notEqual(sealer.seal(text), sealer.seal(text));
    }),
    { numRuns: 200 },
  );
});

test("any version that is still listed opens; sealing uses the newest (spec 02 §14 invariant 31)", () => {
  const [old, older, current] = [keyOf(4), keyOf(5), keyOf(6)] as const;
  const before = createSealer({ sealWith: older, openWith: [] }, { random }).seal("secret");
  const sealer = createSealer({ sealWith: current, openWith: [current, old, older, legacyKey] }, { random });
  assert.equal(sealer.openText(before).reveal(), "secret");
  assert.equal(createSealer({ sealWith: current, openWith: [] }, { random }).openText(sealer.seal("x")).reveal(), "x");
});

test("a changed byte anywhere, a foreign key or a cut value does not open", () => {
  const sealer = createSealer({ sealWith: keyOf(7), openWith: [] }, { random });
  const sealed = Buffer.from(sealer.seal("kubeconfig"), "base64");
  for (let index = 0; index < sealed.length; index++) {
    const changed = Buffer.from(sealed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    assert.throws(
      () => sealer.openText(changed.toString("base64") as Sealed),
      /^Error: message authentication failed$/,
    );
  }
  const stranger = createSealer({ sealWith: keyOf(8), openWith: [legacyKey] }, { random });
  assert.throws(() => stranger.openText(sealed.toString("base64") as Sealed), /^Error: message authentication failed$/);
  for (const length of [32, 40, 47])
    assert.throws(
      () => sealer.openText(sealed.subarray(0, length).toString("base64") as Sealed),
      /message authentication/,
    );
});

test("values shorter than a tag or a nonce say so", () => {
  const v2 = createSealer({ sealWith: keyOf(9), openWith: [] }, { random });
  assert.throws(() => v2.openText(Buffer.alloc(31).toString("base64") as Sealed), /^Error: encrypted value too short$/);
  const legacy = createSealer({ sealWith: keyOf(9), openWith: [legacyKey] }, { random });
  assert.throws(
    () => legacy.openText(Buffer.alloc(23).toString("base64") as Sealed),
    /^Error: encrypted value too short$/,
  );
});

test("keys of another length are refused at once", () => {
  assert.throws(
    () => createSealer({ sealWith: keyOf(1, 32), openWith: [] }, { random }),
    /^Error: etm: key must be 64 bytes long$/,
  );
  assert.throws(() => createSealer({ sealWith: keyOf(1), openWith: [keyOf(1, 48)] }, { random }), /a key has 48 bytes/);
});

test("an opened secret prints as [secret]", () => {
  const sealer = createSealer({ sealWith: keyOf(10), openWith: [] }, { random });
  const opened = sealer.openText(sealer.seal("clear"));
  assert.equal(`${String(opened)}${inspect({ opened })}${JSON.stringify({ opened })}`.includes("clear"), false);
});

test("what is sealed one after the other is, each, what the algorithm says of it alone (spec 02 §7.2)", () => {
  const sealer = createSealer({ sealWith: v2Key, openWith: [] }, { random });
  const [cipherKey, macKey] = [v2Key.subarray(0, 32), v2Key.subarray(32)];
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ minLength: 16_360, maxLength: 16_400 }))),
      (values) => {
        for (const value of values) {
          const sealed = Buffer.from(sealer.seal(value), "base64");
          const nonce = sealed.subarray(0, 16);
          const cipher = createCipheriv("aes-256-cbc", cipherKey, nonce);
          const authenticated = Buffer.concat([nonce, cipher.update(value), cipher.final()]);
          const mac = createHmac("sha512", macKey).update(authenticated).update(new Uint8Array(8)).digest();
          assert.ok(sealed.equals(Buffer.concat([authenticated, mac.subarray(0, 32)])));
        }
      },
    ),
    { numRuns: 50 },
  );
});
