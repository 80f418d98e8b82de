import type { ClusterDocument, Sealer } from "@aro/api";
import { type PullSecret, registryAuth } from "@aro/kubernetes";

/** The pull secret of the tokens that the service made for the cluster in its own registries. */
export function registryPullSecret({ openShiftCluster }: ClusterDocument, sealer: Sealer): string {
  const profiles = openShiftCluster.properties.registryProfiles ?? [];
  const auths = profiles.flatMap(({ name, username, password }) =>
    password === undefined ? [] : [[name, registryAuth(username, sealer.openText(password).reveal())] as const],
  );
  return JSON.stringify({ auths: Object.fromEntries(auths) } satisfies PullSecret);
}
