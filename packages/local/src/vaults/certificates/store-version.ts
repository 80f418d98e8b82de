import { createPrivateKey, X509Certificate } from "node:crypto";
import { thumbprint } from "@aro/pki";
import { type Doc, record, text } from "../../documents/document.ts";
import { writePfx } from "../../pki/pkcs12/write.ts";
import { publicJwk } from "../keys/jwk.ts";
import type { VaultObjects } from "../objects.ts";
import type { Vault } from "../vault.ts";
import { certificateSettings } from "./pending.ts";
import { pfxType, renewsAt } from "./policy.ts";

/** A certificate with its key, as it comes from an authority or from who imports it. */
export interface Signed {
  name: string;
  version: string;
  /** PEM, the certificate first. */
  chain: readonly string[];
  /** PEM of PKCS #8. */
  key: string;
  policy: Doc;
  attributes: Doc;
  tags: Doc;
}

const kinds = ["certificates", "keys", "secrets"] as const;

/** Writes a version of a certificate, with the key and the secret that go with it under the same name. Runs inside a transaction. */
export function storeVersion(vault: Vault, objects: VaultObjects, signed: Signed, now: number): void {
  const { name, version, chain, key, policy, tags } = signed;
  const certificate = new X509Certificate(chain[0] ?? "");
  const [from, until] = [certificate.validFrom, certificate.validTo].map((one) => Date.parse(one) / 1000);
  const seconds = Math.floor(now / 1000);
  const attributes: Doc = {
    enabled: signed.attributes["enabled"] ?? true,
    nbf: from ?? 0,
    exp: until ?? 0,
    created: seconds,
    updated: seconds,
  };
  const contentType = text(record(policy["secret_props"])["contentType"]) || pfxType;
  const exportable = record(policy["key_props"])["exportable"] !== false;
  const parsed = createPrivateKey(key);
  const value =
    contentType === pfxType ? writePfx({ key, chain }).toString("base64") : `${exportable ? key : ""}${chain.join("")}`;
  const bodies: Record<(typeof kinds)[number], Doc> = {
    certificates: {
      cer: certificate.raw.toString("base64"),
      x5t: Buffer.from(thumbprint(chain[0] ?? ""), "hex").toString("base64url"),
      subject: text(record(policy["x509_props"])["subject"]),
      attributes,
      tags,
    },
    keys: { jwk: publicJwk(parsed), key, managed: true, attributes, tags },
    secrets: { value, contentType, managed: true, kid: true, attributes, tags },
  };
  for (const kind of kinds) objects.put({ instance: vault.instance, kind }, { name, version, body: bodies[kind] });
  certificateSettings(objects, vault).setRenewal(
    name,
    renewsAt(policy, Date.parse(certificate.validFrom), Date.parse(certificate.validTo)),
  );
}
