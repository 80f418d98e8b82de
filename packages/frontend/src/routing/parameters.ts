/** Names of the variable parts of paths. */
export type PartName =
  | "subscriptionId"
  | "resourceGroupName"
  | "namespace"
  | "resourceType"
  | "resourceName"
  | "location"
  | "operationId"
  | "openShiftVersion"
  | "deploymentName";

/** What a path's `{…}` stood for, cased as the caller wrote it. */
export type Parameters = Readonly<Partial<Record<PartName, string>>>;
