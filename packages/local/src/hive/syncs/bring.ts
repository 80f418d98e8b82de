import { parse } from "yaml";
import { type ClusterApi, wordsOf } from "../cluster-api.ts";
import type { SecretPlace, Synced, SyncedObject, SyncPatch, SyncSpec } from "./shapes.ts";

/** What was brought to a cluster of a set, and what stopped it. */
export interface Brought {
  /** Objects that stand on the cluster because of the set. */
  objects: readonly Synced[];
  failure?: string;
}

/** What a set is brought with. */
export interface BringDeps {
  api: ClusterApi;
  /** A secret of the hub. */
  secret(place: Required<SecretPlace>): SyncedObject | undefined;
  /** Namespace of a SyncSet: its secrets come from there and from nowhere else. Absent for a SelectorSyncSet. */
  namespace?: string;
  /** Labels of the ClusterDeployment, for templates. */
  labels: Readonly<Record<string, string>>;
}

/** Under which name Hive's fields stand on the cluster, and by which label people know that changes of theirs may be undone. */
const fieldManager = "hive";
const managedLabel = "hive.openshift.io/managed";

/** Brings a set to a cluster, in Hive's order: objects, secrets, patches. The first that fails ends it. */
export async function bring(spec: SyncSpec, deps: BringDeps): Promise<Brought> {
  const objects: Synced[] = [];
  const attempt = async <One>(what: string, items: readonly One[], act: (one: One) => Promise<Synced | undefined>) => {
    for (const [index, one] of items.entries())
      try {
        const made = await act(one);
        if (made !== undefined) objects.push(made);
      } catch (error) {
        return `failed to apply ${what} ${index}: ${(error as Error).message}`;
      }
    return undefined;
  };
  const behaviour = spec.applyBehavior || "Apply";
  const put = async (object: SyncedObject): Promise<Synced> => {
    await putObject(deps.api, managed(object), behaviour);
    return nameOf(object);
  };
  const templates = spec.enableResourceTemplates === true;
  const failure =
    (await attempt("resource", spec.resources ?? [], (one) => put(templates ? filled(one, deps.labels) : one))) ??
    (await attempt("secret", spec.secretMappings ?? [], (one) => put(copied(one.sourceRef, one.targetRef, deps)))) ??
    (await attempt("patch", spec.patches ?? [], async (one) => {
      const text = spec.enablePatchTemplates === true ? filled(one.patch, deps.labels) : one.patch;
      await patchObject(deps.api, { ...one, patch: text });
      return undefined;
    }));
  return { objects, ...(failure === undefined ? {} : { failure }) };
}

/** Takes objects away from a cluster. @throws Error of the first that cannot be. */
export async function takeAway(api: ClusterApi, objects: readonly Synced[]): Promise<void> {
  for (const one of objects) {
    const path = await api.pathOf(one).catch((error: Error) => {
      // With its definition its objects have gone.
      if (error.message.startsWith("no matches for kind")) return undefined;
      throw error;
    });
    if (path === undefined) continue;
    const { status, body } = await api.call("DELETE", path);
    if (status >= 400 && status !== 404)
      throw new Error(`failed to delete ${one.kind} ${one.name}: ${wordsOf(body, status)}`);
  }
}

async function putObject(api: ClusterApi, object: SyncedObject, behaviour: string): Promise<void> {
  const name = nameOf(object);
  const path = await api.pathOf(name);
  const body = JSON.stringify(object);
  if (behaviour === "Apply") {
    // Fields that the set does not name any more go; those of others are taken over.
    const query = `fieldManager=${fieldManager}&force=true`;
    return accepted(await api.call("PATCH", `${path}?${query}`, { type: "application/apply-patch+yaml", body }));
  }
  const found = await api.call("GET", path);
  if (found.status === 404) {
    const { name: _, ...kind } = name;
    const made = await api.call("POST", `${await api.pathOf(kind)}?fieldManager=${fieldManager}`, {
      type: "application/json",
      body,
    });
    if (made.status !== 409 || behaviour !== "CreateOnly") accepted(made);
    return;
  }
  accepted(found);
  if (behaviour === "CreateOnly") return;
  // What the set names is set, and nothing else is touched.
  const merge = (type: string) => api.call("PATCH", `${path}?fieldManager=${fieldManager}`, { type, body });
  const strategic = await merge(patchTypes["strategic"] ?? "");
  accepted(strategic.status === 415 ? await merge(patchTypes["merge"] ?? "") : strategic);
}

const patchTypes: Readonly<Record<string, string>> = {
  strategic: "application/strategic-merge-patch+json",
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
};

async function patchObject(api: ClusterApi, { patch, patchType, ...name }: SyncPatch): Promise<void> {
  const type = patchTypes[patchType || "strategic"];
  if (type === undefined) throw new Error(`patch type '${patchType}' is none of ${Object.keys(patchTypes).join(", ")}`);
  const body = JSON.stringify(parse(patch));
  accepted(await api.call("PATCH", `${await api.pathOf(name)}?fieldManager=${fieldManager}`, { type, body }));
}

function accepted({ status, body }: { status: number; body: Readonly<Record<string, unknown>> }): void {
  if (status >= 400) throw new Error(wordsOf(body, status));
}

const nameOf = ({ apiVersion, kind, metadata: { name, namespace } }: SyncedObject): Synced => ({
  apiVersion,
  kind,
  name,
  ...(namespace === undefined ? {} : { namespace }),
});

const managed = (object: SyncedObject): SyncedObject => ({
  ...object,
  metadata: { ...object.metadata, labels: { ...object.metadata.labels, [managedLabel]: "true" } },
});

/** A secret of the hub as it is to stand on the cluster. */
function copied(from: SecretPlace, to: SecretPlace, deps: BringDeps): SyncedObject {
  const namespace = from.namespace || deps.namespace;
  if (namespace === undefined) throw new Error(`secret '${from.name}' has no source namespace`);
  if (deps.namespace !== undefined && namespace !== deps.namespace)
    throw new Error(`secret '${from.name}' is of namespace '${namespace}', the SyncSet of '${deps.namespace}'`);
  const found = deps.secret({ name: from.name, namespace });
  if (found === undefined) throw new Error(`failed to read secret: secrets "${from.name}" not found`);
  const { labels, annotations } = found.metadata;
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: to.name,
      namespace: to.namespace || "default",
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    ...(found["type"] === undefined ? {} : { type: found["type"] }),
    data: found["data"] ?? {},
  };
}

const template = /\{\{-?\s*(.*?)\s*-?\}\}/g;

/** Every text with its templates filled; Hive gives them one function, `fromCDLabel`. @throws Error naming what it is not. */
function filled<Value>(value: Value, labels: Readonly<Record<string, string>>): Value {
  if (typeof value === "string")
    return value.replaceAll(template, (_, action: string) => {
      const name = /^fromCDLabel\s+["`]([^"`]+)["`]$/.exec(action)?.[1];
      if (name === undefined) throw new Error(`template "${action}" is not understood: only fromCDLabel "NAME" is`);
      return labels[name] ?? "";
    }) as Value;
  if (Array.isArray(value)) return value.map((one) => filled<unknown>(one, labels)) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled<unknown>(one, labels)])) as Value;
}
