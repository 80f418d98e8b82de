/** Regions of the emulated cloud, with the zones each has (`checkZonePeers` aside, logical and physical zones are the same). */
export const locationTable = {
  eastus: { displayName: "East US", group: "US", zones: ["1", "2", "3"], paired: "westus" },
  westus: { displayName: "West US", group: "US", zones: [], paired: "eastus" },
  westeurope: { displayName: "West Europe", group: "Europe", zones: ["1", "2", "3"], paired: "northeurope" },
  northeurope: { displayName: "North Europe", group: "Europe", zones: ["1", "2", "3"], paired: "westeurope" },
  australiaeast: {
    displayName: "Australia East",
    group: "Asia Pacific",
    zones: ["1", "2", "3"],
    paired: "australiasoutheast",
  },
  australiasoutheast: { displayName: "Australia Southeast", group: "Asia Pacific", zones: [], paired: "australiaeast" },
} as const satisfies Record<string, { displayName: string; group: string; zones: readonly string[]; paired: string }>;

/** Display names, as provider manifests list them. */
export const locationNames: readonly string[] = Object.values(locationTable).map((row) => row.displayName);

/** The locations of a subscription as `GET /subscriptions/{id}/locations` lists them. */
export const locationsOf = (subscriptionId: string) =>
  Object.entries(locationTable).map(([name, row]) => ({
    id: `/subscriptions/${subscriptionId}/locations/${name}`,
    name,
    type: "Region",
    displayName: row.displayName,
    regionalDisplayName: `(${row.group}) ${row.displayName}`,
    metadata: {
      regionType: "Physical",
      regionCategory: row.zones.length > 0 ? "Recommended" : "Other",
      geographyGroup: row.group,
      pairedRegion: [{ name: row.paired, id: `/subscriptions/${subscriptionId}/locations/${row.paired}` }],
    },
    ...(row.zones.length === 0
      ? {}
      : {
          availabilityZoneMappings: row.zones.map((zone) => ({ logicalZone: zone, physicalZone: `${name}-az${zone}` })),
        }),
  }));
