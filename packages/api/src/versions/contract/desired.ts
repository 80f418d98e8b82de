import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { Json, JsonObject } from "../../documents/json.ts";
import type { ClusterRequest } from "../request.ts";
import { regionKey } from "../rules/envelope.ts";
import { withDefaults } from "./defaults.ts";
import { type KnownBody, knownBody } from "./known.ts";
import { withLeftOut } from "./left-out.ts";
import { nothingWithout } from "./members.ts";
import { mergePatch } from "./merge.ts";
import type { Path } from "./path.ts";
import { clusterView, type Prepared, showsWorkersAsTheyAre, storedView } from "./prepared.ts";
import { withSecrets } from "./secrets.ts";
import { shapeAt } from "./shape.ts";
import { unlessShown } from "./unless-shown.ts";
import { newPart, settablePart } from "./view.ts";

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
export function desiredOf(version: Prepared, request: ClusterRequest): Desired {
  const { method, stored } = request;
  const { root } = version;
  const known = knownBody(root, request.body, method === "PATCH");
  const sent = aligned(known, stored);
  if (stored === undefined) {
    const after = withDefaultVersion(newPart(root, sent), request.rules.versions.default);
    return { before: {}, after: withoutNothings(after), sent: withoutNothings(sent), nulls: known.nulls };
  }
  const asked = settablePart(root, sent);
  const settable = (view: JsonObject) => settableView(version, view);
  const before = withSecrets(settable(storedView(version, stored)), stored, sent, request.sealer);
  const base = version.patchBase?.(before, sent) ?? before;
  const merged = method === "PATCH" ? mergePatch(base, asked, replacedWhole) : asked;
  const after = defaulted(version, withoutNothings(withLeftOut(root, before, merged, method)));
  const live = request.shown ?? (showsWorkersAsTheyAre(version, stored) ? stored : undefined);
  if (live === undefined) return { before, after, sent, nulls: known.nulls };
  const shown = settable(clusterView(version, live));
  return { before, after: unlessShown(root, before, after, shown), sent, nulls: known.nulls };
}

/** A view of the cluster as a request would have to say it: settable members, defaults filled in, no secrets. */
const settableView = (version: Prepared, view: JsonObject): JsonObject => {
  const settable = settablePart(version.root, view);
  return defaulted(version, { ...settable, location: regionKey((settable["location"] ?? "") as string) });
};

const defaulted = (version: Prepared, view: JsonObject): JsonObject =>
  withDefaults(view, (dotted) => shapeAt(version.shape, dotted) !== undefined);

/** The value at a way of members, or undefined. */
const member = (value: Json | undefined, ...way: string[]): Json | undefined =>
  way.reduce<Json | undefined>((at, name) => (at as JsonObject | undefined)?.[name], value);

function withDefaultVersion(asked: JsonObject, version: string | undefined): JsonObject {
  const said = member(asked, "properties", "clusterProfile", "version");
  if (version === undefined || (said !== undefined && said !== "")) return asked;
  return mergePatch(asked, { properties: { clusterProfile: { version } } }, () => false);
}

/** Tags are replaced whole (ARM-PAT-03), and so is the cluster's identity when another is named: there is exactly one (spec 01 §6.2 step 7). */
const replacedWhole = (dotted: string, patch: JsonObject): boolean =>
  dotted === "tags" ||
  (dotted === "identity.userAssignedIdentities" && Object.values(patch).some((value) => value !== null));

/** {@link nothingWithout}, with the patch that takes the object away. */
const nothings = Object.entries(nothingWithout).map(([dotted, needed]) => {
  const way = dotted.split(".");
  const removal = way.reduceRight<Json>((inner, name) => ({ [name]: inner }), null) as JsonObject;
  return { way, needed, removal };
});

/** `view` without the objects that count as not sent. */
function withoutNothings(view: JsonObject): JsonObject {
  return nothings.reduce((kept, { way, needed, removal }) => {
    const profile = member(kept, ...way) as JsonObject | undefined;
    return profile === undefined || profile[needed] !== undefined ? kept : mergePatch(kept, removal, () => false);
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
