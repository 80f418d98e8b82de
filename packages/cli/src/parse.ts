import { Problem } from "./problem.ts";

/** Readers of flag values. Each takes the text as typed and the flag's name, and throws a Problem that names both and says what is wanted. */
export type Read<Value> = (text: string, flag: string) => Value;

const wrong = (flag: string, text: string, wanted: string): Problem =>
  Problem.usage(`${flag}: "${text}" is not ${wanted}`);

const matching =
  (pattern: RegExp, wanted: string): Read<string> =>
  (text, flag) => {
    if (!pattern.test(text)) throw wrong(flag, text, wanted);
    return text;
  };

export const anyText: Read<string> = (text) => text;

export const uuid: Read<string> = matching(
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  "a UUID, such as 01234567-89ab-cdef-0123-456789abcdef",
);

/** A resource's or group's name: what may stand in one segment of an id. */
export const name: Read<string> = (text, flag) => {
  if (/^\.{0,2}$/.test(text) || /[/?#%\s]/.test(text))
    throw wrong(flag, text, "a name; give it without slashes or blanks");
  return text;
};

/** A cluster's or resource group's name, by the service's own rule for paths (spec 01 §2). */
export const resourceName: Read<string> = (text, flag) => {
  if (!/^[-a-z0-9_().]{0,89}[-a-z0-9_()]$/i.test(text))
    throw wrong(flag, shortened(text), "a name: at most 90 letters, digits and -_()., not ending in a full stop");
  return text;
};

/** What a message quotes stays readable. */
const shortened = (text: string): string => (text.length <= 100 ? text : `${text.slice(0, 100)}…`);

/** Lower-case DNS labels joined by dots (spec 06 §7.3). */
export const domain: Read<string> = matching(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
  "a domain: lower-case letters, digits and hyphens, at most 63 in a label, labels joined by dots",
);

/** Major 4–9, minor and patch of one or two digits (spec 06 §7.3). */
export const version: Read<string> = matching(/^[4-9]\.\d{1,2}\.\d{1,2}$/, "an OpenShift version, such as 4.19.12");

/** An IPv4 network without host bits. */
export const network: Read<string> = (text, flag) => {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const parts = (match ?? []).slice(1, 5).map(Number);
  const length = Number(match?.[5]);
  if (match === null || parts.some((part) => part > 255) || length > 32)
    throw wrong(flag, text, "an IPv4 network, such as 10.128.0.0/14");
  const address = parts.reduce((sum, part) => sum * 256 + part, 0);
  const network = address - (address % 2 ** (32 - length));
  if (network === address) return text;
  const dotted = [24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join(".");
  throw Problem.usage(`${flag}: "${text}" has bits set behind its prefix; the network is ${dotted}/${length}`);
};

/** A whole number between bounds, both counting. */
export const integer =
  (least: number, most: number): Read<number> =>
  (text, flag) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least || number > most)
      throw wrong(
        flag,
        text,
        most === Infinity ? `a whole number of at least ${least}` : `a whole number from ${least} to ${most}`,
      );
    return number;
  };

/** As {@link integer}, where 0 counts as not given (spec 06 §7.3). */
export const integerOrNone =
  (least: number): Read<number | undefined> =>
  (text, flag) =>
    text === "0" ? undefined : integer(least, Infinity)(text, flag);

/** One of a few words. `anyCase` accepts every casing and gives the one of the list. */
export const oneOf =
  (words: readonly string[], anyCase = false): Read<string> =>
  (text, flag) => {
    const found = words.find((word) => word === text || (anyCase && word.toLowerCase() === text.toLowerCase()));
    if (found === undefined) throw wrong(flag, text, `one of ${words.join(", ")}`);
    return found;
  };

/** `true` or `false`; a flag without value is true (az's three-state flags). */
export const threeState: Read<boolean> = (text, flag) => {
  if (/^(true|yes|y|1|on)$/i.test(text)) return true;
  if (/^(false|no|n|0|off)$/i.test(text)) return false;
  throw wrong(flag, text, "true or false");
};

/**
 * `key=value` words into one map; a word without `=` is a key with an empty value, as `az` has it. Of a key that is given twice `az` takes the last and
 * says nothing; here it is refused, in any case of its letters, since Azure does not tell such tags apart. @throws Problem
 */
export function tags(words: readonly string[], flag = "--tags"): { [key: string]: string } {
  const read = new Map<string, { key: string; value: string }>();
  for (const word of words.filter((one) => one !== "")) {
    const at = word.indexOf("=");
    const [key, value] = at < 0 ? [word, ""] : [word.slice(0, at), word.slice(at + 1)];
    const former = read.get(key.toLowerCase());
    if (former !== undefined)
      throw Problem.usage(
        `${flag}: "${key}" is given twice, as ${former.key}=${former.value} and as ${key}=${value}; give it once (case does not tell tags apart)`,
      );
    read.set(key.toLowerCase(), { key, value });
  }
  return Object.fromEntries([...read.values()].map(({ key, value }) => [key, value]));
}
