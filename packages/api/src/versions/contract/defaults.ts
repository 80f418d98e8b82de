import type { Json, JsonObject } from "../../documents/json.ts";

type Knows = (dotted: string) => boolean;

const object = (value: Json | undefined): JsonObject | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;

const isUnset = (value: Json | undefined): boolean => value === undefined || value === null || value === "";

/** Scalars that have a value when nobody gave them one (spec 01 §2.4). */
const scalarDefaults: readonly { profile: string; member: string; value: string }[] = [
  { profile: "clusterProfile", member: "fipsValidatedModules", value: "Disabled" },
  { profile: "masterProfile", member: "encryptionAtHost", value: "Disabled" },
  { profile: "networkProfile", member: "outboundType", value: "Loadbalancer" },
  { profile: "networkProfile", member: "preconfiguredNSG", value: "Disabled" },
];

const workerLists = ["workerProfiles", "workerProfilesStatus"] as const;

/**
 * `cluster` with what is set when nobody set it (spec 01 §2.4); the internal model and every version name these members alike.
 * `knows` keeps members out of the view of a version that does not have them.
 */
export function withDefaults<Cluster extends JsonObject>(cluster: Cluster, knows: Knows = () => true): Cluster {
  const properties: JsonObject = { ...object(cluster["properties"]) };
  for (const { profile, member, value } of scalarDefaults) {
    if (!knows(`properties.${profile}.${member}`)) continue;
    const own = object(properties[profile]) ?? {};
    if (!isUnset(own[member])) continue;
    // Not a name computed in a literal, which is a call into V8's runtime.
    const filled = { ...own };
    filled[member] = value;
    properties[profile] = filled;
  }
  for (const list of workerLists) {
    const items = properties[list];
    if (!Array.isArray(items) || !knows("properties.masterProfile.encryptionAtHost")) continue;
    properties[list] = items.map((item) => {
      const own = object(item);
      return own !== undefined && isUnset(own["encryptionAtHost"]) ? { ...own, encryptionAtHost: "Disabled" } : item;
    });
  }
  const network = object(properties["networkProfile"]);
  if (
    network?.["outboundType"] === "Loadbalancer" &&
    object(network["loadBalancerProfile"]) === undefined &&
    knows("properties.networkProfile.loadBalancerProfile")
  )
    properties["networkProfile"] = { ...network, loadBalancerProfile: { managedOutboundIps: { count: 1 } } };
  return { ...cluster, properties };
}
