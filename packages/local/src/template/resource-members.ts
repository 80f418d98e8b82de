/** Members of a template's resource. */
export const resourceMembers: readonly string[] = [
  "type",
  "apiVersion",
  "name",
  "location",
  "tags",
  "dependsOn",
  "condition",
  "copy",
  "comments",
  "scope",
  "properties",
  "sku",
  "kind",
  "zones",
  "identity",
  "plan",
  "resources",
  "metadata",
  "managedBy",
  "extendedLocation",
  "asserts",
];
/** Members that the emulated Azure does not carry out. */
export const refusedMembers: readonly string[] = ["asserts"];
/** Members that only nested deployments have: where they go. */
export const nestedMembers: readonly string[] = ["resourceGroup", "subscriptionId"];

/** Members that are the template's business and no part of the resource. */
export const templateMembers: readonly string[] = [
  "type",
  "apiVersion",
  "name",
  "dependsOn",
  "condition",
  "copy",
  "comments",
  "scope",
  "resources",
  "metadata",
  "resourceGroup",
  "subscriptionId",
];
