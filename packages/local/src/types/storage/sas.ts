import { createHmac } from "node:crypto";
import { type Doc, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";

/** The version of signatures that ARM makes. */
const signedVersion = "2015-04-05";

const time = (member: string, given: string): string => {
  const parsed = given === "" ? undefined : Date.parse(given);
  if (parsed === undefined) return "";
  if (Number.isNaN(parsed))
    throw new Refusal(
      400,
      "InvalidValuesForRequestParameters",
      `Values for request parameters are invalid: ${member}.`,
    );
  return `${new Date(parsed).toISOString().slice(0, 19)}Z`;
};

/** Letters out of `known`, each once; refused otherwise. */
function letters(body: Doc, member: string, known: string): string {
  const given = text(body[member]);
  const bad = given.split("").some((one, index) => !known.includes(one) || given.indexOf(one) !== index);
  if (given === "" || bad)
    throw new Refusal(
      400,
      "InvalidValuesForRequestParameters",
      `Values for request parameters are invalid: ${member}. '${given}' is not made of letters of '${known}', each once.`,
    );
  return given;
}

const query = (parts: readonly (readonly [string, string])[]): string =>
  parts
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");

const sign = (key: string, lines: readonly string[]): string =>
  createHmac("sha256", Buffer.from(key, "base64")).update(lines.join("\n"), "utf8").digest("base64");

/** An account SAS as `listAccountSas` answers it. @throws Refusal when a parameter is not one of Azure's */
export function accountSas(account: string, key: string, body: Doc): string {
  const permissions = letters(body, "signedPermission", "rwdylacuptxfi");
  const services = letters(body, "signedServices", "bqtf");
  const types = letters(body, "signedResourceTypes", "sco");
  const start = time("signedStart", text(body["signedStart"]));
  const expiry = time("signedExpiry", text(body["signedExpiry"]));
  const address = text(body["signedIp"]);
  const protocol = text(body["signedProtocol"]);
  const signed = [account, permissions, services, types, start, expiry, address, protocol, signedVersion, ""];
  return query([
    ["sv", signedVersion],
    ["ss", services],
    ["srt", types],
    ["sp", permissions],
    ["st", start],
    ["se", expiry],
    ["sip", address],
    ["spr", protocol],
    ["sig", sign(key, signed)],
  ]);
}

const headers = ["rscc", "rscd", "rsce", "rscl", "rsct"] as const;

/** A service SAS of a blob or container as `listServiceSas` answers it. @throws Refusal when a parameter is not one of Azure's */
export function serviceSas(account: string, key: string, body: Doc): string {
  const resource = text(body["canonicalizedResource"]);
  if (!resource.toLowerCase().startsWith(`/blob/${account}/`))
    throw new Refusal(
      400,
      "InvalidValuesForRequestParameters",
      `Values for request parameters are invalid: canonicalizedResource. '${resource}' does not begin with '/blob/${account}/'; the emulated Azure has no other service.`,
    );
  const kind = text(body["signedResource"]) === "" ? "" : letters(body, "signedResource", "bc");
  const permissions = text(body["signedPermission"]) === "" ? "" : letters(body, "signedPermission", "racwdxltmei");
  const start = time("signedStart", text(body["signedStart"]));
  const expiry = time("signedExpiry", text(body["signedExpiry"]));
  const identifier = text(body["signedIdentifier"]);
  const address = text(body["signedIp"]);
  const protocol = text(body["signedProtocol"]);
  const overrides = headers.map((one) => text(body[one]));
  const signature = sign(key, [
    permissions,
    start,
    expiry,
    resource,
    identifier,
    address,
    protocol,
    signedVersion,
    ...overrides,
  ]);
  return query([
    ["sv", signedVersion],
    ["sr", kind],
    ["si", identifier],
    ["sp", permissions],
    ["st", start],
    ["se", expiry],
    ["sip", address],
    ["spr", protocol],
    ...headers.map((one, index) => [one, overrides[index] ?? ""] as const),
    ["sig", signature],
  ]);
}
