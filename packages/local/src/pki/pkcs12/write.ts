import { createCipheriv, createHash, createHmac, createPrivateKey, pbkdf2Sync, X509Certificate } from "node:crypto";
import { der, integer, octets, oid, sequence, tags } from "./der.ts";
import { derive, passwordBytes, purposes } from "./kdf.ts";
import { names } from "./names.ts";

/** What a key store holds: a key, and its certificate with those that vouch for it. */
export interface KeyStore {
  /** PEM of PKCS #8. */
  key: string;
  /** PEM, the key's own certificate first. */
  chain: readonly string[];
}

const iterations = 2_048;

const data = (content: Uint8Array): Buffer => sequence(oid(names.data), der(tags.context0, octets(content)));

/**
 * A key store in PKCS #12 without a password, as vaults give theirs out. Its salts come from what it holds, so that the same key and
 * certificates are always the same bytes; without a password there is nothing that chance could protect.
 */
export function writePfx({ key, chain }: KeyStore): Buffer {
  const certificates = chain.map((pem) => new X509Certificate(pem).raw);
  const keyDer = createPrivateKey(key).export({ type: "pkcs8", format: "der" });
  const salt = (purpose: string): Buffer =>
    createHash("sha256")
      .update(purpose)
      .update(keyDer)
      .update(certificates[0] ?? Buffer.alloc(0))
      .digest()
      .subarray(0, 16);
  const id = createHash("sha1")
    .update(certificates[0] ?? Buffer.alloc(0))
    .digest();
  const localKeyId = der(tags.set, sequence(oid(names.localKeyId), der(tags.set, octets(id))));
  const certificateBags = certificates.map((raw, index) =>
    sequence(
      oid(names.certificateBag),
      der(tags.context0, sequence(oid(names.x509Certificate), der(tags.context0, octets(raw)))),
      ...(index === 0 ? [localKeyId] : []),
    ),
  );
  const keyBag = sequence(
    oid(names.shroudedKeyBag),
    der(tags.context0, shroud(keyDer, salt("key"), salt("iv"))),
    localKeyId,
  );
  const safe = sequence(data(sequence(...certificateBags)), data(sequence(keyBag)));
  const macSalt = salt("mac");
  const macKey = derive("sha256", passwordBytes(""), macSalt, purposes.mac, iterations, 32);
  const mac = createHmac("sha256", macKey).update(safe).digest();
  const digest = sequence(sequence(oid(names.sha256), der(tags.null)), octets(mac));
  return sequence(integer(3), data(safe), sequence(digest, octets(macSalt), integer(iterations)));
}

/** A key encrypted by PBES2 with the empty password: key stores want it so. */
function shroud(keyDer: Buffer, salt: Buffer, iv: Buffer): Buffer {
  const secret = pbkdf2Sync("", salt, iterations, 32, "sha256");
  const cipher = createCipheriv("aes-256-cbc", secret, iv);
  const encrypted = Buffer.concat([cipher.update(keyDer), cipher.final()]);
  const derivation = sequence(
    oid(names.pbkdf2),
    sequence(octets(salt), integer(iterations), sequence(oid(names.hmacSha256), der(tags.null))),
  );
  const scheme = sequence(oid(names.pbes2), sequence(derivation, sequence(oid(names.aes256), octets(iv))));
  return sequence(scheme, octets(encrypted));
}
