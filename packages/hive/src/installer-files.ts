import type { ClusterDocument, JsonObject, Sealed, Sealer, SubscriptionDocument } from "@aro/api";

/** Sealed members that hold bytes; written as base64 of the clear bytes. */
const bytes = new Set(["sshKey", "adminKubeconfig", "aroServiceKubeconfig", "aroSREKubeconfig", "userAdminKubeconfig"]);
/** Sealed members that hold text; written as it is. */
const texts = new Set(["pullSecret", "boundServiceAccountSigningKey", "clientSecret", "kubeadminPassword", "password"]);

/** `99_aro.json`: the cluster as the installer reads it, its secrets opened (spec 03 §7.6). Never to be logged. */
export const clusterFile = ({ openShiftCluster }: ClusterDocument, sealer: Sealer): string =>
  JSON.stringify(opened(openShiftCluster, sealer));

/** `99_sub.json`: the inner subscription. */
export const subscriptionFile = ({ subscription }: SubscriptionDocument): string => JSON.stringify(subscription);

function opened(value: unknown, sealer: Sealer): unknown {
  if (Array.isArray(value)) return value.map((item) => opened(item, sealer));
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value as JsonObject).map(([name, member]) => {
    if (typeof member !== "string") return [name, opened(member, sealer)];
    if (bytes.has(name)) return [name, Buffer.from(sealer.openBytes(member as Sealed).reveal()).toString("base64")];
    if (texts.has(name)) return [name, sealer.openText(member as Sealed).reveal()];
    return [name, member];
  });
  return Object.fromEntries(members);
}
