import { ApiStatus } from "../status/status.ts";

/** Whether labels fit. */
export type LabelMatch = (labels: Readonly<Record<string, string>> | undefined) => boolean;

interface Requirement {
  key: string;
  operator: "in" | "notin" | "exists" | "absent" | "gt" | "lt";
  values: readonly string[];
}

const name = "(?:[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?";
const value = "(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?";
const set = new RegExp(String.raw`^\s*(${name})\s+(in|notin)\s*\(\s*([^()]*?)\s*\)\s*$`);
const comparison = new RegExp(String.raw`^\s*(${name})\s*(==|!=|=|>|<)\s*(${value})\s*$`);
const presence = new RegExp(String.raw`^\s*(!?)\s*(${name})\s*$`);
const plainValue = new RegExp(`^${value}$`);

function requirement(text: string): Requirement | undefined {
  const inSet = set.exec(text);
  if (inSet) {
    const values = (inSet[3] ?? "").split(",").map((one) => one.trim());
    if (!values.every((one) => plainValue.test(one) && one.length <= 63)) return undefined;
    return { key: inSet[1] ?? "", operator: inSet[2] === "in" ? "in" : "notin", values };
  }
  const compared = comparison.exec(text);
  if (compared) {
    const [, key = "", sign, wanted = ""] = compared;
    if (sign === ">" || sign === "<")
      return /^-?\d+$/.test(wanted) ? { key, operator: sign === ">" ? "gt" : "lt", values: [wanted] } : undefined;
    return wanted.length > 63 ? undefined : { key, operator: sign === "!=" ? "notin" : "in", values: [wanted] };
  }
  const present = presence.exec(text);
  return present
    ? { key: present[2] ?? "", operator: present[1] === "!" ? "absent" : "exists", values: [] }
    : undefined;
}

function fits({ key, operator, values }: Requirement, labels: Readonly<Record<string, string>>): boolean {
  const has = Object.hasOwn(labels, key);
  const held = labels[key] ?? "";
  switch (operator) {
    case "in":
      return has && values.includes(held);
    case "notin":
      return !has || !values.includes(held);
    case "exists":
      return has;
    case "absent":
      return !has;
    case "gt":
      return has && /^-?\d+$/.test(held) && Number(held) > Number(values[0]);
    case "lt":
      return has && /^-?\d+$/.test(held) && Number(held) < Number(values[0]);
  }
}

/** Commas part requirements, but not those inside brackets. */
function requirementsIn(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")") depth--;
    else if (text[at] === "," && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** Reads a `labelSelector`. @throws ApiStatus BadRequest naming what cannot be read. */
export function labelSelector(text: string | undefined): LabelMatch | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const requirements = requirementsIn(text).map((part) => {
    const read = requirement(part);
    if (read === undefined)
      throw new ApiStatus(
        "BadRequest",
        `unable to parse requirement: found '${part.trim()}' in label selector '${text}'`,
      );
    return read;
  });
  return (labels = {}) => requirements.every((one) => fits(one, labels));
}
