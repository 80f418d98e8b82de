import { copy, type Doc, record, records, text, type Value } from "../../documents/document.ts";
import { isDistinguishedName, type KeyUsage, keyUsageNames, type LeafRequest } from "../../pki/leaf-request.ts";
import type { Shape } from "../body.ts";
import { badParameter } from "../refusal.ts";

/** What callers may send of a policy. */
export const policyShape = {
  id: "text",
  key_props: { exportable: "flag", kty: "text", key_size: "count", reuse_key: "flag", crv: "text" },
  secret_props: { contentType: "text" },
  x509_props: {
    subject: "text",
    ekus: ["text"],
    sans: { emails: ["text"], dns_names: ["text"], upns: ["text"], uris: ["text"], ip_addresses: ["text"] },
    key_usage: ["text"],
    validity_months: "count",
    basic_constraints: { ca: "flag" },
  },
  lifetime_actions: [
    { trigger: { lifetime_percentage: "count", days_before_expiry: "count" }, action: { action_type: "text" } },
  ],
  issuer: { name: "text", cty: "text", cert_transparency: "flag" },
  attributes: { enabled: "flag", created: "count", updated: "count", nbf: "count", exp: "count" },
} as const satisfies { [member: string]: Shape };

export const pemType = "application/x-pem-file";
export const pfxType = "application/x-pkcs12";

const defaults: Doc = {
  key_props: { exportable: true, kty: "RSA", key_size: 2048, reuse_key: false },
  secret_props: { contentType: pfxType },
  x509_props: {
    ekus: ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"],
    key_usage: ["digitalSignature", "keyEncipherment"],
    validity_months: 12,
    basic_constraints: { ca: false },
  },
};

const curves = ["P-256", "P-384", "P-521"];
const rsaSizes = [2048, 3072, 4096];
const texts = (value: Value | undefined): string[] => (Array.isArray(value) ? value.map(text) : []);

/** A policy as it is kept: what was given over what was there before, completed and checked. @throws VaultRefusal */
export function completePolicy(given: Doc, before: Doc | undefined, now: number): Doc {
  const seconds = Math.floor(now / 1000);
  const base = before ?? defaults;
  const policy: Doc = {};
  for (const part of ["key_props", "secret_props", "x509_props"])
    policy[part] = { ...record(copy(base)[part]), ...record(given[part]) };
  const key = record(policy["key_props"]);
  if (isEc(key) && record(given["key_props"])["key_size"] === undefined) delete key["key_size"];
  policy["issuer"] = { ...record(before?.["issuer"]), ...record(given["issuer"]) };
  policy["lifetime_actions"] = copy(given["lifetime_actions"] ?? before?.["lifetime_actions"] ?? renewal(policy));
  policy["attributes"] = {
    enabled: true,
    created: record(before?.["attributes"])["created"] ?? seconds,
    updated: seconds,
  };
  check(policy);
  return policy;
}

/** Azure renews at four fifths of a certificate's life where nothing else is said; what nobody signs for it, it can only tell of. */
const renewal = (policy: Doc): Doc[] => [
  {
    trigger: { lifetime_percentage: 80 },
    action: { action_type: text(record(policy["issuer"])["name"]) === "Unknown" ? "EmailContacts" : "AutoRenew" },
  },
];

const isEc = (key: Doc): boolean => text(key["kty"]).startsWith("EC");

function check(policy: Doc): void {
  const key = record(policy["key_props"]);
  const x509 = record(policy["x509_props"]);
  const bad = (name: string, value: unknown): never => {
    throw badParameter(`Property policy.${name} has invalid value: ${JSON.stringify(value ?? null)}`);
  };
  if (!["RSA", "RSA-HSM", "EC", "EC-HSM"].includes(text(key["kty"]))) bad("key_props.kty", key["kty"]);
  if (isEc(key)) {
    key["crv"] ??= "P-256";
    if (!curves.includes(text(key["crv"]))) bad("key_props.crv", key["crv"]);
  } else if (!rsaSizes.includes(Number(key["key_size"]))) bad("key_props.key_size", key["key_size"]);
  const contentType = record(policy["secret_props"])["contentType"];
  if (contentType !== pemType && contentType !== pfxType) bad("secret_props.contentType", contentType);
  const sans = record(x509["sans"]);
  const subject = text(x509["subject"]);
  if (subject === "" && texts(sans["dns_names"]).length === 0) bad("x509_props.subject", x509["subject"]);
  if (subject !== "" && !isDistinguishedName(subject)) bad("x509_props.subject", subject);
  for (const member of ["upns", "uris", "ip_addresses"])
    if (texts(sans[member]).length > 0) bad(`x509_props.sans.${member}`, sans[member]);
  const months = Number(x509["validity_months"]);
  if (!(months >= 1 && months <= 1_200)) bad("x509_props.validity_months", x509["validity_months"]);
  for (const usage of texts(x509["key_usage"]))
    if (!(keyUsageNames as readonly string[]).includes(usage)) bad("x509_props.key_usage", usage);
  for (const oid of texts(x509["ekus"])) if (!/^[0-2](\.\d+)+$/.test(oid)) bad("x509_props.ekus", oid);
  if (text(record(policy["issuer"])["name"]) === "") bad("issuer.name", null);
  for (const one of records(policy["lifetime_actions"])) {
    const type = record(one["action"])["action_type"];
    if (type !== "AutoRenew" && type !== "EmailContacts") bad("lifetime_actions.action.action_type", type);
  }
}

/** What a certificate by this policy says, from now on. */
export function leafOf(policy: Doc, now: number): LeafRequest {
  const x509 = record(policy["x509_props"]);
  const sans = record(x509["sans"]);
  const dnsNames = texts(sans["dns_names"]);
  const end = new Date(now);
  end.setUTCMonth(end.getUTCMonth() + Number(x509["validity_months"]));
  return {
    subject: text(x509["subject"]) || `CN=${dnsNames[0] ?? ""}`,
    dnsNames,
    emails: texts(sans["emails"]),
    extendedKeyUsages: texts(x509["ekus"]),
    keyUsage: texts(x509["key_usage"]) as KeyUsage[],
    ca: record(x509["basic_constraints"])["ca"] === true,
    notBefore: now - 600_000,
    notAfter: end.getTime(),
  };
}

/** When a certificate is renewed, milliseconds since the Unix epoch; undefined when it is not. */
export function renewsAt(policy: Doc, notBefore: number, notAfter: number): number | undefined {
  for (const one of records(policy["lifetime_actions"])) {
    if (record(one["action"])["action_type"] !== "AutoRenew") continue;
    const { days_before_expiry: days, lifetime_percentage: percent } = record(one["trigger"]);
    if (typeof days === "number") return notAfter - days * 86_400_000;
    if (typeof percent === "number") return notBefore + ((notAfter - notBefore) * percent) / 100;
  }
  return undefined;
}

/** The name of who signs. */
export const issuerOf = (policy: Doc): string => text(record(policy["issuer"])["name"]);
