/** Deviations from the default service, by name (spec 02 §12.2); none is implied by running on one machine. */
export const features = {
  DisableDenyAssignments: "no deny assignment on the managed resource group",
  DisableReadinessDelay: "ready at once, and no draining pause on stop",
  DisableSignedCertificates: "clusters get no certificates of a public authority",
  EnableClusterExpandedAvailabilityZones: "zones beyond the third may be used for workers",
  RequireD2sWorkers: "workers must be of a D2s size",
} as const;

export type Feature = keyof typeof features;

/** @throws Error naming the item that is no feature, and those that are. */
export function parseFeatures(list: string): ReadonlySet<Feature> {
  const known = new Map(Object.keys(features).map((name) => [name.toLowerCase(), name as Feature]));
  return new Set(
    list.split(",").map((item) => {
      const feature = known.get(item.toLowerCase());
      if (feature === undefined)
        throw new Error(
          `"${item}" is not a feature; there are ${Object.keys(features).join(", ")} (comma list without blanks)`,
        );
      return feature;
    }),
  );
}
