import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { inOnePiece } from "./in-one-piece.ts";

/** Chance, taken as an argument: ids, keys, jitter. */
export interface Random {
  /** A random UUID v4 in lower case. */
  uuid(): string;
  /** `count` bytes fit for keys and nonces. */
  bytes(count: number): Uint8Array;
  /** A whole number, 0 ≤ n < `below`. */
  integer(below: number): number;
}

/** The machine's cryptographic source. */
export const systemRandom: Random = {
  uuid: () => {
    const uuid = randomUUID();
    return inOnePiece(uuid.slice(0, 18), uuid.slice(18));
  },
  bytes: (count) => randomBytes(count),
  integer: (below) => randomInt(below),
};
