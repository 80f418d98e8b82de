import { createPrivateKey, createPublicKey } from "node:crypto";

/** A length and the bytes, as SSH writes them. */
const field = (bytes: Uint8Array): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** A whole number as SSH writes it: with a zero in front where the first bit would make it negative. */
const number = (base64url: string): Buffer => {
  const bytes = Buffer.from(base64url, "base64url");
  return field((bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
};

/** The public half of an RSA key, in the form of `authorized_keys`. @throws Error when the bytes are not a PKCS #1 key. */
export function openSshPublicKey(pkcs1: Uint8Array): string {
  const key = createPublicKey(createPrivateKey({ key: Buffer.from(pkcs1), format: "der", type: "pkcs1" }));
  const { e = "", n = "" } = key.export({ format: "jwk" });
  const blob = Buffer.concat([field(Buffer.from("ssh-rsa")), number(e), number(n)]);
  return `ssh-rsa ${blob.toString("base64")}`;
}
