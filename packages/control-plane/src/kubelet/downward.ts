import type { KubeObject } from "../objects/object.ts";

/** A field of a pod as the downward API gives it: `metadata.labels['app']`, `status.podIP`. */
export function fieldOf(pod: KubeObject, path: string): string {
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (keyed !== null) return pod.metadata[keyed[1] as "labels"]?.[keyed[2] ?? ""] ?? "";
  if (path === "metadata.labels" || path === "metadata.annotations")
    return Object.entries(pod.metadata[path.slice(9) as "labels"] ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      .join("\n");
  if (path === "status.podIPs" || path === "status.hostIPs")
    return ((pod["status"] as Record<string, { ip: string }[]>)[path.slice(7)] ?? []).map(({ ip }) => ip).join(",");
  const value = path
    .split(".")
    .reduce<unknown>((held, name) => (held as Record<string, unknown> | undefined)?.[name], pod);
  return value === undefined ? "" : String(value);
}

/** `spec.resources` of a container as the downward API counts them, in units of `divisor`. */
export function resourceOf(spec: Readonly<Record<string, unknown>>, resource: string, divisor = "1"): string {
  const [list = "", name = ""] = resource.split(".");
  const held = (spec["resources"] as Record<string, Record<string, string>> | undefined)?.[list]?.[name];
  return String(Math.ceil(quantity(held ?? "0") / (quantity(divisor === "0" ? "1" : divisor) || 1)));
}

const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** A quantity as a number: cores, bytes. 0 when it is none. */
export function quantity(text: string | number): number {
  const [, digits = "0", suffix = ""] = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(String(text)) ?? [];
  return Number(digits) * (suffixes[suffix] ?? 1);
}
