import type { BlobCall } from "../call.ts";
import { StorageRefusal } from "../failures.ts";
import { isSignedWith } from "./signature.ts";

const skewMs = 15 * 60_000;

const standard = [
  "content-encoding",
  "content-language",
  "content-length",
  "content-md5",
  "content-type",
  "date",
  "if-modified-since",
  "if-match",
  "if-none-match",
  "if-unmodified-since",
  "range",
] as const;

const failed = (detail: string): StorageRefusal =>
  new StorageRefusal("AuthenticationFailed", { AuthenticationErrorDetail: detail });

/** Checks `Authorization: SharedKey ACCOUNT:SIGNATURE`, or its Lite form. @throws StorageRefusal */
export function checkSharedKey(call: BlobCall, authorization: string): void {
  const { account, request, now } = call;
  const parts = /^(SharedKey|SharedKeyLite) ([^:\s]+):([A-Za-z0-9+/=]+)$/i.exec(authorization);
  if (parts === null) throw failed(`The Authorization header '${authorization}' is not well formed.`);
  const [, scheme = "", name = "", signature = ""] = parts;
  if (!account.allowsKeys) throw new StorageRefusal("KeyBasedAuthenticationNotPermitted");
  if (name !== account.name) throw failed(`The account name '${name}' in the header is not that of the address.`);
  const date = Date.parse(request.headers["x-ms-date"] ?? request.headers["date"] ?? "");
  if (!(Math.abs(date - now) <= skewMs))
    throw failed(
      Number.isNaN(date)
        ? "Request date header is missing or invalid."
        : `Request date header too old: '${request.headers["x-ms-date"] ?? request.headers["date"]}'`,
    );
  const text = scheme.toLowerCase() === "sharedkey" ? fullText(call) : liteText(call);
  const keys = account.keys().map((one) => one.value);
  if (!isSignedWith(keys, text, signature))
    throw failed(
      `The MAC signature found in the HTTP request '${signature}' is not the same as any computed signature. Server used following string to sign: '${text}'.`,
    );
}

/** What a full signature covers. */
function fullText(call: BlobCall): string {
  const { request } = call;
  const value = (name: string): string => {
    const text = request.headers[name] ?? "";
    if (name === "content-length" && text === "0") return "";
    // x-ms-date takes the place of Date.
    return name === "date" && request.headers["x-ms-date"] !== undefined ? "" : text;
  };
  return [
    request.method.toUpperCase(),
    ...standard.map(value),
    `${canonicalHeaders(call)}${canonicalResource(call)}`,
  ].join("\n");
}

function liteText(call: BlobCall): string {
  const { request, account, query } = call;
  const comp = query.get("comp");
  const headers = request.headers;
  return [
    request.method.toUpperCase(),
    headers["content-md5"] ?? "",
    headers["content-type"] ?? "",
    headers["x-ms-date"] === undefined ? (headers["date"] ?? "") : "",
    `${canonicalHeaders(call)}/${account.name}${request.url.pathname}${comp === undefined ? "" : `?comp=${comp}`}`,
  ].join("\n");
}

const canonicalHeaders = ({ request }: BlobCall): string =>
  Object.entries(request.headers)
    .filter(([name]) => name.startsWith("x-ms-"))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value.trim().replaceAll(/\s+/g, " ")}\n`)
    .join("");

const canonicalResource = ({ request, account, query }: BlobCall): string =>
  `/${account.name}${request.url.pathname}${[...query]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `\n${name}:${value}`)
    .join("")}`;
