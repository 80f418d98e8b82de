import { each, type Members, optional } from "../kinds/traits/filling.ts";
import type { KubeObject } from "../objects/object.ts";
import { Quantity } from "../schemas/rules/quantity.ts";

/** What an object takes of what a quota may limit, by the quota's names; billionths. */
export type Charges = ReadonlyMap<string, bigint>;

const one = 1_000_000_000n;

/** Resources whose plain name is a quota's too. */
const plain = new Set([
  "pods",
  "services",
  "configmaps",
  "secrets",
  "persistentvolumeclaims",
  "replicationcontrollers",
  "resourcequotas",
]);

const amount = (value: unknown): bigint | undefined =>
  value === undefined ? undefined : Quantity.read(String(value))?.billionths;
const resourcesOf = (container: Members, side: string): Members =>
  optional(optional(container, "resources") ?? {}, side) ?? {};
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** What a pod's containers ask for or may use at most: all that run together, or the initial one that takes more. */
function computed(spec: Members, side: "requests" | "limits"): Map<string, bigint> {
  const total = new Map<string, bigint>();
  const inits = each(spec, "initContainers");
  const staying = inits.filter((init) => init["restartPolicy"] === "Always");
  for (const container of [...each(spec, "containers"), ...staying])
    for (const [name, value] of Object.entries(resourcesOf(container, side)))
      total.set(name, (total.get(name) ?? 0n) + (amount(value) ?? 0n));
  for (const container of inits)
    for (const [name, value] of Object.entries(resourcesOf(container, side)))
      total.set(name, most(total.get(name) ?? 0n, amount(value) ?? 0n));
  return total;
}

function ofPod(pod: Members, charges: Map<string, bigint>): void {
  const spec = optional(pod, "spec") ?? {};
  for (const [name, value] of computed(spec, "requests")) {
    charges.set(`requests.${name}`, value);
    if (["cpu", "memory", "ephemeral-storage"].includes(name)) charges.set(name, value);
  }
  for (const [name, value] of computed(spec, "limits")) charges.set(`limits.${name}`, value);
}

function ofService(service: Members, charges: Map<string, bigint>): void {
  const spec = optional(service, "spec") ?? {};
  const isBalanced = spec["type"] === "LoadBalancer";
  charges.set("services.loadbalancers", isBalanced ? one : 0n);
  const hasNodePorts = spec["type"] === "NodePort" || (isBalanced && spec["allocateLoadBalancerNodePorts"] !== false);
  charges.set("services.nodeports", hasNodePorts ? BigInt(each(spec, "ports").length) * one : 0n);
}

function ofClaim(claim: Members, charges: Map<string, bigint>): void {
  const spec = optional(claim, "spec") ?? {};
  const storage = amount(resourcesOf({ resources: spec["resources"] }, "requests")["storage"]) ?? 0n;
  charges.set("requests.storage", storage);
  const name = spec["storageClassName"];
  if (typeof name !== "string" || name === "") return;
  charges.set(`${name}.storageclass.storage.k8s.io/requests.storage`, storage);
  charges.set(`${name}.storageclass.storage.k8s.io/persistentvolumeclaims`, one);
}

/** What an object of a resource takes; nothing once a pod is over. */
export function chargesOf(group: string, plural: string, object: KubeObject): Charges {
  const members = object as Members;
  const charges = new Map<string, bigint>([[countOf(group, plural), one]]);
  if (group !== "") return charges;
  const phase = optional(members, "status")?.["phase"];
  if (plural === "pods" && (phase === "Succeeded" || phase === "Failed")) return new Map([["count/pods", one]]);
  if (plain.has(plural)) charges.set(plural, one);
  if (plural === "pods") ofPod(members, charges);
  if (plural === "services") ofService(members, charges);
  if (plural === "persistentvolumeclaims") ofClaim(members, charges);
  return charges;
}

/** `count/deployments.apps`, `count/pods`: how many there are of a resource. */
const countOf = (group: string, plural: string): string => `count/${group === "" ? plural : `${plural}.${group}`}`;

/** `group/plural` of what is counted under a quota's name; undefined for what no resource has. */
export function chargedTo(name: string): string | undefined {
  const counted = /^count\/([^.]+)(?:\.(.+))?$/.exec(name);
  if (counted !== null) return `${counted[2] ?? ""}/${counted[1]}`;
  if (name.startsWith("services")) return "/services";
  if (name.endsWith("persistentvolumeclaims") || name.endsWith("requests.storage")) return "/persistentvolumeclaims";
  if (plain.has(name)) return `/${name}`;
  return /^(requests\.|limits\.|cpu$|memory$|ephemeral-storage$)/.test(name) ? "/pods" : undefined;
}

/** Containers of a pod that say nothing of a resource which a quota limits, as clients are told. */
export function unsaid(pod: KubeObject, names: readonly string[]): string[] {
  const spec = optional(pod as Members, "spec") ?? {};
  const containers = [...each(spec, "containers"), ...each(spec, "initContainers")];
  return names.flatMap((name) => {
    const [, side = "requests", resource = ""] = /^(?:(requests|limits)\.)?(cpu|memory)$/.exec(name) ?? [];
    if (resource === "") return [];
    const silent = containers.filter((container) => resourcesOf(container, side)[resource] === undefined);
    return silent.length === 0 ? [] : [`${name} for: ${silent.map((container) => container["name"]).join(",")}`];
  });
}
