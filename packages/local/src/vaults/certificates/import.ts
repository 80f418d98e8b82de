import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { type Doc, record } from "../../documents/document.ts";
import { readPfx, UnreadablePfx } from "../../pki/pkcs12/read.ts";
import type { KeyStore } from "../../pki/pkcs12/write.ts";
import { badParameter } from "../refusal.ts";
import { completePolicy, pemType, pfxType } from "./policy.ts";

const block = (text: string, label: string): string[] =>
  text.match(new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----`, "g")) ?? [];

/** A key with its certificates, as an import carries them: PEM, or a key store in base64. @throws VaultRefusal */
export function readImport(value: string, password: string): KeyStore & { form: string } {
  if (value.includes("-----BEGIN")) return { ...readPem(value), form: pemType };
  try {
    return { ...readPfx(Buffer.from(value, "base64"), password), form: pfxType };
  } catch (error) {
    if (!(error instanceof UnreadablePfx)) throw error;
    throw badParameter(
      error.wrongPassword
        ? "The specified PKCS#12 X.509 certificate content can not be read. Please check if certificate is in valid PKCS#12 format. The password is wrong."
        : `The specified PKCS#12 X.509 certificate content can not be read. Please check if certificate is in valid PKCS#12 format: ${error.message}.`,
    );
  }
}

function readPem(value: string): KeyStore {
  const chain = block(value, "CERTIFICATE").map((one) => `${one}\n`);
  const [key] = [...block(value, "PRIVATE KEY"), ...block(value, "RSA PRIVATE KEY"), ...block(value, "EC PRIVATE KEY")];
  const bad = (what: string) =>
    badParameter(`The specified PEM X.509 certificate content is in an unexpected format: ${what}.`);
  if (key === undefined) throw bad("it holds no private key");
  if (chain[0] === undefined) throw bad("it holds no certificate");
  try {
    const parsed = createPrivateKey(key);
    const certificates = chain.map((one) => new X509Certificate(one));
    if (certificates[0]?.publicKey.equals(createPublicKey(parsed)) !== true)
      throw bad("the key is not that of its first certificate");
    return {
      key: parsed.export({ type: "pkcs8", format: "pem" }).toString(),
      chain: certificates.map((one) => one.toString()),
    };
  } catch (error) {
    if (error instanceof Error && error.name === "VaultRefusal") throw error;
    throw bad("its key or a certificate cannot be read");
  }
}

/** The policy of an imported certificate: what it is, less what the import says otherwise. */
export function policyFrom(given: Doc, { key, chain, form }: KeyStore & { form: string }, now: number): Doc {
  const parsed = createPrivateKey(key);
  const certificate = new X509Certificate(chain[0] ?? "");
  const { modulusLength, namedCurve } = parsed.asymmetricKeyDetails ?? {};
  const curve = { prime256v1: "P-256", secp384r1: "P-384", secp521r1: "P-521" }[namedCurve ?? ""];
  const isRsa = parsed.asymmetricKeyType === "rsa";
  if (!isRsa && curve === undefined)
    throw badParameter("The key of the certificate is of a kind that vaults do not hold.");
  const dnsNames = (certificate.subjectAltName ?? "")
    .split(", ")
    .filter((one) => one.startsWith("DNS:"))
    .map((one) => one.slice(4));
  const months = Math.max(
    1,
    Math.round((Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / 2_629_800_000),
  );
  const own: Doc = {
    key_props: {
      exportable: true,
      reuse_key: false,
      ...(isRsa ? { kty: "RSA", key_size: modulusLength ?? 2048 } : { kty: "EC", crv: curve ?? "" }),
    },
    secret_props: { contentType: form },
    x509_props: {
      subject: certificate.subject.split("\n").reverse().join(", "),
      ...(dnsNames.length === 0 ? {} : { sans: { dns_names: dnsNames } }),
      ekus: [...(certificate.keyUsage ?? [])],
      validity_months: months,
    },
    issuer: { name: "Unknown" },
  };
  const merged: Doc = {};
  for (const part of ["key_props", "secret_props", "x509_props", "issuer"])
    merged[part] = { ...record(own[part]), ...record(given[part]) };
  if (given["lifetime_actions"] !== undefined) merged["lifetime_actions"] = given["lifetime_actions"];
  return completePolicy(merged, undefined, now);
}
