import { Environment, Optional } from "@marcbachmann/cel-js";
import { qualifiedNameFault } from "../../registry/metadata.ts";
import { nameFault } from "../../registry/names.ts";
import { regular } from "../expressions.ts";
import { formats } from "../formats.ts";
import { Address, Range } from "./addresses.ts";
import { registerAuthorizer } from "./authorizer.ts";
import { Quantity } from "./quantity.ts";

/** A named format that a string may be checked against. */
class Format {
  readonly check: (text: string) => string | undefined;
  constructor(check: (text: string) => string | undefined) {
    this.check = check;
  }
}
/** The namespace `format` of rules. */
class Formats {}
/** An absolute address on the web. */
class Url {
  readonly parsed: URL;
  constructor(parsed: URL) {
    this.parsed = parsed;
  }
}

const known = (name: string) => (text: string) =>
  formats[name]?.(text) === false ? `must be a valid ${name}` : undefined;
const named: Readonly<Record<string, (text: string) => string | undefined>> = {
  dns1123Label: (text) => nameFault(text, "label"),
  dns1123LabelPrefix: (text) => nameFault(text.replace(/-$/, ""), "label"),
  dns1123Subdomain: (text) => nameFault(text, "subdomain"),
  dns1123SubdomainPrefix: (text) => nameFault(text.replace(/-$/, ""), "subdomain"),
  dns1035Label: (text) => nameFault(text, "service"),
  dns1035LabelPrefix: (text) => nameFault(text.replace(/-$/, ""), "service"),
  qualifiedName: qualifiedNameFault,
  labelValue: (text) =>
    text.length <= 63 && /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(text)
      ? undefined
      : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.'",
  uri: (text) => (readUrl(text) === undefined ? "invalid URI" : undefined),
  uuid: known("uuid"),
  byte: known("byte"),
  date: known("date"),
  datetime: known("date-time"),
};

/** As Go reads addresses in requests: absolute, or a path from the root. */
function readUrl(text: string): URL | undefined {
  if (text.startsWith("/")) return URL.canParse(text, "http://none") ? new URL(text, "http://none") : undefined;
  return /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#]*/i.test(text) && !/\s/.test(text) && URL.canParse(text)
    ? new URL(text)
    : undefined;
}

const orFail = <Value>(value: Value | undefined, what: string): Value => {
  if (value === undefined) throw new Error(`${what} parse error`);
  return value;
};
const compared = (one: unknown, other: unknown): number => {
  const [a, b] = [one, other] as [number, number];
  return a < b ? -1 : a > b ? 1 : 0;
};

