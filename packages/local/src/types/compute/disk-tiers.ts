/** What a disk of a size can do. */
export interface Tier {
  /** `P10`. */
  name: string;
  /** The largest disk of this tier. */
  sizeGb: number;
  operations: number;
  megabytes: number;
}

const table = (prefix: string, rows: readonly (readonly [number, number, number, number])[]): readonly Tier[] =>
  rows.map(([number, sizeGb, operations, megabytes]) => ({
    name: `${prefix}${number}`,
    sizeGb,
    operations,
    megabytes,
  }));

const premium = table("P", [
  [1, 4, 120, 25],
  [2, 8, 120, 25],
  [3, 16, 120, 25],
  [4, 32, 120, 25],
  [6, 64, 240, 50],
  [10, 128, 500, 100],
  [15, 256, 1100, 125],
  [20, 512, 2300, 150],
  [30, 1024, 5000, 200],
  [40, 2048, 7500, 250],
  [50, 4096, 7500, 250],
  [60, 8192, 16000, 500],
  [70, 16384, 18000, 750],
  [80, 32767, 20000, 900],
]);

const standardSsd = table("E", [
  [1, 4, 500, 60],
  [2, 8, 500, 60],
  [3, 16, 500, 60],
  [4, 32, 500, 60],
  [6, 64, 500, 60],
  [10, 128, 500, 60],
  [15, 256, 500, 60],
  [20, 512, 500, 60],
  [30, 1024, 500, 60],
  [40, 2048, 500, 60],
  [50, 4096, 500, 60],
  [60, 8192, 2000, 400],
  [70, 16384, 4000, 600],
  [80, 32767, 6000, 750],
]);

const standard = table("S", [
  [4, 32, 500, 60],
  [6, 64, 500, 60],
  [10, 128, 500, 60],
  [15, 256, 500, 60],
  [20, 512, 500, 60],
  [30, 1024, 500, 60],
  [40, 2048, 500, 60],
  [50, 4096, 500, 60],
  [60, 8192, 1300, 300],
  [70, 16384, 2000, 500],
  [80, 32767, 2000, 500],
]);

/** Tiers by the SKU of a disk; those without tiers take what they are given. */
export const diskTiers: Readonly<Record<string, readonly Tier[]>> = {
  Premium_LRS: premium,
  Premium_ZRS: premium,
  StandardSSD_LRS: standardSsd,
  StandardSSD_ZRS: standardSsd,
  Standard_LRS: standard,
};

/** The usage that disks of a SKU count against. */
export const diskUsage: Readonly<Record<string, string>> = {
  Premium_LRS: "PremiumDiskCount",
  Premium_ZRS: "PremiumZRSDiskCount",
  StandardSSD_LRS: "StandardSSDDiskCount",
  StandardSSD_ZRS: "StandardSSDZRSDiskCount",
  Standard_LRS: "StandardDiskCount",
  UltraSSD_LRS: "UltraSSDDiskCount",
  PremiumV2_LRS: "PremiumV2DiskCount",
};

/** The tier of a disk. */
export const tierOf = (sku: string, sizeGb: number): Tier | undefined =>
  diskTiers[sku]?.find((tier) => tier.sizeGb >= sizeGb);
