import type { ClusterDocument, Sealer } from "@aro/api";
import { joinedPullSecrets, type PullSecret, registryAuth } from "@aro/kubernetes";

/** Pull secrets as one text: for one registry the later wins (spec 03 §17). @throws Error when one of them is none. */
export const mergedPullSecret = (...texts: readonly string[]): string =>
  JSON.stringify(joinedPullSecrets(texts.map((text) => ({ what: "a pull secret", text }))));

/** The pull secret of the tokens that the service made for the cluster in its own registries. */
export function registryPullSecret({ openShiftCluster }: ClusterDocument, sealer: Sealer): string {
  const profiles = openShiftCluster.properties.registryProfiles ?? [];
  const auths = profiles.flatMap(({ name, username, password }) =>
    password === undefined ? [] : [[name, registryAuth(username, sealer.openText(password).reveal())] as const],
  );
  return JSON.stringify({ auths: Object.fromEntries(auths) } satisfies PullSecret);
}
