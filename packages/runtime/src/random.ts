import { randomBytes, randomInt, randomUUID } from "node:crypto";

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
  uuid: () => randomUUID(),
  bytes: (count) => randomBytes(count),
  integer: (below) => randomInt(below),
};
