/**
 * The api-versions whose published descriptions refer to common types older than v3, the oldest that TypeSpec's library knows. They are
 * compiled against v3, and their references changed afterwards: the definitions have the same names.
 */
const older: Readonly<Record<string, string>> = {
  "2020-04-30": "v1",
  "2021-09-01-preview": "v2",
  "2022-04-01": "v2",
};

/** The emitted `swagger` of `version`, with references to the common types it was published with. */
export const withItsCommonTypes = (version: string, swagger: string): string =>
  swagger.replaceAll("/resource-management/v3/", `/resource-management/${older[version] ?? "v3"}/`);
