import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** An IP address as rules see it. */
export class Address {
  readonly text: string;
  readonly parsed: ipaddr.IPv4 | ipaddr.IPv6;
  constructor(text: string) {
    this.text = text;
    this.parsed = ipaddr.parse(text);
  }

  /** Undefined for what is none: zones and embedded IPv4 addresses are refused. */
  static read(text: string): Address | undefined {
    if (isIP(text) === 0 || text.includes("%") || /^::ffff:\d+\./i.test(text)) return undefined;
    return new Address(text);
  }
  get family(): bigint {
    return this.parsed.kind() === "ipv4" ? 4n : 6n;
  }
  get range(): string {
    return this.parsed.range();
  }
}

/** A range of addresses. */
export class Range {
  readonly text: string;
  readonly base: Address;
  readonly prefixLength: number;
  constructor(text: string, base: Address, prefixLength: number) {
    this.text = text;
    this.base = base;
    this.prefixLength = prefixLength;
  }

  static read(text: string): Range | undefined {
    const [, address = "", length = ""] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
    const base = address === "" ? undefined : Address.read(address);
    if (base === undefined || Number(length) > (base.family === 4n ? 32 : 128)) return undefined;
    return new Range(text, base, Number(length));
  }
  contains(address: Address): boolean {
    return address.family === this.base.family && address.parsed.match(this.base.parsed as never, this.prefixLength);
  }
  /** The range with its base cut to the prefix. */
  get masked(): Range {
    const network =
      this.base.family === 4n
        ? ipaddr.IPv4.networkAddressFromCIDR(this.text)
        : ipaddr.IPv6.networkAddressFromCIDR(this.text);
    const base = new Address(network.toString());
    return new Range(`${base.text}/${this.prefixLength}`, base, this.prefixLength);
  }
}
