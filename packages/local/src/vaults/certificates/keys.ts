import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { type Doc, record, text } from "../../documents/document.ts";

const generate = promisify(generateKeyPair);

/** A fresh private key of the kind that a policy or a call asks for, PEM of PKCS #8. */
export async function freshKey(properties: Doc): Promise<string> {
  const privateKeyEncoding = { type: "pkcs8", format: "pem" } as const;
  const curve = text(properties["crv"]) || "P-256";
  const publicKeyEncoding = { type: "spki", format: "pem" } as const;
  const made = text(properties["kty"]).startsWith("EC")
    ? await generate("ec", {
        namedCurve: curve === "P-256K" ? "secp256k1" : curve,
        privateKeyEncoding,
        publicKeyEncoding,
      })
    : await generate("rsa", {
        modulusLength: Number(properties["key_size"] ?? 2048),
        privateKeyEncoding,
        publicKeyEncoding,
      });
  return made.privateKey;
}

/** The same, by a certificate's policy. */
export const keyForPolicy = (policy: Doc): Promise<string> => freshKey(record(policy["key_props"]));
