import { DatabaseSync } from "node:sqlite";
import type { JsonObject } from "@aro/api";
import type { Instance } from "../instance.ts";

/** Every resource of a subscription as its owner reads it: lower-case id → the whole body. */
export type CloudCensus = ReadonlyMap<string, JsonObject>;

const resourcesVersion = "2021-04-01";

/** The version in which each type is read. A type that is not here is a finding, not something to pass over. */
const versions: Readonly<Record<string, string>> = {
  "microsoft.network": "2024-05-01",
  "microsoft.storage": "2023-05-01",
  "microsoft.compute": "2024-03-01",
  "microsoft.redhatopenshift": "2025-07-25",
};

/** What is not in the generic list, and where it is listed: below a subscription, below each group, below each storage account. */
const furtherOfSubscription: readonly (readonly [path: string, version: string])[] = [
  ["/providers/Microsoft.Authorization/roleAssignments", "2022-04-01"],
  ["/providers/Microsoft.Authorization/denyAssignments", "2022-04-01"],
  ["/providers/Microsoft.Authorization/locks", "2016-09-01"],
];
const furtherOfGroup = ["/providers/Microsoft.Resources/deployments", resourcesVersion] as const;
const furtherOfAccount = ["/blobServices/default", "2023-05-01"] as const;

/**
 * Counts everything a subscription holds, through ARM, and holds it against the emulator's own tables: what no list shows does not
 * stay hidden. The cluster itself is the service's and is counted with the store.
 * @throws Error naming what is kept and not listed, or listed and not kept.
 */
export async function censusOfCloud(instance: Instance, subscriptionId: string): Promise<CloudCensus> {
  const { client } = instance;
  const scope = `/subscriptions/${subscriptionId}`;
  const read = async (path: string, apiVersion: string) =>
    (await client.ok({ method: "GET", path, apiVersion })).json as JsonObject;
  const list = async (path: string, apiVersion: string): Promise<JsonObject[]> => {
    const found: JsonObject[] = [];
    for (let page = await read(path, apiVersion); ; page = await read(String(page["nextLink"]), apiVersion)) {
      found.push(...(page["value"] as JsonObject[]));
      if (typeof page["nextLink"] !== "string") return found;
    }
  };
  const census = new Map<string, JsonObject>();
  const add = (body: JsonObject) => census.set(String(body["id"]).toLowerCase(), body);
  for (const group of await list(`${scope}/resourcegroups`, resourcesVersion)) {
    add(group);
    for (const one of await list(`${group["id"]}${furtherOfGroup[0]}`, furtherOfGroup[1])) add(one);
  }
  for (const { id, type } of await list(`${scope}/resources`, resourcesVersion)) {
    const [namespace = ""] = String(type).toLowerCase().split("/");
    const version = versions[namespace];
    if (version === undefined) throw new Error(`the census knows no version of ${type}, of which there is ${id}`);
    if (namespace === "microsoft.redhatopenshift") continue;
    add(await read(String(id), version));
    if (/storageaccounts$/i.test(String(type))) {
      const [service, serviceVersion] = furtherOfAccount;
      add(await read(`${id}${service}`, serviceVersion));
      for (const one of await list(`${id}${service}/containers`, serviceVersion)) add(one);
    }
  }
  for (const [path, version] of furtherOfSubscription) for (const one of await list(scope + path, version)) add(one);
  const kept = keptKeys(instance, subscriptionId);
  const hidden = kept.filter((key) => !census.has(key));
  const unkept = [...census.keys()].filter((key) => !kept.includes(key));
  if (hidden.length > 0) throw new Error(`kept by the cloud but in no list: ${hidden.join(", ")}`);
  if (unkept.length > 0) throw new Error(`listed but not kept by the cloud: ${unkept.join(", ")}`);
  return census;
}

/** The ids of all that the emulator keeps of a subscription, out of its file. */
export function keptKeys(instance: Instance, subscriptionId: string): string[] {
  using database = new DatabaseSync(instance.cloud, { readOnly: true, timeout: 10_000 });
  return database
    .prepare("SELECT key FROM arm_resources WHERE sub = ? ORDER BY key")
    .all(subscriptionId.toLowerCase())
    .map(({ key }) => String(key));
}

/** The names of all that lies in vaults, deleted and kept for its days or not. */
export function vaultNames(instance: Instance): string[] {
  using database = new DatabaseSync(instance.cloud, { readOnly: true, timeout: 10_000 });
  return database
    .prepare("SELECT name FROM vault_version UNION SELECT name FROM vault_deletion")
    .all()
    .map(({ name }) => String(name));
}

/** Operations of the cloud that still run in a subscription. */
export function runningOperations(instance: Instance, subscriptionId: string): string[] {
  using database = new DatabaseSync(instance.cloud, { readOnly: true, timeout: 10_000 });
  return database
    .prepare("SELECT label, target FROM arm_operations WHERE sub = ? AND state = 'InProgress'")
    .all(subscriptionId.toLowerCase())
    .map(({ label, target }) => `${label} of ${target}`);
}
