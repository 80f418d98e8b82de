/** Names of the bits of a key usage, as Key Vault writes them. */
export const keyUsageNames = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
] as const;

export type KeyUsage = (typeof keyUsageNames)[number];

/** What a certificate for somebody else's key is to say. */
export interface LeafRequest {
  /** A distinguished name, `CN=api.example.test, O=Example`. */
  subject: string;
  dnsNames: readonly string[];
  emails: readonly string[];
  /** Object identifiers. */
  extendedKeyUsages: readonly string[];
  keyUsage: readonly KeyUsage[];
  /** Whether it may sign others. */
  ca: boolean;
  /** Milliseconds since the Unix epoch. */
  notBefore: number;
  notAfter: number;
}

const attribute = String.raw`\s*(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=\s*(?:"[^"]*"|(?:[^,+"\\<>;=]|\\.)+)`;
const name = new RegExp(`^${attribute}(?:[,+]${attribute})*$`);

/** Whether a text is a distinguished name that certificates can carry. */
export const isDistinguishedName = (text: string): boolean => name.test(text);
