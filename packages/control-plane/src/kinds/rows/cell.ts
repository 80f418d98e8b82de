import type { KubeObject } from "../../objects/object.ts";
import { Quantity } from "../../schemas/rules/quantity.ts";
import { ago } from "../columns.ts";

/** A member that may be anything; what is absent has no members. */
// biome-ignore lint/suspicious/noExplicitAny: cells look into objects freely
export type Loose = any;

/** The cells of an object, one for each of its resource's columns. */
export type Cells = (object: Loose, now: number) => readonly unknown[];

export const none = "<none>";
export const unset = "<unset>";
export const unknown = "<unknown>";

/** How long ago a time was. */
export const since = (time: unknown, now: number): string =>
  typeof time === "string" ? ago(now - Date.parse(time)) : unknown;

/** Age of an object. */
export const ageOf = ({ metadata }: KubeObject, now: number): string => since(metadata.creationTimestamp, now);

/** A list, also of what is absent. */
export const list = (value: Loose): readonly Loose[] => (Array.isArray(value) ? value : []);

/** The first three, and how many more there are. */
export function few(all: readonly unknown[], count = all.length): string {
  const shown = all.slice(0, 3);
  return `${shown.join(",")}${count > shown.length ? ` + ${count - shown.length} more...` : ""}`;
}

/** Labels by their keys' order: `a=1,b=2`. */
export const labelsText = (labels: Readonly<Record<string, string>> | undefined): string =>
  Object.entries(labels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join(",") || none;

/** Names of containers. */
export const containerNames = (spec: Loose): string =>
  list(spec?.containers)
    .map(({ name }) => name)
    .join(",");
/** Images of containers. */
export const containerImages = (spec: Loose): string =>
  list(spec?.containers)
    .map(({ image }) => image ?? "")
    .join(",");

const binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

/** A quantity with the largest suffix that leaves it whole, of the kind it was written with: `2048Mi` is `2Gi`, `1000m` is `1`. */
export function quantityText(written: unknown): string {
  const text = String(written);
  const quantity = Quantity.read(text);
  if (quantity === undefined) return text;
  if (quantity.billionths === 0n) return "0";
  if (text.endsWith("i") && quantity.isInteger) {
    let [amount, suffix] = [quantity.asInteger, 0];
    while (amount % 1024n === 0n && suffix < binary.length - 1) [amount, suffix] = [amount / 1024n, suffix + 1];
    return `${amount}${binary[suffix]}`;
  }
  let [amount, suffix] = [quantity.billionths, 0];
  while (amount % 1000n === 0n && suffix < decimal.length - 1) [amount, suffix] = [amount / 1000n, suffix + 1];
  return `${amount}${decimal[suffix]}`;
}
