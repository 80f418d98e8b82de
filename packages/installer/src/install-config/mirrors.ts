/** Repositories of a release, which clusters pull from the service's registry instead (spec 03 §7.3). */
const releaseRepositories = ["ocp-release", "ocp-release-nightly", "ocp-v4.0-art-dev"] as const;

/** Each repository of `quay.io/openshift-release-dev` with where it is mirrored. */
export const mirroredRepositories = (registryDomain: string): { source: string; mirrors: string[] }[] =>
  releaseRepositories.map((name) => ({
    source: `quay.io/openshift-release-dev/${name}`,
    mirrors: [`${registryDomain}/openshift-release-dev/${name}`],
  }));
