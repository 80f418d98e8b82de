import ipaddr from "ipaddr.js";

/** A range of addresses, and what it is of. */
export interface NamedRange {
  /** As people name it: `the subnet 'ID'`. */
  what: string;
  cidr: string;
  target: string;
}

type Bounds = readonly [first: bigint, last: bigint];

/** First and last address; undefined for what is no range. */
function boundsOf(cidr: string): { family: string; bounds: Bounds } | undefined {
  if (!ipaddr.isValidCIDR(cidr)) return undefined;
  const [address, bits] = ipaddr.parseCIDR(cidr);
  const bytes = address.toByteArray();
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const size = 1n << BigInt(bytes.length * 8 - bits);
  const first = value - (value % size);
  return { family: address.kind(), bounds: [first, first + size - 1n] };
}

/** Length of a range's prefix; undefined for what is no range. */
export const prefixLength = (cidr: string): number | undefined =>
  ipaddr.isValidCIDR(cidr) ? ipaddr.parseCIDR(cidr)[1] : undefined;

/** All pairs that have addresses in common. */
export function overlaps(ranges: readonly NamedRange[]): (readonly [NamedRange, NamedRange])[] {
  const bounded = ranges.flatMap((range) => {
    const found = boundsOf(range.cidr);
    return found === undefined ? [] : [{ range, ...found }];
  });
  return bounded.flatMap((one, index) =>
    bounded
      .slice(index + 1)
      .filter(
        (other) => one.family === other.family && one.bounds[0] <= other.bounds[1] && other.bounds[0] <= one.bounds[1],
      )
      .map((other) => [one.range, other.range] as const),
  );
}
