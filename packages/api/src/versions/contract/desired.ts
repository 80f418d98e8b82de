import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { Json, JsonObject } from "../../documents/json.ts";
import type { Sealed, Sealer } from "../../documents/sealed.ts";
import { regionKey } from "../rules/envelope.ts";
import { asDraft } from "../rules/rule.ts";
import type { ClusterRequest } from "../version.ts";
import { type Contract, nothingWithout } from "./contract.ts";
import { withDefaults } from "./defaults.ts";
import { differences } from "./difference.ts";
import { type KnownBody, knownBody } from "./known.ts";
import { mergePatch } from "./merge.ts";
import { isWithin, type Path, targetOf } from "./path.ts";
import { shapeAt } from "./shape.ts";
import { externalView, settablePart } from "./view.ts";

/** What a request asks for, in its version's words. */
export interface Desired {
  /** The cluster now: settable members, with the secrets the body speaks of in clear. Empty on create. */
  before: JsonObject;
  /** The cluster as asked for: settable members. */
  after: JsonObject;
  /** The body's known members, read-only ones included. */
  sent: JsonObject;
  nulls: readonly Path[];
}

/** Reads a type-checked body over what is stored: a PUT replaces, a PATCH merges. On create no defaults are filled in: rules see what was said. */
export function desiredOf(contract: Contract, request: ClusterRequest): Desired {
  const { method, stored, rules } = request;
  const { shape, policy } = contract;
  const known = knownBody(shape, request.body, method === "PATCH");
  const sent = aligned(known, stored);
  const asked = settablePart(shape, policy, sent);
  if (stored === undefined) {
    const version = member(asked, "properties", "clusterProfile", "version");
    const after =
      (version === undefined || version === "") && rules.versions.default !== undefined
        ? mergePatch(asked, { properties: { clusterProfile: { version: rules.versions.default } } }, () => false)
        : asked;
    return { before: {}, after: withoutNothings(after), sent: withoutNothings(sent), nulls: known.nulls };
  }
  const now = settableView(contract, stored);
  const before = withSecrets(now, stored, sent, request.sealer);
  const merged =
    method === "PATCH"
      ? mergePatch(before, asked, replacedWhole)
      : mergePatch(
          { properties: { clusterProfile: { version: member(now, "properties", "clusterProfile", "version") } } },
          asked,
          () => false,
        );
  const after = defaulted(contract, withoutNothings(merged));
  const shown = request.shown === undefined ? undefined : settableView(contract, request.shown);
  return {
    before,
    after: shown === undefined ? after : unlessShown(contract, before, after, shown),
    sent,
    nulls: known.nulls,
  };
}

/** The stored cluster as a request would have to say it: settable members, defaults filled in, no secrets. */
const settableView = (contract: Contract, cluster: OpenShiftCluster): JsonObject => {
  const view = settablePart(contract.shape, contract.policy, externalView(contract, cluster));
  const located = { ...view, location: regionKey((view["location"] ?? "") as string) };
  return defaulted(contract, located);
};

const defaulted = (contract: Contract, view: JsonObject): JsonObject =>
  withDefaults(view, (dotted) => shapeAt(contract.shape, dotted) !== undefined);

/** The value at a way of members, or undefined. */
const member = (value: Json | undefined, ...way: string[]): Json | undefined =>
  way.reduce<Json | undefined>((at, name) => (at as JsonObject | undefined)?.[name], value);

/** Tags are replaced whole (ARM-PAT-03), and so is the cluster's identity when another is named: there is exactly one (spec 01 §6.2 step 7). */
const replacedWhole = (dotted: string, patch: JsonObject): boolean =>
  dotted === "tags" ||
  (dotted === "identity.userAssignedIdentities" && Object.values(patch).some((value) => value !== null));

/** `view` without the objects that count as not sent. */
function withoutNothings(view: JsonObject): JsonObject {
  return Object.entries(nothingWithout).reduce((kept, [dotted, needed]) => {
    const way = dotted.split(".");
    const profile = member(kept, ...way) as JsonObject | undefined;
    if (profile === undefined || profile[needed] !== undefined) return kept;
    return mergePatch(
      kept,
      way.reduceRight<Json>((inner, name) => ({ [name]: inner }), null) as JsonObject,
      () => false,
    );
  }, view);
}

/** The body with the region's name in its one form, and with identities keyed as the stored ones are where they differ in case only. */
function aligned({ body }: KnownBody, stored: OpenShiftCluster | undefined): JsonObject {
  const result = { ...body };
  if (typeof body["location"] === "string") result["location"] = regionKey(body["location"]);
  const keys = Object.keys(stored?.managedServiceIdentity?.userAssignedIdentities ?? {});
  const identity = body["identity"] as JsonObject | undefined;
  const named = identity?.["userAssignedIdentities"] as JsonObject | null | undefined;
  if (keys.length === 0 || named === undefined || named === null) return result;
  const storedKey = (key: string) => keys.find((other) => other.toLowerCase() === key.toLowerCase()) ?? key;
  const entries = Object.entries(named).map(([key, value]) => [storedKey(key), value] as const);
  result["identity"] = { ...identity, userAssignedIdentities: Object.fromEntries(entries) };
  return result;
}

/** `view` with the clear text of the stored secrets that the body also speaks of, so that they compare by value. */
function withSecrets(view: JsonObject, stored: OpenShiftCluster, sent: JsonObject, sealer: Sealer): JsonObject {
  const { clusterProfile, servicePrincipalProfile } = asDraft(sent).properties ?? {};
  const opened = (value: Sealed | undefined): string | undefined => {
    if (value === undefined || value === null) return undefined;
    try {
      return sealer.openText(value).reveal();
    } catch {
      // Sealed with a key that is gone: whatever the caller sends is new.
      return "\u0000";
    }
  };
  const secrets: JsonObject = {};
  if (Object.hasOwn(clusterProfile ?? {}, "pullSecret"))
    secrets["clusterProfile"] = { pullSecret: opened(stored.properties.clusterProfile.pullSecret) };
  if (Object.hasOwn(servicePrincipalProfile ?? {}, "clientSecret") && stored.properties.servicePrincipalProfile)
    secrets["servicePrincipalProfile"] = {
      clientSecret: opened(stored.properties.servicePrincipalProfile.clientSecret),
    };
  return mergePatch(view, { properties: secrets }, () => false);
}

/** `after` without the changes that only say what GET shows: live values the store does not hold (ARM-PUT-05). */
function unlessShown(contract: Contract, before: JsonObject, after: JsonObject, shown: JsonObject): JsonObject {
  const unlike = differences(contract.shape, contract.policy, shown, after).map(({ path }) => targetOf(path));
  const repeated = differences(contract.shape, contract.policy, before, after).filter(({ path }) => {
    const target = targetOf(path);
    return !unlike.some((other) => isWithin(other, target) || isWithin(target, other));
  });
  return repeated.reduce((view, change) => withValueAt(view, change.path, change.before) as JsonObject, after);
}

function withValueAt(value: Json | undefined, path: Path, replacement: Json | undefined): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return replacement;
  if ("index" in step) {
    const items = Array.isArray(value) ? [...value] : [];
    items[step.index] = withValueAt(items[step.index], rest, replacement) ?? {};
    return items;
  }
  const name = "member" in step ? step.member : step.key;
  const entries = new Map(Object.entries((value ?? {}) as JsonObject));
  entries.set(name, withValueAt(entries.get(name), rest, replacement));
  return Object.fromEntries([...entries].filter(([, inner]) => inner !== undefined));
}