/** The environment of rules: CEL with the functions that Kubernetes adds, over `self` and `oldSelf`. */
export function createEnvironment(): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
    limits: {
      maxAstNodes: 100_000,
      maxDepth: 500,
      maxListElements: 10_000,
      maxMapEntries: 10_000,
      maxCallArguments: 64,
    },
  })
    .registerType("kubernetes.IP", Address)
    .registerType("kubernetes.CIDR", Range)
    .registerType("kubernetes.Quantity", Quantity)
    .registerType("kubernetes.URL", Url)
    .registerType("kubernetes.NamedFormat", Format)
    .registerType("kubernetes.Formats", Formats);
  registerAuthorizer(environment);
  environment.registerConstant("format", "kubernetes.Formats", new Formats());

  const add = (signature: string, handler: (...values: never[]) => unknown): void => {
    environment.registerFunction(signature, handler as (...values: unknown[]) => unknown);
  };
  add("isIP(string): bool", (text: string) => Address.read(text) !== undefined);
  add("ip(string): kubernetes.IP", (text: string) => orFail(Address.read(text), "IP Address"));
  add("kubernetes.IP.family(): int", (one: Address) => one.family);
  add("kubernetes.IP.isUnspecified(): bool", (one: Address) => one.range === "unspecified");
  add("kubernetes.IP.isLoopback(): bool", (one: Address) => one.range === "loopback");
  add("kubernetes.IP.isLinkLocalUnicast(): bool", (one: Address) => one.range === "linkLocal");
  add(
    "kubernetes.IP.isLinkLocalMulticast(): bool",
    (one: Address) => one.range === "multicast" && /^(224\.0\.0\.|ff02:)/i.test(one.text),
  );
  add(
    "kubernetes.IP.isGlobalUnicast(): bool",
    (one: Address) => !["unspecified", "loopback", "linkLocal", "multicast", "broadcast"].includes(one.range),
  );
  add("isCIDR(string): bool", (text: string) => Range.read(text) !== undefined);
  add("cidr(string): kubernetes.CIDR", (text: string) => orFail(Range.read(text), "CIDR"));
  add("kubernetes.CIDR.ip(): kubernetes.IP", (one: Range) => one.base);
  add("kubernetes.CIDR.prefixLength(): int", (one: Range) => BigInt(one.prefixLength));
  add("kubernetes.CIDR.masked(): kubernetes.CIDR", (one: Range) => one.masked);
  add("kubernetes.CIDR.containsIP(string): bool", (one: Range, text: string) =>
    one.contains(orFail(Address.read(text), "IP Address")),
  );
  add("kubernetes.CIDR.containsIP(kubernetes.IP): bool", (one: Range, address: Address) => one.contains(address));
  add("kubernetes.CIDR.containsCIDR(string): bool", (one: Range, text: string) => {
    const other = orFail(Range.read(text), "CIDR");
    return other.prefixLength >= one.prefixLength && one.contains(other.base);
  });
  add(
    "kubernetes.CIDR.containsCIDR(kubernetes.CIDR): bool",
    (one: Range, other: Range) => other.prefixLength >= one.prefixLength && one.contains(other.base),
  );
  add("isQuantity(string): bool", (text: string) => Quantity.read(text) !== undefined);
  add("quantity(string): kubernetes.Quantity", (text: string) => orFail(Quantity.read(text), "quantity"));
  add(
    "kubernetes.Quantity.isGreaterThan(kubernetes.Quantity): bool",
    (one: Quantity, other: Quantity) => one.compare(other) > 0n,
  );
  add(
    "kubernetes.Quantity.isLessThan(kubernetes.Quantity): bool",
    (one: Quantity, other: Quantity) => one.compare(other) < 0n,
  );
  add("kubernetes.Quantity.compareTo(kubernetes.Quantity): int", (one: Quantity, other: Quantity) =>
    one.compare(other),
  );
  add("kubernetes.Quantity.isInteger(): bool", (one: Quantity) => one.isInteger);
  add("kubernetes.Quantity.asInteger(): int", (one: Quantity) => one.asInteger);
  add("kubernetes.Quantity.asApproximateFloat(): double", (one: Quantity) => Number(one.billionths) / 1e9);
  add("kubernetes.Quantity.sign(): int", (one: Quantity) => one.compare(new Quantity(0n)));
  add(
    "kubernetes.Quantity.add(kubernetes.Quantity): kubernetes.Quantity",
    (one: Quantity, other: Quantity) => new Quantity(one.billionths + other.billionths),
  );
  add(
    "kubernetes.Quantity.sub(kubernetes.Quantity): kubernetes.Quantity",
    (one: Quantity, other: Quantity) => new Quantity(one.billionths - other.billionths),
  );
  add("isURL(string): bool", (text: string) => readUrl(text) !== undefined);
  add("url(string): kubernetes.URL", (text: string) => new Url(orFail(readUrl(text), "URL")));
  add("kubernetes.URL.getScheme(): string", ({ parsed }: Url) =>
    parsed.host === "none" ? "" : parsed.protocol.replace(/:$/, ""),
  );
  add("kubernetes.URL.getHost(): string", ({ parsed }: Url) => (parsed.host === "none" ? "" : parsed.host));
  add("kubernetes.URL.getHostname(): string", ({ parsed }: Url) =>
    parsed.host === "none" ? "" : parsed.hostname.replace(/^\[|\]$/g, ""),
  );
  add("kubernetes.URL.getPort(): string", ({ parsed }: Url) => parsed.port);
  add("kubernetes.URL.getEscapedPath(): string", ({ parsed }: Url) => parsed.pathname);
  add(
    "kubernetes.URL.getQuery(): map",
    ({ parsed }: Url) =>
      new Map([...new Set(parsed.searchParams.keys())].map((name) => [name, parsed.searchParams.getAll(name)])),
  );
  for (const [name, check] of Object.entries(named))
    add(`kubernetes.Formats.${name}(): kubernetes.NamedFormat`, () => new Format(check));
  add("kubernetes.NamedFormat.validate(string): optional<list<string>>", (format: Format, text: string) => {
    const fault = format.check(text);
    return fault === undefined ? Optional.none() : Optional.of([fault]);
  });
  add("string.matchesExpression(string): bool", (text: string, pattern: string) => regular(pattern).test(text));
  add("string.find(string): string", (text: string, pattern: string) => regular(pattern).exec(text)?.[0] ?? "");
  const every = (text: string, pattern: string, most = -1n) => {
    const found = [...text.matchAll(new RegExp(regular(pattern), `g${regular(pattern).flags}`))].map(
      ([whole]) => whole,
    );
    return most < 0n ? found : found.slice(0, Number(most));
  };
  add("string.findAll(string): list<string>", (text: string, pattern: string) => every(text, pattern));
  add("string.findAll(string, int): list<string>", every);
  add("string.replace(string, string): string", (text: string, from: string, to: string) =>
    text.replaceAll(from, () => to),
  );
  add("string.charAt(int): string", (text: string, at: bigint) => text.charAt(Number(at)));
  add("list.isSorted(): bool", (list: unknown[]) =>
    list.every((one, index) => index === 0 || compared(list[index - 1], one) <= 0),
  );
  add("list.sum(): dyn", (list: (number | bigint)[]) =>
    list.reduce<number | bigint>((sum, one) => (sum as number) + (one as number), typeof list[0] === "number" ? 0 : 0n),
  );
  add("list.min(): dyn", (list: unknown[]) => orFail(list.toSorted(compared)[0], "min of an empty list:"));
  add("list.max(): dyn", (list: unknown[]) => orFail(list.toSorted(compared).at(-1), "max of an empty list:"));
  add("list.indexOf(dyn): int", (list: unknown[], one: unknown) => BigInt(list.indexOf(one)));
  add("list.lastIndexOf(dyn): int", (list: unknown[], one: unknown) => BigInt(list.lastIndexOf(one)));
  return environment;
}
