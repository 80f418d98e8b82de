import type { Identity } from "@aro/pki";
import type { Clock, Random } from "@aro/runtime";
import { openIdentityFiles } from "./identity-files.ts";

/** Authorities that sign under names of their own, each an intermediate of the local authority: who trusts that one trusts them. */
export interface IssuingAuthorities {
  /** The authority of a name; made when it is asked for first, and kept. */
  of(name: string): Promise<Identity>;
}

const authorityDays = 1825;

/** Keeps them below `folder`. Names are those of a table, never of callers. */
export function openIssuingAuthorities(folder: string, ca: Identity, clock: Clock, random: Random): IssuingAuthorities {
  const files = openIdentityFiles(folder, clock, random);
  const known = new Map<string, Promise<Identity>>();
  return {
    of: (name) => {
      const made =
        known.get(name) ??
        files.ensure(name, { commonName: name, usage: "ca", key: "ec" }, { days: authorityDays, issuer: ca });
      known.set(name, made);
      made.catch(() => known.delete(name));
      return made;
    },
  };
}
