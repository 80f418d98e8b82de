import type { OpenShiftCluster } from "../documents/cluster.ts";
import type { Json, JsonObject } from "../documents/json.ts";

/** One member of the internal model that users set. */
interface Settable {
  /** JSON pointer. */
  at: string;
  /** May change after creation, in some version. */
  changes?: true;
  /** Of each entry or item, these members are the user's; absent means all. */
  of?: readonly string[];
}

const machine = ["name", "vmSize", "diskSizeGB", "subnetId", "count", "encryptionAtHost", "diskEncryptionSetId"];

/** What users set, in any version (spec 01 §2.2). The rest of the model is the service's. */
export const settableMembers: readonly Settable[] = [
  { at: "/location" },
  { at: "/tags", changes: true },
  { at: "/managedServiceIdentity/type" },
  { at: "/managedServiceIdentity/userAssignedIdentities", changes: true, of: [] },
  { at: "/properties/clusterProfile/pullSecret" },
  { at: "/properties/clusterProfile/domain" },
  { at: "/properties/clusterProfile/version" },
  { at: "/properties/clusterProfile/resourceGroupId" },
  { at: "/properties/clusterProfile/fipsValidatedModules" },
  { at: "/properties/servicePrincipalProfile/clientId", changes: true },
  { at: "/properties/servicePrincipalProfile/clientSecret", changes: true },
  { at: "/properties/platformWorkloadIdentityProfile/upgradeableTo", changes: true },
  {
    at: "/properties/platformWorkloadIdentityProfile/platformWorkloadIdentities",
    changes: true,
    of: ["resourceId"],
  },
  { at: "/properties/networkProfile/podCidr" },
  { at: "/properties/networkProfile/serviceCidr" },
  { at: "/properties/networkProfile/softwareDefinedNetwork" },
  { at: "/properties/networkProfile/outboundType" },
  { at: "/properties/networkProfile/preconfiguredNSG" },
  { at: "/properties/networkProfile/loadBalancerProfile/managedOutboundIps", changes: true },
  { at: "/properties/masterProfile/vmSize" },
  { at: "/properties/masterProfile/subnetId" },
  { at: "/properties/masterProfile/encryptionAtHost" },
  { at: "/properties/masterProfile/diskEncryptionSetId" },
  { at: "/properties/workerProfiles", of: machine },
  { at: "/properties/apiserverProfile/visibility" },
  { at: "/properties/ingressProfiles", of: ["name", "visibility"] },
];

const segments = (pointer: string): string[] => pointer.split("/").slice(1);

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const valueAt = (root: JsonObject, pointer: string): Json | undefined =>
  segments(pointer).reduce<Json | undefined>((at, member) => (isObject(at) ? at[member] : undefined), root);

/** `root` with `value` at `pointer`; undefined removes, and adds no object on the way. */
function withValueAt(root: JsonObject, way: readonly string[], value: Json | undefined): JsonObject {
  const [member = "", ...rest] = way;
  if (rest.length === 0) {
    const { [member]: _, ...others } = root;
    return value === undefined ? others : { ...root, [member]: value };
  }
  const below = root[member];
  if (!isObject(below) && value === undefined) return root;
  return { ...root, [member]: withValueAt(isObject(below) ? below : {}, rest, value) };
}

/** The members users set, as they are stored (secrets sealed, computed members of entries included): an operation keeps them as `before`. */
export function userSettable(cluster: OpenShiftCluster): JsonObject {
  return settableMembers.reduce<JsonObject>((kept, { at }) => {
    const value = valueAt(cluster, at);
    return value === undefined ? kept : withValueAt(kept, segments(at), value);
  }, {});
}

/**
 * `cluster` with the members of `before` back that may change after creation, except those at, below or above a pointer of `applied`
 * (ARM-PAT-07). What `before` lacks is removed; everything else of `cluster` stays.
 */
export function restore(cluster: OpenShiftCluster, before: JsonObject, applied: readonly string[]): OpenShiftCluster {
  const within = (a: string, b: string) => a === b || a.startsWith(`${b}/`);
  const back = settableMembers.filter(
    ({ at, changes }) => changes && !applied.some((pointer) => within(at, pointer) || within(pointer, at)),
  );
  const restored = back.reduce<JsonObject>(
    (so, member) => withValueAt(so, segments(member.at), former(member, cluster, before)),
    cluster,
  ) as OpenShiftCluster;
  const principalOf = ({ properties }: OpenShiftCluster) => properties?.servicePrincipalProfile;
  if (principalOf(restored)?.clientId === principalOf(cluster)?.clientId) return restored;
  // The object id was that of the other principal.
  return withValueAt(restored, [...principalPath, "spObjectId"], undefined) as OpenShiftCluster;
}

const principalPath = ["properties", "servicePrincipalProfile"];

/** The former value; where only computed members of an entry differ from the present one, the present entry with what was computed since. */
function former({ at, of }: Settable, cluster: OpenShiftCluster, before: JsonObject): Json | undefined {
  const [was, is] = [valueAt(before, at), valueAt(cluster, at)];
  if (of === undefined || !isObject(was) || !isObject(is)) return was;
  const present = new Map(Object.entries(is));
  const owned = (entry: Json | undefined) =>
    JSON.stringify(of.map((member) => (isObject(entry) ? entry[member] : null)));
  return Object.fromEntries(
    Object.entries(was).map(([key, entry]) => {
      const now = present.get(key);
      return [key, now !== undefined && owned(now) === owned(entry) ? now : entry];
    }),
  );
}
