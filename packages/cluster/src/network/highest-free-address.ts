import ipaddr from "ipaddr.js";

/** Azure keeps the first four addresses of a subnet and its last (spec 03 §8.3 `createOrUpdateRouterIPEarly`). */
const kept = 4;

/**
 * The highest IPv4 address of `prefix` (`10.0.0.0/24`) that Azure does not keep and nobody in `taken` has; undefined when none is left.
 * @throws Error when `prefix` is not an IPv4 range.
 */
export function highestFreeAddress(prefix: string, taken: Iterable<string>): string | undefined {
  const [address, bits] = ipaddr.IPv4.parseCIDR(prefix);
  const size = 2 ** (32 - bits);
  const first = Math.floor(asNumber(address) / size) * size;
  const used = new Set([...taken].map((one) => asNumber(ipaddr.IPv4.parse(one))));
  for (let candidate = first + size - 2; candidate >= first + kept; candidate--)
    if (!used.has(candidate)) return asText(candidate);
  return undefined;
}

/** Whether an address lies in a range. */
export const isWithin = (address: string, prefix: string): boolean =>
  ipaddr.IPv4.isValid(address) && ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parseCIDR(prefix));

const asNumber = (address: ipaddr.IPv4): number => address.octets.reduce((sum, octet) => sum * 256 + octet, 0);

const asText = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
