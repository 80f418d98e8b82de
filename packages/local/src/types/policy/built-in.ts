import type { Doc } from "../../documents/document.ts";

// By name: an object with a member of its own called so looks like a promise to the linters.
// oxlint-disable-next-line unicorn/no-thenable
const consequence = "then";

const definition = (
  name: string,
  displayName: string,
  mode: "All" | "Indexed",
  parameters: Doc,
  condition: Doc,
  effect: string,
): Doc => ({
  properties: {
    displayName,
    policyType: "BuiltIn",
    mode,
    description: displayName,
    metadata: { version: "1.0.0", category: "General" },
    version: "1.0.0",
    parameters,
    policyRule: { if: condition, [consequence]: { effect } },
    versions: ["1.0.0"],
  },
  id: `/providers/Microsoft.Authorization/policyDefinitions/${name}`,
  type: "Microsoft.Authorization/policyDefinitions",
  name,
});

const list = (displayName: string): Doc => ({ type: "Array", metadata: { displayName } });

/** Policies of Azure's own: a few of those that break installs, by their well-known names. */
export const builtInDefinitions: readonly Doc[] = [
  definition(
    "e56962a6-4747-49cd-b67b-bf8b01975c4c",
    "Allowed locations",
    "Indexed",
    { listOfAllowedLocations: list("Allowed locations") },
    {
      allOf: [
        { field: "location", notIn: "[parameters('listOfAllowedLocations')]" },
        { field: "location", notEquals: "global" },
      ],
    },
    "deny",
  ),
  definition(
    "6c112d4e-5bc7-47ae-a041-ea2d9dccd749",
    "Not allowed resource types",
    "All",
    {
      listOfResourceTypesNotAllowed: list("Not allowed resource types"),
      effect: { type: "String", allowedValues: ["Audit", "Deny", "Disabled"], defaultValue: "Deny" },
    },
    {
      allOf: [
        { field: "type", in: "[parameters('listOfResourceTypesNotAllowed')]" },
        { value: "[field('type')]", exists: true },
      ],
    },
    "[parameters('effect')]",
  ),
  definition(
    "871b6d14-10aa-478d-b590-94f262ecfa99",
    "Require a tag on resources",
    "Indexed",
    { tagName: { type: "String", metadata: { displayName: "Tag Name" } } },
    { field: "[concat('tags[', parameters('tagName'), ']')]", exists: "false" },
    "deny",
  ),
  definition(
    "8c6a50c6-9ffd-4ae7-986f-5fa6111f9a54",
    "Storage accounts should prevent shared key access",
    "Indexed",
    { effect: { type: "String", allowedValues: ["Audit", "Deny", "Disabled"], defaultValue: "Audit" } },
    {
      allOf: [
        { field: "type", equals: "Microsoft.Storage/storageAccounts" },
        { field: "Microsoft.Storage/storageAccounts/allowSharedKeyAccess", notEquals: false },
      ],
    },
    "[parameters('effect')]",
  ),
];

/** The built-in policy of that name. */
export const builtInDefinition = (name: string): Doc | undefined =>
  builtInDefinitions.find((one) => one["name"] === name.toLowerCase());
