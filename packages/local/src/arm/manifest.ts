/** One type of a provider as ARM's manifest has it. */
export interface ManifestType {
  /** Without the namespace: `openShiftClusters`, `locations/operationresults`. */
  resourceType: string;
  /** Newest first. */
  apiVersions: readonly string[];
  /** Whether its resources are tracked: they carry tags and a location. */
  tracked?: true;
}

export interface Manifest {
  namespace: string;
  registrationPolicy: "RegistrationRequired" | "RegistrationFree";
  types: readonly ManifestType[];
}

const released = [
  "2025-07-25",
  "2024-08-12-preview",
  "2023-11-22",
  "2023-09-04",
  "2023-07-01-preview",
  "2023-04-01",
  "2022-09-04",
  "2022-04-01",
  "2021-09-01-preview",
  "2020-04-30",
  "2019-12-31-preview",
] as const;
const sinceVersions = released.slice(0, 7);
const sinceRoleSets = released.slice(0, 2);

/** What our own provider has registered with ARM (spec 01 §§1.1, 4.1). */
export const redHatOpenShift = {
  namespace: "Microsoft.RedHatOpenShift",
  registrationPolicy: "RegistrationRequired",
  types: [
    { resourceType: "openShiftClusters", apiVersions: released, tracked: true },
    { resourceType: "openShiftClusters/detectors", apiVersions: released },
    { resourceType: "operations", apiVersions: released },
    { resourceType: "locations", apiVersions: released },
    { resourceType: "locations/operationresults", apiVersions: released },
    { resourceType: "locations/operationsstatus", apiVersions: released },
    { resourceType: "locations/openshiftversions", apiVersions: sinceVersions },
    { resourceType: "locations/platformworkloadidentityrolesets", apiVersions: sinceRoleSets },
  ],
} as const satisfies Manifest;

/** Namespaces whose registration customers need although their types are the resource engine's. */
export const registrationFree: readonly string[] = [
  "Microsoft.Authorization",
  "Microsoft.Features",
  "Microsoft.Resources",
  "Microsoft.MarketplaceOrdering",
];
