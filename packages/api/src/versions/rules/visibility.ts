import type { Finding } from "../../errors/cloud-error.ts";
import { messages } from "../../errors/messages.ts";
import { valuesAt } from "../contract/shape.ts";
import { isIpv4 } from "./cidr.ts";
import { invalid, isUnset, oneOf, type Rule } from "./rule.ts";

/** What a lenient parser takes for a URL: no control characters, whole percent escapes, a numeric port, no colon before the scheme's end (spec 01 §7.3). */
export function isUrl(text: string): boolean {
  if (/\p{Cc}/u.test(text) || /%(?![0-9a-fA-F]{2})/.test(text)) return false;
  const match = /^(?:([^:/?#]*):)?(?:\/\/([^/?#]*))?/.exec(text);
  const [, scheme, authority] = match ?? [];
  if (scheme !== undefined && !/^[a-zA-Z][a-zA-Z0-9+.-]*$/.test(scheme)) return false;
  if (authority === undefined) return true;
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  return /^(?:\[[0-9a-fA-F:.%]+\]|[^:[\]\s]*)(?::\d*)?$/.test(host);
}

const consoleUrl = "properties.consoleProfile.url";

/** The console's address, where a body repeats one. */
export const consoleProfile: Rule = {
  on: "create",
  reads: [consoleUrl],
  check: ({ draft }) => {
    const value = draft.properties?.consoleProfile?.url;
    return isUnset(value) || isUrl(`${value}`)
      ? []
      : [invalid(consoleUrl, messages.url({ target: consoleUrl, value }))];
  },
};

const api = "properties.apiserverProfile";

/** Who can reach the API server. */
export const apiServerVisibility: Rule = {
  on: "change",
  reads: [`${api}.visibility`],
  check: ({ draft, shape }) => {
    const target = `${api}.visibility`;
    return oneOf(target, draft.properties?.apiserverProfile?.visibility, valuesAt(shape, target), messages.oneOf);
  },
};

/** The API server's addresses, where a body repeats them. */
export const apiServerAddresses: Rule = {
  on: "create",
  reads: [`${api}.url`, `${api}.ip`],
  check: ({ draft }) => {
    const { url, ip } = draft.properties?.apiserverProfile ?? {};
    return [
      ...(isUnset(url) || isUrl(`${url}`)
        ? []
        : [invalid(`${api}.url`, messages.url({ target: `${api}.url`, value: url }))]),
      ...(isUnset(ip) || isIpv4(`${ip}`)
        ? []
        : [invalid(`${api}.ip`, messages.ip({ target: `${api}.ip`, value: ip }))]),
    ];
  },
};

const ingress = "properties.ingressProfiles";

/** A new cluster has one ingress, called default (spec 01 §7.8). */
export const ingressProfiles: Rule = {
  on: "create",
  reads: [ingress],
  check: ({ draft, shape }): Finding[] => {
    const profiles = draft.properties?.ingressProfiles ?? [];
    const [only] = profiles;
    if (only === undefined || profiles.length !== 1)
      return [invalid(ingress, messages.ingressProfileCount({ count: profiles.length }))];
    const at = `${ingress}['${only.name ?? ""}']`;
    const values = valuesAt(shape, `${api}.visibility`);
    return [
      ...(only.name === "default" ? [] : [invalid(`${at}.name`, messages.ingressName({ value: only.name }))]),
      ...oneOf(`${at}.visibility`, only.visibility, values, messages.oneOf),
      ...(isUnset(only.ip) || isIpv4(`${only.ip}`)
        ? []
        : [invalid(`${at}.ip`, messages.ip({ target: `${at}.ip`, value: only.ip }))]),
    ];
  },
};

/** The same on every update that changes them, as the first version had it (spec 01 §1.3). */
export const ingressProfilesAlways: Rule = { ...ingressProfiles, on: "change" };
