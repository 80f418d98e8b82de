import type { Doc, Value } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { ViewRow } from "../../resources/contract.ts";
import { normalLocation } from "../../resources/put.ts";
import { diskTiers, type Tier } from "./disk-tiers.ts";
import { type Offer, offersIn, regions, zonesOf } from "./offers.ts";
import type { Size } from "./sizes.ts";
import { skuVersions } from "./versions.ts";

const flag = (value: boolean): string => (value ? "True" : "False");
const megabyte = 1_048_576;

const capabilitiesOf = (size: Size): readonly (readonly [string, string])[] => {
  const cached = size.cores * (size.premium ? 2_000 : 500);
  const uncached = size.premium ? size.cores * 1_600 : size.cores * 500;
  return [
    ["MaxResourceVolumeMB", String(size.temporaryGb * 1024)],
    ["OSVhdSizeMB", "1047552"],
    ["vCPUs", String(size.cores)],
    ["MemoryPreservingMaintenanceSupported", flag(size.gpus === 0)],
    ["HyperVGenerations", size.generations],
    ...(size.nvme ? [["DiskControllerTypes", "NVMe"] as const] : []),
    ["MemoryGB", String(size.memoryGb)],
    ["MaxDataDiskCount", String(size.mostDataDisks)],
    ["CpuArchitectureType", size.architecture],
    ["LowPriorityCapable", flag(!size.family.startsWith("standardBS"))],
    ["PremiumIO", flag(size.premium)],
    ["VMDeploymentTypes", "IaaS"],
    ["vCPUsAvailable", String(size.cores)],
    ...(size.gpus === 0 ? [] : [["GPUs", String(size.gpus)] as const]),
    ["vCPUsPerCore", size.architecture === "Arm64" ? "1" : "2"],
    ["CombinedTempDiskAndCachedIOPS", String(cached)],
    ["CombinedTempDiskAndCachedReadBytesPerSecond", String(cached * 8_192)],
    ["CombinedTempDiskAndCachedWriteBytesPerSecond", String(cached * 8_192)],
    ["UncachedDiskIOPS", String(uncached)],
    ["UncachedDiskBytesPerSecond", String(size.cores * 24 * megabyte)],
    ["EphemeralOSDiskSupported", flag(size.premium && size.temporaryGb > 0)],
    ["EncryptionAtHostSupported", flag(size.encryptionAtHost)],
    ["CapacityReservationSupported", flag(size.gpus === 0)],
    ["AcceleratedNetworkingEnabled", flag(size.acceleratedNetworking)],
    ["RdmaEnabled", flag(/\d+r/.test(size.name))],
    ["MaxNetworkInterfaces", String(size.mostInterfaces)],
  ];
};

const pairs = (entries: readonly (readonly [string, string])[]): Doc[] =>
  entries.map(([name, value]) => ({ name, value }));

const machineSku = ({ size, region, zones, restrictions }: Offer): Doc => ({
  resourceType: "virtualMachines",
  name: size.name,
  tier: "Standard",
  size: size.name.replace("Standard_", ""),
  family: size.family,
  locations: [region],
  locationInfo: [
    {
      location: region,
      zones: [...zones],
      zoneDetails:
        zones.length === 0 || !size.premium
          ? []
          : [{ Name: [...zones], capabilities: [{ name: "UltraSSDAvailable", value: "True" }] }],
    },
  ],
  capabilities: pairs(capabilitiesOf(size)),
  restrictions: restrictions.map((one) => ({
    type: one.type,
    values: [region],
    restrictionInfo: { locations: [region], ...(one.zones.length === 0 ? {} : { zones: [...one.zones] }) },
    reasonCode: one.reason,
  })),
});

const diskSku = (name: string, tier: Tier, before: Tier | undefined, region: string): Doc => ({
  resourceType: "disks",
  name,
  tier: name.startsWith("Premium") ? "Premium" : "Standard",
  size: tier.name,
  locations: [region],
  locationInfo: [{ location: region, zones: [...zonesOf(region)], zoneDetails: [] }],
  capabilities: pairs([
    ["MaxSizeGiB", String(tier.sizeGb)],
    ["MinSizeGiB", String(before?.sizeGb ?? 0)],
    ["MaxIOps", String(tier.operations)],
    ["MinIOps", String(tier.operations)],
    ["MaxBandwidthMBps", String(tier.megabytes)],
    ["MinBandwidthMBps", String(tier.megabytes)],
    ["MaxValueOfMaxShares", name.startsWith("Premium") && tier.sizeGb >= 256 ? "2" : "1"],
  ]),
  restrictions: [],
});

const availabilitySku = (name: string, region: string): Doc => ({
  resourceType: "availabilitySets",
  name,
  locations: [region],
  locationInfo: [{ location: region, zones: [], zoneDetails: [] }],
  capabilities: pairs([["MaximumPlatformFaultDomainCount", "3"]]),
  restrictions: [],
});

const skusIn = (region: string): Doc[] => [
  ...["Classic", "Aligned"].map((name) => availabilitySku(name, region)),
  ...Object.entries(diskTiers)
    .filter(([name]) => !name.endsWith("_ZRS") || zonesOf(region).length > 0)
    .flatMap(([name, tiers]) => tiers.map((tier, index) => diskSku(name, tier, tiers[index - 1], region))),
  ...offersIn(region).map(machineSku),
];

/** The region that a filter names; undefined when there is no filter. Only the location can be filtered by. */
function wantedRegion(filter: string | undefined): string | undefined {
  if (filter === undefined || filter.trim() === "") return undefined;
  const match = /^\s*location\s+eq\s+'([^']*)'\s*$/i.exec(filter);
  if (match !== null) return normalLocation(match[1] ?? "");
  throw new Refusal(
    400,
    "InvalidParameter",
    `The filter '${filter}' is not supported: SKUs can be filtered by location only, for example "location eq 'eastus'".`,
    { target: "$filter" },
  );
}

/** What a subscription may have where: sizes, disks, availability sets. */
export const skus: ViewRow = {
  type: "Microsoft.Compute/skus",
  ends: "type",
  verb: "GET",
  apiVersions: skuVersions,
  query: ["$filter", "includeextendedlocations"],
  paged: true,
  what: "SKUs with capabilities, zones and restrictions; filtered by location only, a region that is not known has none",
  evidence: "documented",
  answer: ({ query, id }): Value => {
    if (id.group !== "")
      throw new Refusal(404, "NotFound", "SKUs are listed for a subscription, not for a resource group.");
    const region = wantedRegion(query.get("$filter"));
    return region === undefined ? regions.flatMap(skusIn) : regions.includes(region) ? skusIn(region) : [];
  },
};
