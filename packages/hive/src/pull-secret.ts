import type { ClusterDocument, Sealer } from "@aro/api";

interface PullSecret {
  auths: { [registry: string]: { auth: string } };
}

/** Joins pull secrets: for one registry the later wins (spec 03 §17). Texts that are empty count for nothing. */
export function mergedPullSecret(...texts: readonly string[]): string {
  const auths = texts
    .filter((text) => text.trim() !== "")
    .map((text) => (JSON.parse(text) as Partial<PullSecret>).auths ?? {});
  return JSON.stringify({ auths: Object.assign({}, ...auths) } satisfies PullSecret);
}

/** The pull secret of the tokens that the service made for the cluster in its own registries. */
export function registryPullSecret({ openShiftCluster }: ClusterDocument, sealer: Sealer): string {
  const profiles = openShiftCluster.properties.registryProfiles ?? [];
  const auths = profiles.flatMap(({ name, username, password }) =>
    password === undefined
      ? []
      : [[name, { auth: Buffer.from(`${username}:${sealer.openText(password).reveal()}`).toString("base64") }]],
  );
  return JSON.stringify({ auths: Object.fromEntries(auths) as PullSecret["auths"] } satisfies PullSecret);
}
