import { createCipheriv, createHash, createHmac, createPrivateKey, pbkdf2Sync, X509Certificate } from "node:crypto";
import type { Identity } from "@aro/pki";
import type { Random } from "@aro/runtime";
import { explicit, integer, nothing, octets, oid, sequence, set } from "./der.ts";

const oids = {
  data: "1.2.840.113549.1.7.1",
  shroudedKeyBag: "1.2.840.113549.1.12.10.1.2",
  certBag: "1.2.840.113549.1.12.10.1.3",
  x509Certificate: "1.2.840.113549.1.9.22.1",
  localKeyId: "1.2.840.113549.1.9.21",
  pbes2: "1.2.840.113549.1.5.13",
  pbkdf2: "1.2.840.113549.1.5.12",
  hmacSha256: "1.2.840.113549.2.9",
  aes256Cbc: "2.16.840.1.101.3.4.1.42",
  sha256: "2.16.840.1.101.3.4.2.1",
} as const;

const iterations = 2000;

/**
 * A PKCS #12 file (RFC 7292) with an empty password: the key under AES-256 and SHA-256, its certificate and those that signed it.
 * The form in which the data plane of managed identities hands out credentials.
 */
export function toPkcs12({ certificate, key }: Identity, chain: readonly string[], random: Random): Buffer {
  const leaf = new X509Certificate(certificate).raw;
  const localKeyId = sequence(oid(oids.localKeyId), set(octets(createHash("sha1").update(leaf).digest())));
  const bag = (type: string, value: Uint8Array, ...attributes: readonly Uint8Array[]) =>
    sequence(oid(type), explicit(value), ...(attributes.length === 0 ? [] : [set(...attributes)]));
  const certBag = (raw: Uint8Array, ...attributes: readonly Uint8Array[]) =>
    bag(oids.certBag, sequence(oid(oids.x509Certificate), explicit(octets(raw))), ...attributes);
  const safe = sequence(
    bag(
      oids.shroudedKeyBag,
      shrouded(createPrivateKey(key).export({ type: "pkcs8", format: "der" }), random),
      localKeyId,
    ),
    certBag(leaf, localKeyId),
    ...chain.map((one) => certBag(new X509Certificate(one).raw)),
  );
  const dataOf = (content: Uint8Array) => sequence(oid(oids.data), explicit(octets(content)));
  const authenticated = sequence(dataOf(safe));
  return sequence(integer(3), dataOf(authenticated), mac(authenticated, random));
}

/** An EncryptedPrivateKeyInfo under PBES2 (RFC 8018). */
function shrouded(pkcs8: Uint8Array, random: Random): Buffer {
  const [salt, iv] = [random.bytes(16), random.bytes(16)];
  const cipher = createCipheriv("aes-256-cbc", pbkdf2Sync("", salt, iterations, 32, "sha256"), iv);
  const encrypted = Buffer.concat([cipher.update(pkcs8), cipher.final()]);
  const prf = sequence(oid(oids.hmacSha256), nothing);
  const kdf = sequence(oid(oids.pbkdf2), sequence(octets(salt), integer(iterations), prf));
  const scheme = sequence(oid(oids.aes256Cbc), octets(iv));
  return sequence(sequence(oid(oids.pbes2), sequence(kdf, scheme)), octets(encrypted));
}

function mac(content: Uint8Array, random: Random): Buffer {
  const salt = random.bytes(8);
  const digest = createHmac("sha256", macKey(salt)).update(content).digest();
  return sequence(sequence(sequence(oid(oids.sha256), nothing), octets(digest)), octets(salt), integer(iterations));
}

/** The key of the file's MAC (RFC 7292 appendix B.2, purpose 3) for the empty password, which is written as two zero bytes. */
function macKey(salt: Uint8Array): Buffer {
  const block = 64;
  const filled = (bytes: Uint8Array) => Buffer.alloc(block * Math.ceil(bytes.byteLength / block), bytes);
  let key: Buffer = Buffer.concat([Buffer.alloc(block, 3), filled(salt), filled(Buffer.alloc(2))]);
  for (let round = 0; round < iterations; round++) key = createHash("sha256").update(key).digest();
  return key;
}
