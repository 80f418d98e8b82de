import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { type Identity, issue } from "@aro/pki";
import type { Clock, Random } from "@aro/runtime";

const years = 10;
const yearMilliseconds = 365 * 86_400_000;

/** Keys of one control plane. */
export interface ControlPlaneKeys {
  /** Signs servers and clients. */
  authority: Identity;
  serving: Identity;
  /** PKCS #8 of the RSA key that signs tokens of service accounts. */
  serviceAccountKey: string;
}

/** Makes the keys of a control plane that answers at these names and addresses. */
export async function makeKeys(names: readonly string[], clock: Clock, random: Random): Promise<ControlPlaneKeys> {
  const authority = await issue({ commonName: "kubernetes", usage: "ca", key: "ec", ...validity(clock) }, random);
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  return {
    authority,
    serving: await issue(
      { commonName: "kube-apiserver", usage: "server", key: "ec", names, ...validity(clock) },
      random,
      authority,
    ),
    serviceAccountKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** A client certificate that names a user and its groups. */
export const clientIdentity = (
  { authority }: Pick<ControlPlaneKeys, "authority">,
  user: { name: string; groups: readonly string[] },
  clock: Clock,
  random: Random,
): Promise<Identity> =>
  issue(
    { commonName: user.name, organizations: user.groups, usage: "client", key: "ec", ...validity(clock) },
    random,
    authority,
  );

const validity = (clock: Clock) => ({
  notBefore: clock.now() - 60_000,
  notAfter: clock.now() + years * yearMilliseconds,
});
