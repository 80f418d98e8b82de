// Versions that our clients send: @azure/arm-compute, az (2.45 and the newest), azurerm, the Python SDKs, and the service
// with its templates (spec 03 §§7.4, 9.1).

/** Of machines, availability sets, images, sizes, usages and published images. */
export const machineVersions: readonly string[] = [
  "2026-04-01",
  "2025-11-01",
  "2025-04-01",
  "2024-11-01",
  "2024-07-01",
  "2024-03-01",
  "2023-09-01",
  "2023-07-01",
  "2023-03-01",
  "2022-11-01",
  "2022-08-01",
  "2022-03-01",
  "2021-11-01",
  "2021-07-01",
  "2020-12-01",
  "2020-06-01",
];

/** Of disks and snapshots. */
export const diskVersions: readonly string[] = [
  "2026-03-02",
  "2025-01-02",
  "2024-03-02",
  "2023-10-02",
  "2023-04-02",
  "2022-07-02",
  "2022-03-02",
  "2021-12-01",
  "2021-04-01",
  "2020-12-01",
  "2020-09-30",
  "2020-06-30",
  "2020-05-01",
  "2019-11-01",
  "2019-07-01",
  "2019-03-01",
];

/** Of disk encryption sets, which came later than disks. */
export const encryptionSetVersions: readonly string[] = diskVersions.filter((version) => version >= "2019-07-01");

/** Of galleries and what is in them. */
export const galleryVersions: readonly string[] = [
  "2026-03-03",
  "2025-12-03",
  "2025-03-03",
  "2024-03-03",
  "2023-07-03",
  "2022-08-03",
  "2022-03-03",
  "2022-01-03",
  "2021-10-01",
  "2021-07-01",
  "2020-09-30",
  "2019-12-01",
];

/** Of the list of SKUs. */
export const skuVersions: readonly string[] = ["2021-07-01", "2019-04-01", "2017-09-01"];
