import { isSignedBy, type Jwt, readJwt } from "./jwt.ts";

/** Tokens whose signature has been checked. */
export interface VerifiedTokens {
  /** A token that this cloud has signed, times and audience unchecked; undefined for any other. */
  read(token: string): Jwt | undefined;
}

/** A client sends one token for an hour; more than this many at a time are forgotten, and checked again. */
const rememberedAtMost = 1_000;

/** Remembers the tokens that were good: the signature of a text does not change, and checking it is most of what a point GET costs. */
export function openVerifiedTokens(certificate: string): VerifiedTokens {
  const known = new Map<string, Jwt>();
  return {
    read: (token) => {
      const before = known.get(token);
      if (before !== undefined) return before;
      const jwt = readJwt(token);
      if (jwt === undefined || !isSignedBy(jwt, certificate)) return undefined;
      if (known.size >= rememberedAtMost) known.clear();
      known.set(token, jwt);
      return jwt;
    },
  };
}
