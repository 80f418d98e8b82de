/** An IP address as a number with its family's width. */
export interface Address {
  value: bigint;
  bits: 32 | 128;
}

/** A range of addresses in CIDR form. */
export interface Prefix {
  first: bigint;
  last: bigint;
  bits: 32 | 128;
  length: number;
}

/** Reads a dotted or colon address; undefined when it is none. */
export function parseAddress(text: string): Address | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
    const parts = text.split(".");
    if (parts.some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith("0")))) return undefined;
    return { value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n), bits: 32 };
  }
  if (!/^[0-9a-f:]+$/i.test(text) || !text.includes(":")) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const groups = (half: string | undefined): string[] => (half === undefined || half === "" ? [] : half.split(":"));
  const head = groups(halves[0]);
  const tail = groups(halves[1]);
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => "0"), ...tail];
  if (all.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { value: all.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n), bits: 128 };
}

/** Writes an address: dotted, or eight groups with the longest run of zeros left out. */
export function formatAddress(address: Address): string {
  if (address.bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((address.value >> shift) & 255n)).join(".");
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((address.value >> BigInt(112 - 16 * index)) & 65535n).toString(16),
  );
  let best = { start: 0, length: 0 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === "0") length++;
    if (length > best.length) best = { start, length };
  }
  if (best.length < 2) return groups.join(":");
  return `${groups.slice(0, best.start).join(":")}::${groups.slice(best.start + best.length).join(":")}`;
}

/** Reads CIDR notation: "form" when it is none, "base" when the address is not the range's first. */
export function parsePrefix(text: string): Prefix | "form" | "base" {
  const slash = text.indexOf("/");
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash));
  const digits = text.slice(slash + 1);
  if (address === undefined || !/^\d{1,3}$/.test(digits) || Number(digits) > address.bits) return "form";
  const length = Number(digits);
  const size = 1n << BigInt(address.bits - length);
  if (address.value % size !== 0n) return "base";
  return { first: address.value, last: address.value + size - 1n, bits: address.bits, length };
}

/** The range that a text with a wrong first address was meant for. */
export function correctedPrefix(text: string): string {
  const [base, digits] = text.split("/");
  const address = parseAddress(base ?? "");
  if (address === undefined) return text;
  const size = 1n << BigInt(address.bits - Number(digits));
  return `${formatAddress({ ...address, value: address.value - (address.value % size) })}/${digits}`;
}

export const contains = (outer: Prefix, inner: Prefix): boolean =>
  outer.bits === inner.bits && outer.first <= inner.first && inner.last <= outer.last;

export const overlaps = (one: Prefix, other: Prefix): boolean =>
  one.bits === other.bits && one.first <= other.last && other.first <= one.last;

export const holds = (prefix: Prefix, address: Address): boolean =>
  prefix.bits === address.bits && prefix.first <= address.value && address.value <= prefix.last;

/** Azure keeps the first four addresses of a subnet and its last. */
export const isReserved = (prefix: Prefix, address: Address): boolean =>
  address.value < prefix.first + 4n || address.value === prefix.last;

/** The lowest address of a subnet that Azure does not keep and nobody has; undefined when it is full. */
export function lowestFree(prefix: Prefix, taken: ReadonlySet<bigint>): Address | undefined {
  for (let value = prefix.first + 4n; value < prefix.last; value++)
    if (!taken.has(value)) return { value, bits: prefix.bits };
  return undefined;
}
