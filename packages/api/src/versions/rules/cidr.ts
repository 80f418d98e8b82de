import ipaddr from "ipaddr.js";

/** An IPv4 range; numbers are unsigned 32-bit addresses. */
export interface Ipv4Range {
  address: number;
  base: number;
  prefix: number;
}

export type ParsedCidr = { family: "IPv4"; range: Ipv4Range } | { family: "IPv6" } | undefined;

const decimalOctet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const ipv4 = new RegExp(`^${decimalOctet}(?:\\.${decimalOctet}){3}$`);

/** Whether `text` is an IPv4 address in dotted decimals, without leading zeros. */
export const isIpv4 = (text: string): boolean => ipv4.test(text);

const toNumber = (address: string): number => address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);

const toText = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");

const baseOf = (address: number, prefix: number): number => {
  const size = 2 ** (32 - prefix);
  return Math.floor(address / size) * size;
};

/** `text` as a range in CIDR notation, or undefined when it is none. */
export function parseCidr(text: string): ParsedCidr {
  const [address = "", prefixText = "", ...rest] = text.split("/");
  if (rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(prefixText)) return undefined;
  const prefix = Number(prefixText);
  if (isIpv4(address)) {
    if (prefix > 32) return undefined;
    const value = toNumber(address);
    return { family: "IPv4", range: { address: value, base: baseOf(value, prefix), prefix } };
  }
  return ipaddr.IPv6.isValid(address) && !address.includes("%") && prefix <= 128 ? { family: "IPv6" } : undefined;
}

/** Whether one range holds the other's first address. */
export const overlap = (a: Ipv4Range, b: Ipv4Range): boolean =>
  baseOf(a.base, b.prefix) === b.base || baseOf(b.base, a.prefix) === a.base;

/** `10.0.0.0/16`. */
export const rangeText = (range: Ipv4Range): string => `${toText(range.base)}/${range.prefix}`;
