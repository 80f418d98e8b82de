import type { Doc } from "../../documents/document.ts";
import { parseAddress } from "../network/addresses.ts";

/** One kind of record: where it stands in a record set, and when one of its records is well formed. */
export interface RecordKind {
  /** As addresses name it: `A`. */
  kind: string;
  /** Member of a record set's properties in public zones. */
  member: string;
  /** The same in private zones; absent where they have no such records. */
  privateMember?: string;
  /** Whether a set holds one record, not a list. */
  single?: true;
  /** What is wrong with a record, or undefined. */
  wrong(record: Doc): string | undefined;
}

const label = /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;

/** Whether a text is a domain name, with or without the dot at its end. */
const isName = (value: unknown): boolean =>
  typeof value === "string" &&
  value.length <= 254 &&
  value !== "" &&
  value
    .replace(/\.$/, "")
    .split(".")
    .every((one, index) => label.test(one) || (index === 0 && one === "*"));

const named =
  (member: string) =>
  (record: Doc): string | undefined =>
    isName(record[member]) ? undefined : `'${String(record[member] ?? "")}' of ${member} is not a domain name`;

const counted = (record: Doc, members: readonly string[], most = 65_535): string | undefined => {
  const bad = members.find((member) => {
    const value = record[member];
    return typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > most;
  });
  return bad === undefined ? undefined : `${bad} must be a whole number from 0 to ${most}`;
};

const addressed =
  (member: string, bits: 32 | 128) =>
  (record: Doc): string | undefined => {
    const value = record[member];
    return typeof value === "string" && parseAddress(value)?.bits === bits
      ? undefined
      : `'${String(value ?? "")}' of ${member} is not an IPv${bits === 32 ? 4 : 6} address`;
  };

const texts = (record: Doc): string | undefined => {
  const value = record["value"];
  const parts = Array.isArray(value) ? value : [];
  if (parts.length === 0) return "a TXT record needs at least one string in value";
  if (parts.some((one) => String(one).length > 255)) return "a string of a TXT record has at most 255 characters";
  return parts.join("").length > 4_096 ? "a TXT record has at most 4096 characters" : undefined;
};

const caaTags = ["issue", "issuewild", "iodef"];

/** Every kind of record of Azure DNS. */
export const recordKinds: readonly RecordKind[] = [
  { kind: "A", member: "ARecords", privateMember: "aRecords", wrong: addressed("ipv4Address", 32) },
  { kind: "AAAA", member: "AAAARecords", privateMember: "aaaaRecords", wrong: addressed("ipv6Address", 128) },
  {
    kind: "CAA",
    member: "caaRecords",
    wrong: (record) => {
      const tag = String(record["tag"] ?? "");
      if (!caaTags.includes(tag)) return `'${tag}' of tag is none of ${caaTags.join(", ")}`;
      return counted(record, ["flags"], 255);
    },
  },
  { kind: "CNAME", member: "CNAMERecord", privateMember: "cnameRecord", single: true, wrong: named("cname") },
  {
    kind: "MX",
    member: "MXRecords",
    privateMember: "mxRecords",
    wrong: (record) => counted(record, ["preference"]) ?? named("exchange")(record),
  },
  { kind: "NS", member: "NSRecords", wrong: named("nsdname") },
  { kind: "PTR", member: "PTRRecords", privateMember: "ptrRecords", wrong: named("ptrdname") },
  {
    kind: "SOA",
    member: "SOARecord",
    privateMember: "soaRecord",
    single: true,
    wrong: (record) => counted(record, ["serialNumber", "refreshTime", "retryTime", "expireTime"], 2_147_483_647),
  },
  {
    kind: "SRV",
    member: "SRVRecords",
    privateMember: "srvRecords",
    wrong: (record) => counted(record, ["priority", "weight", "port"]) ?? named("target")(record),
  },
  { kind: "TXT", member: "TXTRecords", privateMember: "txtRecords", wrong: texts },
];

/** Azure takes at most this many records in a set. */
export const mostRecords = 20;

/** A zone's name: two labels at least. */
export const zoneName =
  /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?){1,33}$/;

/** A record set's name in its zone: `@` is the zone itself, `*` only its first label. */
export const recordSetName =
  /^(?=.{1,253}$)(@|(\*|[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*)$/;
