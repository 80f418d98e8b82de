import type { Random } from "@aro/runtime";
import type { Kind } from "../kinds/kind.ts";
import type { Cause } from "../status/status.ts";

const letters = "bcdfghjklmnpqrstvwxz2456789";
const longestBase = 58;

/** A name out of a prefix: five letters that make no words. */
export function generatedName(base: string, random: Random): string {
  const end = Array.from(random.bytes(5), (byte) => letters[byte % letters.length]).join("");
  return base.slice(0, longestBase) + end;
}

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const serviceLabel = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** What names a kind takes. */
export type NameForm = "subdomain" | "label" | "service" | "segment";

const words: Record<Exclude<NameForm, "segment">, string> = {
  subdomain:
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
  label:
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
  service:
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
};

/** What is wrong with a name, in the words that clients know. */
export function nameFault(name: string, form: NameForm): string | undefined {
  if (form === "segment") {
    if (name === "." || name === "..") return `may not be '${name}'`;
    for (const sign of ["/", "%"]) if (name.includes(sign)) return `may not contain '${sign}'`;
    return undefined;
  }
  const longest = form === "subdomain" ? 253 : 63;
  if (name.length > longest) return `must be no more than ${longest} characters`;
  const pattern = { subdomain, label, service: serviceLabel }[form];
  return pattern.test(name) ? undefined : words[form];
}

/** The finding of {@link nameFault}, on `metadata.name`. */
export function checkName(kind: Kind, name: string, field = "metadata.name"): Cause[] {
  const fault = nameFault(name, kind.names ?? "subdomain");
  return fault === undefined
    ? []
    : [{ reason: "FieldValueInvalid", message: `Invalid value: ${JSON.stringify(name)}: ${fault}`, field }];
}
