import type { ClusterDocument, Json, JsonObject } from "@aro/api";
import type { Customer } from "../customer.ts";
import type { Instance } from "../instance.ts";

/** Ids that mean the same everywhere and are left as they are. */
const wellKnown: ReadonlySet<string> = new Set([
  "b24988ac-6180-42a0-ab88-20f7382dd24c",
  "00000000-0000-0000-0000-000000000000",
]);

/** Members whose value is chance or time, by name. */
const chance: ReadonlySet<string> = new Set([
  "etag",
  "linkIdentifier",
  "macAddress",
  "templateHash",
  "duration",
  "revision",
  "bucket",
  "_ts",
]);
/** Members that hold sealed secrets: two seals of one value differ. */
const secret: ReadonlySet<string> = new Set(["clientSecret", "sshKey", "pullSecret", "password"]);

/**
 * Rewrites bodies so that those of two clusters made the same way are equal: what was drawn for one of them becomes what it is for. Lists of
 * things with ids have no order of their own: they become what lies under each name, the last part of its id.
 */
export function normaliser(
  instance: Instance,
  customer: Customer,
  cluster: ClusterDocument | undefined,
): (value: Json | undefined) => Json | undefined {
  const { infraId, storageSuffix } = cluster?.openShiftCluster.properties ?? {};
  const names: readonly (readonly [string | undefined, string])[] = [
    [cluster?.id, "CLUSTER"],
    [infraId, "INFRA"],
    [`\\b${customer.range.replaceAll(".", "\\.")}`, "RANGE."],
    [customer.subscriptionId, "SUBSCRIPTION"],
    [customer.subscriptionId.slice(0, 8), "SUB"],
    [`${customer.group}(?=[/"]|$)`, "CUSTOMERS"],
    [`${customer.managedGroup}(?=[/"]|$)`, "MANAGED"],
    [`\\b${customer.name}(?=[-/]SUB|$)`, "NAME"],
    [instance.serviceSubscriptionId, "SERVICE"],
    [instance.tenantId, "TENANT"],
    [customer.principal.appId, "APPLICATION"],
    [customer.principal.objectId, "OBJECT"],
    [storageSuffix, "SUFFIX"],
    [instance.arm, "ARM"],
  ];
  const text = (value: string): string => {
    let rewritten = value;
    for (const [from, to] of names)
      if (from !== undefined) rewritten = rewritten.replaceAll(new RegExp(from, "gi"), to);
    return rewritten
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, (guid) =>
        wellKnown.has(guid.toLowerCase()) ? guid : "GUID",
      )
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)/g, "TIME")
      .replaceAll(/\b198\.1[89]\.\d+\.\d+\b/g, "PUBLIC")
      .replaceAll(/\b10\.2\.[0-3]\.\d+\b/g, "SERVICE-ADDRESS")
      .replaceAll(/\b0x8D[0-9A-F]+\b/g, "ETAG");
  };
  const normal = (value: Json | undefined): Json | undefined => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) {
      const items = value.map((item) => normal(item) ?? null);
      return items.length > 0 && items.every(hasId) ? byId(items) : items;
    }
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([name, member]): [string, Json | undefined] => {
      if (chance.has(name)) return [name, "CHANCE"];
      if (secret.has(name) && typeof member === "string") return [name, "SEALED"];
      return [text(name), normal(member)];
    });
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) as JsonObject;
  };
  return normal;
}

const hasId = (item: Json): item is JsonObject & { id: string } =>
  typeof item === "object" && item !== null && "id" in item && typeof item["id"] === "string";

/** Items under their names; of those whose names are alike, the second is `NAME 2`. */
function byId(items: readonly (JsonObject & { id: string })[]): JsonObject {
  const all: JsonObject = {};
  for (const item of items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))) {
    const last = item.id.slice(item.id.lastIndexOf("/") + 1);
    let name = last;
    for (let number = 2; name in all; number++) name = `${last} ${number}`;
    all[name] = item;
  }
  return all;
}

/** The first lines in which two values differ; undefined when they are equal. */
export function difference(wanted: unknown, found: unknown): string | undefined {
  const shown = (value: unknown) => (value === undefined ? "nothing" : JSON.stringify(value).slice(0, 300));
  const lines = differences(wanted, found).map(
    ({ path, wanted: one, found: other }) => `${path || "/"}: wanted ${shown(one)}, found ${shown(other)}`,
  );
  return lines.length === 0 ? undefined : lines.slice(0, 12).join("\n");
}

/** One place in which two values differ: names and places of items, each after a stroke. */
export interface Difference {
  path: string;
  wanted: unknown;
  found: unknown;
}

/** Every place in which two values differ, as deep down as both have objects or lists. */
export function differences(wanted: unknown, found: unknown, path = ""): Difference[] {
  if (Object.is(wanted, found)) return [];
  const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
  if (isObject(wanted) && isObject(found) && Array.isArray(wanted) === Array.isArray(found))
    return [...new Set([...Object.keys(wanted), ...Object.keys(found)])].flatMap((name) =>
      differences(wanted[name], found[name], `${path}/${name}`),
    );
  return [{ path, wanted, found }];
}
