import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { JsonObject } from "../../documents/json.ts";
import type { Sealed, Sealer } from "../../documents/sealed.ts";
import { asDraft } from "../rules/rule.ts";
import { mergePatch } from "./merge.ts";

/** `view` with the clear text of the stored secrets that the body also speaks of, so that they compare by value. */
export function withSecrets(view: JsonObject, stored: OpenShiftCluster, sent: JsonObject, sealer: Sealer): JsonObject {
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
