import type { BlobCall } from "../call.ts";

type Query = ReadonlyMap<string, string>;
const value = (query: Query, name: string): string => query.get(name) ?? "";
const values = (query: Query, ...names: string[]): string[] => names.map((name) => value(query, name));

/** Newer versions sign more: what each brought. */
const withSnapshot = "2018-11-09";
const withAgents = "2020-02-10";
const withScope = "2020-12-06";
const withDelegatedUser = "2025-07-05";
const withRequestParts = "2026-04-06";

const answerHeaders = ["rscc", "rscd", "rsce", "rscl", "rsct"];

/** What an account SAS signs. */
export const accountText = (account: string, query: Query, version: string): string =>
  [
    account,
    ...values(query, "sp", "ss", "srt", "st", "se", "sip", "spr", "sv"),
    ...(version >= withScope ? values(query, "ses") : []),
    "",
  ].join("\n");

/** What it is for, as it is signed: `/blob/ACCOUNT/CONTAINER[/BLOB]`. */
function resourceOf({ account, container, blob, query }: BlobCall): string {
  const whole = `/blob/${account.name}/${container}`;
  return value(query, "sr") === "c" ? whole : `${whole}/${blob}`;
}

/** What a service SAS signs. */
export function serviceText(call: BlobCall, version: string): string {
  const { query } = call;
  return [
    ...values(query, "sp", "st", "se"),
    resourceOf(call),
    ...values(query, "si", "sip", "spr", "sv"),
    ...(version >= withSnapshot ? values(query, "sr", "snapshot") : []),
    ...(version >= withScope ? values(query, "ses") : []),
    ...values(query, ...answerHeaders),
  ].join("\n");
}

/** What a user delegation SAS signs. */
export function delegationText(call: BlobCall, version: string): string {
  const { query, request } = call;
  return [
    ...values(query, "sp", "st", "se"),
    resourceOf(call),
    ...values(query, "skoid", "sktid", "skt", "ske", "sks", "skv"),
    ...(version >= withAgents ? values(query, "saoid", "suoid", "scid") : []),
    ...(version >= withDelegatedUser ? values(query, "skdutid", "sduoid") : []),
    ...values(query, "sip", "spr", "sv", "sr", "snapshot"),
    ...(version >= withScope ? values(query, "ses") : []),
    ...(version >= withRequestParts
      ? [
          listed(query, "srh")
            .map((name) => `${name}:${request.headers[name.toLowerCase()] ?? ""}\n`)
            .join(""),
          listed(query, "srq")
            .map((name) => `\n${name}:${value(query, name.toLowerCase())}`)
            .join(""),
        ]
      : []),
    ...values(query, ...answerHeaders),
  ].join("\n");
}

const listed = (query: Query, name: string): string[] =>
  value(query, name)
    .split(",")
    .filter((one) => one !== "");
