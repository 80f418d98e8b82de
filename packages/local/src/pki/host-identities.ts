import type { Identity } from "@aro/pki";
import type { Clock, Random } from "@aro/runtime";
import { openIdentityFiles } from "./identity-files.ts";

/** Server certificates of names under the cloud's suffix, as Azure has them: one for all names of a service, `*.vault.S`. */
export interface HostIdentities {
  /** The identity for a host of at least three labels; made when it is asked for first, and kept. */
  of(host: string): Promise<Identity>;
  /** The identity for this one name, which is not ours to have others of. */
  exactly(host: string): Promise<Identity>;
}

const leafDays = 730;

/** Keeps them below `folder`, signed by `ca`. */
export function openHostIdentities(folder: string, ca: Identity, clock: Clock, random: Random): HostIdentities {
  const files = openIdentityFiles(folder, clock, random);
  const known = new Map<string, Promise<Identity>>();
  const ensure = (file: string, name: string): Promise<Identity> => {
    const made =
      known.get(name) ??
      files.ensure(
        file,
        { commonName: name, usage: "server", key: "ec", names: [name] },
        { days: leafDays, issuer: ca },
      );
    known.set(name, made);
    made.catch(() => known.delete(name));
    return made;
  };
  return {
    of: (host) => {
      const parent = host.slice(host.indexOf(".") + 1);
      return ensure(parent, `*.${parent}`);
    },
    exactly: (host) => ensure(host, host),
  };
}
