import type { BlobCall, Sas } from "../call.ts";
import { StorageRefusal } from "../failures.ts";
import { type DelegationSecret, delegationKey } from "./delegation-key.ts";
import { isSignedWith } from "./signature.ts";
import { accountText, delegationText, serviceText } from "./string-to-sign.ts";

/** A policy that a container keeps, which a service SAS may name instead of saying all itself. */
export interface StoredPolicy {
  id: string;
  start?: string;
  expiry?: string;
  permission?: string;
}

interface SasDeps {
  /** Policies of a container. */
  policies(call: BlobCall): readonly StoredPolicy[];
  /** From which delegation keys are made. */
  delegationSecret: DelegationSecret;
}

/** Parameters of a SAS; they belong to every operation. */
export const sasParameters: readonly string[] = [
  ...["sv", "ss", "srt", "sp", "st", "se", "sip", "spr", "sig", "sr", "si", "ses", "sdd"],
  ...["skoid", "sktid", "skt", "ske", "sks", "skv", "saoid", "suoid", "scid", "skdutid", "sduoid", "srh", "srq"],
  ...["rscc", "rscd", "rsce", "rscl", "rsct"],
];

const failed = (detail: string): StorageRefusal =>
  new StorageRefusal("AuthenticationFailed", { AuthenticationErrorDetail: detail });

const overrides = {
  rscc: "cache-control",
  rscd: "content-disposition",
  rsce: "content-encoding",
  rscl: "content-language",
  rsct: "content-type",
} as const;

/** A shared access signature, checked: signature, times, protocol, address, service. @throws StorageRefusal */
export function checkSas(call: BlobCall, deps: SasDeps): Sas {
  const { query, account } = call;
  const value = (name: string): string => query.get(name) ?? "";
  const version = value("sv");
  if (!/^20\d\d-\d\d-\d\d$/.test(version) || version < "2015-04-05")
    throw failed("sv is mandatory and must be 2015-04-05 or later.");
  const form = query.has("ss") || query.has("srt") ? "account" : query.has("skoid") ? "delegation" : "service";
  if (form !== "delegation" && !account.allowsKeys) throw new StorageRefusal("KeyBasedAuthenticationNotPermitted");
  const policy = form === "service" && query.has("si") ? policyOf(call, deps) : undefined;
  const limits = limitsOf(call, policy);
  const { text, keys } = signed(call, form, version, deps);
  if (!isSignedWith(keys, text, value("sig"))) throw failed(`Signature did not match. String to sign used was ${text}`);
  checkTimes(call, limits);
  if (form === "delegation") checkKeyTimes(call);
  const protocol = value("spr");
  if (protocol !== "" && !protocol.split(",").includes("https"))
    throw new StorageRefusal("AuthorizationProtocolMismatch");
  checkAddress(call);
  if (form === "account" && !value("ss").includes("b")) throw new StorageRefusal("AuthorizationServiceMismatch");
  if (form !== "account") checkResource(call);
  return {
    form,
    permissions: limits.permission,
    resourceTypes: value("srt"),
    ...(form === "delegation" ? { delegator: value("skoid") } : {}),
    overrides: Object.fromEntries(
      Object.entries(overrides).flatMap(([name, header]) => (query.has(name) ? [[header, value(name)]] : [])),
    ),
  };
}

/** The text that must be signed, and the keys with which it may be. */
function signed(
  call: BlobCall,
  form: Sas["form"],
  version: string,
  { delegationSecret }: SasDeps,
): { text: string; keys: readonly string[] } {
  const keys = () => call.account.keys().map((one) => one.value);
  switch (form) {
    case "account":
      return { text: accountText(call.account.name, call.query, version), keys: keys() };
    case "service":
      return { text: serviceText(call, version), keys: keys() };
    case "delegation":
      return {
        text: delegationText(call, version),
        keys: [delegationKey(delegationSecret(call.account), keyOf(call))],
      };
  }
}

const keyOf = ({ query }: BlobCall) => {
  const value = (name: string): string => query.get(name) ?? "";
  return {
    objectId: value("skoid"),
    tenantId: value("sktid"),
    start: value("skt"),
    expiry: value("ske"),
    service: value("sks"),
    version: value("skv"),
  };
};

function policyOf(call: BlobCall, { policies }: SasDeps): StoredPolicy {
  const id = call.query.get("si") ?? "";
  const policy = policies(call).find((one) => one.id === id);
  if (policy === undefined) throw failed(`The identifier '${id}' names no stored access policy of this container.`);
  return policy;
}

/** What limits the SAS: each limit is said either by itself or by its policy, not by both. */
function limitsOf({ query }: BlobCall, policy: StoredPolicy | undefined) {
  const one = (name: string, stored: string | undefined): string => {
    const given = query.get(name);
    if (given !== undefined && stored !== undefined)
      throw failed(`${name} is given by the SAS and by its stored access policy.`);
    return given ?? stored ?? "";
  };
  return {
    start: one("st", policy?.start),
    expiry: one("se", policy?.expiry),
    permission: one("sp", policy?.permission),
  };
}

function checkTimes({ now }: BlobCall, { start, expiry, permission }: ReturnType<typeof limitsOf>): void {
  const [from, until] = [start === "" ? 0 : Date.parse(start), Date.parse(expiry)];
  if (Number.isNaN(until) || Number.isNaN(from)) throw failed("st or se is no time in ISO 8601.");
  if (permission === "") throw failed("sp is mandatory. Cannot be empty");
  const shown = new Date(now).toUTCString();
  if (from > now || until <= now)
    throw failed(
      `Signature not valid in the specified time frame: Start [${start === "" ? "" : new Date(from).toUTCString()}] - Expiry [${new Date(until).toUTCString()}] - Current [${shown}]`,
    );
}

function checkKeyTimes({ query, now }: BlobCall): void {
  const [from, until] = [Date.parse(query.get("skt") ?? ""), Date.parse(query.get("ske") ?? "")];
  if (!(from <= now && now < until)) throw failed("The user delegation key is not valid in the specified time frame.");
  if (query.get("sks") !== "b") throw failed("The user delegation key is for another service.");
}

/** `sip` names an address or a range; callers of the emulated cloud come from this machine. */
function checkAddress({ query, request }: BlobCall): void {
  const range = query.get("sip");
  if (range === undefined) return;
  const [least = "", most = least] = range.split("-");
  const caller = numberOf(request.peer?.address ?? "127.0.0.1");
  const [from, to] = [numberOf(least), numberOf(most)];
  if (from === undefined || to === undefined || caller === undefined || caller < from || caller > to)
    throw new StorageRefusal("AuthorizationSourceIPMismatch", { SourceIP: request.peer?.address ?? "" });
}

function numberOf(address: string): number | undefined {
  const parts = address.split(".").map(Number);
  if (parts.length !== 4 || parts.some((one) => !Number.isInteger(one) || one < 0 || one > 255)) return undefined;
  return parts.reduce((sum, one) => sum * 256 + one, 0);
}

/** A service or delegation SAS is for a container with all in it, for a blob, or for a snapshot. */
function checkResource({ query, container, blob }: BlobCall): void {
  const resource = query.get("sr") ?? "";
  const snapshot = query.has("snapshot");
  const fits =
    container !== "" &&
    (resource === "c" || (blob !== "" && (resource === "b" ? !snapshot : resource === "bs" && snapshot)));
  if (!["b", "bs", "c"].includes(resource))
    throw failed(`sr is mandatory. It is one of b, bs and c here, not '${resource}'.`);
  if (!fits) throw new StorageRefusal("AuthorizationFailure");
}
