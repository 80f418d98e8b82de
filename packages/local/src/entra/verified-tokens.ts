import type { Principal } from "../wall/arm-call.ts";
import { type Claims, isSignedBy, type Jwt, readJwt } from "./jwt.ts";

/** Tokens whose signature has been checked. */
export interface VerifiedTokens {
  /** A token that this cloud has signed, times and audience unchecked; undefined for any other. */
  read(token: string): Jwt | undefined;
  /** Who calls with a header whose token was good: all that is left to look at is what it is for and until when. */
  caller(header: string): KnownCaller | undefined;
  know(header: string, caller: KnownCaller): void;
}

/** A caller by a token of this cloud. */
export interface KnownCaller {
  claims: Claims;
  principal: Principal;
  /** What the token is for, without a slash at the end. */
  audience: string;
  /** Milliseconds since the Unix epoch. */
  expires: number;
}

/** A client sends one token for an hour; more than this many at a time are forgotten, and checked again. */
const rememberedAtMost = 1_000;

/** Remembers the tokens that were good: the signature of a text does not change, and checking it is most of what a point GET costs. */
export function openVerifiedTokens(certificate: string): VerifiedTokens {
  const known = new Map<string, Jwt>();
  const callers = new Map<string, KnownCaller>();
  return {
    caller: (header) => callers.get(header),
    know: (header, caller) => {
      if (callers.size >= rememberedAtMost) callers.clear();
      callers.set(header, caller);
    },
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
