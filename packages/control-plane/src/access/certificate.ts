import { createHash, X509Certificate } from "node:crypto";
import type { User } from "./access.ts";

interface Known {
  user: User | undefined;
  /** Milliseconds since the Unix epoch. */
  expires: number;
}
const mostKnown = 1_000;

/** Reads the user whom a client certificate names: CN is the name, each O a group; nobody when it has expired by now. */
export function certificateUsers(): (der: Uint8Array, now: number) => User | undefined {
  const known = new Map<string, Known>();
  return (der, now) => {
    const fingerprint = createHash("sha256").update(der).digest("hex");
    let found = known.get(fingerprint);
    if (found === undefined) {
      if (known.size >= mostKnown) known.clear();
      found = read(der, fingerprint);
      known.set(fingerprint, found);
    }
    return found.expires < now ? undefined : found.user;
  };
}

function read(der: Uint8Array, fingerprint: string): Known {
  const certificate = new X509Certificate(der);
  const parts = certificate.subject?.split("\n") ?? [];
  const of = (attribute: string) =>
    parts.filter((part) => part.startsWith(`${attribute}=`)).map((part) => unescaped(part.slice(attribute.length + 1)));
  const [name] = of("CN");
  const extra = { "authentication.kubernetes.io/credential-id": [`X509SHA256=${fingerprint}`] };
  const user = name === undefined ? undefined : { name, groups: [...of("O"), "system:authenticated"], extra };
  return { user, expires: certificate.validToDate.getTime() };
}

/** Values are shown with backslashes before signs that mean something in a name. */
const unescaped = (text: string): string => text.replaceAll(/\\(.)/g, "$1");
