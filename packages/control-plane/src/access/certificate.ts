import { X509Certificate } from "node:crypto";
import type { User } from "./access.ts";

/** The user whom a client certificate names: CN is the name, each O a group. */
export function userOfCertificate(der: Uint8Array): User | undefined {
  const parts = new X509Certificate(der).subject?.split("\n") ?? [];
  const of = (attribute: string) =>
    parts.filter((part) => part.startsWith(`${attribute}=`)).map((part) => unescaped(part.slice(attribute.length + 1)));
  const [name] = of("CN");
  return name === undefined ? undefined : { name, groups: [...of("O"), "system:authenticated"] };
}

/** Values are shown with backslashes before signs that mean something in a name. */
const unescaped = (text: string): string => text.replaceAll(/\\(.)/g, "$1");
