import { createPublicKey, type KeyObject } from "node:crypto";
import type { Doc } from "../../resources/document.ts";

/** The public half of a key as Key Vault shows it: `kty`, and `n` and `e`, or `crv`, `x` and `y`. */
export const publicJwk = (key: KeyObject): Doc => ({ ...(createPublicKey(key).export({ format: "jwk" }) as Doc) });
