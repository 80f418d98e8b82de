/**
 * The definitions ARM has in common for all providers, as far as our contract refers to them: what the published common-types say, in
 * our words. swagger:diff compares the shapes.
 */

/** The generations our descriptions refer to. */
type Generation = "v1" | "v2" | "v3" | "v6";

const ref = (name: string) => ({ $ref: `#/definitions/${name}` });

const identityType = {
  type: "string",
  description: "What kind of principal.",
  enum: ["User", "Application", "ManagedIdentity", "Key"],
  "x-ms-enum": { name: "createdByType", modelAsString: true },
};

const systemData = {
  type: "object",
  readOnly: true,
  description: "Who created the resource and who changed it last, and when. Kept by ARM.",
  properties: {
    createdBy: { type: "string", description: "Who created it." },
    createdByType: identityType,
    createdAt: { type: "string", format: "date-time", description: "When it was created, in UTC." },
    lastModifiedBy: { type: "string", description: "Who changed it last." },
    lastModifiedByType: identityType,
    lastModifiedAt: { type: "string", format: "date-time", description: "When it was last changed, in UTC." },
  },
};

const resource = (generation: Generation) => ({
  type: "object",
  title: "Resource",
  description: "What every resource has.",
  "x-ms-azure-resource": true,
  properties: {
    id: {
      type: "string",
      ...(generation === "v6" ? { format: "arm-id" } : {}),
      readOnly: true,
      description: "The full id of the resource.",
    },
    name: { type: "string", readOnly: true, description: "The name of the resource." },
    type: { type: "string", readOnly: true, description: "The provider namespace and type of the resource." },
    ...(generation === "v1" || generation === "v2" ? {} : { systemData: systemDataOfResource(generation) }),
  },
});

const systemDataOfResource = (generation: Generation) => ({
  ...ref("systemData"),
  ...(generation === "v6" ? {} : { type: "object" }),
  readOnly: true,
  description: "Who created and changed it, kept by ARM.",
});

const trackedResource = {
  type: "object",
  title: "Tracked Resource",
  description: "A resource with a location and tags.",
  allOf: [ref("Resource")],
  required: ["location"],
  properties: {
    tags: {
      type: "object",
      additionalProperties: { type: "string" },
      "x-ms-mutability": ["read", "create", "update"],
      description: "Names and values the owner attached to the resource.",
    },
    location: {
      type: "string",
      "x-ms-mutability": ["read", "create"],
      description: "The region the resource is in.",
    },
  },
};

const proxyResource = {
  type: "object",
  title: "Proxy Resource",
  description: "A resource without a location or tags of its own.",
  allOf: [ref("Resource")],
};

const parameters = (generation: Generation) => ({
  ApiVersionParameter: {
    name: "api-version",
    in: "query",
    required: true,
    type: "string",
    minLength: 1,
    description: "The version of the contract the call is written for.",
  },
  SubscriptionIdParameter: {
    name: "subscriptionId",
    in: "path",
    required: true,
    type: "string",
    ...(generation === "v6" ? { format: "uuid" } : { minLength: 1 }),
    description: "The id of the subscription.",
  },
  ResourceGroupNameParameter: {
    name: "resourceGroupName",
    in: "path",
    required: true,
    type: "string",
    minLength: 1,
    maxLength: 90,
    "x-ms-parameter-location": "method",
    description: "The name of the resource group; case does not matter.",
  },
  LocationParameter: {
    name: "location",
    in: "path",
    required: true,
    type: "string",
    minLength: 1,
    "x-ms-parameter-location": "method",
    description: "The name of the region.",
  },
});

const generatedId = (description: string) => ({ type: "string", format: "uuid", readOnly: true, description });

const identities = {
  ManagedServiceIdentity: {
    type: "object",
    description: "The managed identities of a resource.",
    required: ["type"],
    properties: {
      principalId: generatedId("The principal of the system-assigned identity."),
      tenantId: generatedId("The tenant of the system-assigned identity."),
      type: ref("ManagedServiceIdentityType"),
      userAssignedIdentities: {
        type: "object",
        additionalProperties: { ...ref("UserAssignedIdentity"), "x-nullable": true },
        description:
          "The user-assigned identities, keyed by their resource ids. In requests the values may be empty objects.",
      },
    },
  },
  ManagedServiceIdentityType: {
    type: "string",
    description: "Which kinds of managed identity the resource has.",
    enum: ["None", "SystemAssigned", "UserAssigned", "SystemAssigned,UserAssigned"],
    "x-ms-enum": { name: "ManagedServiceIdentityType", modelAsString: true },
  },
  UserAssignedIdentity: {
    type: "object",
    description: "One user-assigned identity.",
    properties: {
      principalId: generatedId("Its principal."),
      clientId: generatedId("Its application (client) id."),
    },
  },
};

const document = (version: string, parts: object) => ({
  swagger: "2.0",
  info: { title: "Common types", version },
  paths: {},
  ...parts,
});

const types = (generation: Generation) =>
  document(`${generation.slice(1)}.0`, {
    definitions: {
      Resource: resource(generation),
      TrackedResource: trackedResource,
      ProxyResource: proxyResource,
      systemData,
    },
    parameters: parameters(generation),
  });

/** The files to write, by their path below `common-types/resource-management`. */
export const commonTypes: Readonly<Record<string, object>> = {
  "v1/types.json": types("v1"),
  "v2/types.json": types("v2"),
  "v3/types.json": types("v3"),
  "v6/types.json": types("v6"),
  "v6/managedidentity.json": document("6.0", { definitions: identities }),
};
