/** Versions that our clients send: @azure/arm-storage, the Python SDK, azurerm, az 2.45, and the service's templates (spec 03 §9.1). */
export const storageVersions: readonly string[] = [
  "2026-09-01",
  "2025-08-01",
  "2025-06-01",
  "2025-01-01",
  "2024-01-01",
  "2023-05-01",
  "2023-01-01",
  "2022-09-01",
  "2022-05-01",
  "2021-09-01",
  "2021-06-01",
  "2021-04-01",
];
