import { printable, quoted } from "./quoted.ts";

/** Ids of clusters are longer than most values, and the fault in one is often at its end. */
const longestPath = 500;

/**
 * What the frontend itself tells a customer, as one table (ARM-HDR-06: a second language is a second table): what is wrong, with which
 * value, and what to do. Codes stand beside the messages where they are thrown; they are never translated.
 */
export const messages = {
  internal: (requestId: string) =>
    `Internal server error. Try again; if it stays, report it with the request id ${requestId}.`,
  unavailable: () => "The service cannot reach a part of itself for now. Try again after the time in Retry-After.",
  notReady: (reasons: readonly string[]) => `Not ready: ${reasons.join("; ")}.`,
  forbidden: () =>
    "The caller's client certificate is not one that may call this service. Call through Azure Resource Manager.",
  notHttp: () => "The request could not be read as HTTP. Check the client, or what stands between it and this service.",
  noSuchPath: (path: string) => `Nothing is served at '${printable(path, longestPath)}'. Check the path.`,
  methodNotAllowed: (method: string, allowed: readonly string[]) =>
    `The method ${quoted(method)} is not allowed here. Use ${allowed.join(", ")}.`,

  subscriptionId: (value: string) => `The subscription id ${quoted(value)} is not a GUID. Check the address.`,
  resourceGroup: (value: string) =>
    `${quoted(value)} is no name of a resource group: at most 90 letters, digits and -_()., not ending in a full stop.`,
  namespace: (value: string) =>
    `The resource namespace ${quoted(value)} is not served here. Use Microsoft.RedHatOpenShift.`,
  resourceType: (value: string) => `The resource type ${quoted(value)} is not served here. Use openShiftClusters.`,
  resourceName: (value: string) =>
    `${quoted(value)} is no name of a cluster: at most 90 letters, digits and -_()., not ending in a full stop.`,
  location: (value: string, served: string) =>
    `The location ${quoted(value)} is not served here. Use ${quoted(served)}.`,
  operationId: (value: string) => `The operation id ${quoted(value)} is not a GUID. Use the address the service gave.`,
  preflight: (count: number) =>
    `${count} clusters of the deployment cannot be made as they are asked for; each is listed in 'details'.`,
  apiVersion: (type: string, namespace: string, version: string) =>
    `The resource type ${quoted(type)} could not be found in the namespace ${quoted(namespace)} for api version ${quoted(version)}.`,
  apiVersionRepeated: (type: string, namespace: string, versions: readonly string[]) =>
    `The resource type ${quoted(type)} in the namespace ${quoted(namespace)} was asked for in several api versions (${versions.map(quoted).join(", ")}). Give one api-version.`,
  systemVersion: (version: string) =>
    `The subscription notification was sent with api version ${quoted(version)}. Use api-version=2.0.`,

  callerGone: () => "The caller closed the connection before there was an answer.",
  bodyTooLarge: (limit: number) => `The request body is larger than ${limit} bytes. Send less.`,
  tooLargeToStore: () =>
    "What the request asks for is larger than can be stored. Send less, above all a smaller pull secret or smaller tags.",
  mediaType: (value: string) => `The content media type ${quoted(value)} is not supported. Send application/json.`,
  contentEncoding: (value: string) =>
    `The content encoding ${quoted(value)} is not supported. Send the body as it is, without Content-Encoding.`,
  bodyUnreadable: () => "The request body could not be read to its end. Send it again.",
  bodyEncoding: () => "The request body is not valid UTF-8. Send JSON encoded as UTF-8.",
  bodySyntax: () => "The request content could not be parsed as JSON. Check its syntax.",
  bodyNotObject: () => "The request content is not a JSON object. Send an object.",
  bodyDuplicate: (path: string) => `The member ${quoted(path)} occurs twice in the request content. Send it once.`,
  bodyPrototype: (path: string) =>
    `The member ${quoted(path)} of the request content has a name that cannot be used. Choose another name.`,
  bodyDepth: (limit: number) => `The request content is nested deeper than ${limit} levels. Send it flatter.`,

  referer: () =>
    "The answer to this request holds links, and they are made from the header Referer, which is missing or no http(s) address. Call through Azure Resource Manager.",
  ifMatch: (etag: string) =>
    `The precondition of the request does not hold: the resource is now at ${etag}. Read it again, and repeat the change if it still applies.`,
  ifMatchAbsent: () => "The precondition of the request does not hold: the resource does not exist.",
  ifNoneMatch: () => "The precondition of the request does not hold: the resource exists already.",
  top: (value: string) => `$top is ${quoted(value)}. Use a whole number of at least 1.`,
  skipToken: () => "The $skipToken is not one that this list gave, or is too old. Read the list from its beginning.",
  repeatedParameter: (name: string, count: number) => `${name} was given ${count} times. Give it once.`,

  unregistered: (subscriptionId: string) =>
    `The subscription ${quoted(subscriptionId)} is not registered for Microsoft.RedHatOpenShift. Register the provider, then try again.`,
  subscriptionForbids: (state: string) =>
    `The request is not allowed while the subscription is in the state ${quoted(state)}. Bring it back to Registered first.`,
  subscriptionDeleted: () =>
    "The subscription is in the state 'Deleted' and its clusters are being removed. Try again when they are gone.",
  subscriptionState: (value: string) =>
    `The subscription state ${quoted(value)} is unknown. Use Registered, Unregistered, Warned, Suspended or Deleted.`,
  subscriptionProperties: () => "The member 'properties' of a subscription is not an object.",
  subscriptionFeatures: () =>
    "The member 'properties.registeredFeatures' of a subscription is not a list of objects with the strings 'name' and 'state'.",
  tenantUnknown: () =>
    "The tenant of the subscription is not known to this service: its registration named none. Register the provider Microsoft.RedHatOpenShift in the subscription again, then repeat the request.",
  subscriptionTenant: () => "The member 'properties.tenantId' of a subscription is not a string.",

  clusterNotFound: (name: string, group: string) =>
    `The cluster ${quoted(name)} under resource group ${quoted(group)} was not found. Check the names, or create it with PUT.`,
  operationNotFound: () =>
    "The operation was not found. It may belong to another subscription, or have ended more than 7 days ago.",
  busy: (state: string) =>
    `The request is not allowed while the cluster is in the provisioning state ${quoted(state)}. Wait for the running operation, or delete the cluster.`,
  createFailed: () =>
    "The cluster could not be created. Repeat its PUT to resume the creation, or delete the cluster; other changes are not possible.",
  deleteFailed: () => "The deletion of the cluster failed. Delete it again; other changes are not possible.",
  noCredentials: (state: string) =>
    `The cluster's credentials cannot be read in the provisioning state ${quoted(state)}. Wait until the cluster is created.`,
  noCredentialsAfter: (failed: string) =>
    failed === "Deleting"
      ? "The cluster's credentials cannot be read: its deletion failed. Delete it again."
      : "The cluster's credentials cannot be read: it could not be created. Repeat its PUT to resume the creation, or delete the cluster.",
  credentialsUnknown: (what: string) =>
    `The service holds no ${what} of this cluster: its installation did not come to the step that stores one. Delete the cluster and create it again.`,
  openShiftVersionNotFound: (version: string, location: string) =>
    `The OpenShift version ${quoted(version)} cannot be installed in ${quoted(location)}. List openShiftVersions of the location to see those that can.`,
  tenantChanged: () =>
    "The subscription was moved to another tenant, and the cluster's identities belong to the former one. Move it back, or delete the cluster.",
  contended: () => "The cluster is being written by many requests at once. Try again.",
  duplicateClientId: (clientId: string) =>
    `The provided client ID ${quoted(clientId)} is already in use by another cluster of the subscription. Use a service principal of its own for each cluster.`,
  duplicateIdentity: (identity: string) =>
    `The provided user assigned identity ${quoted(identity)} is already in use by another cluster of the subscription. Use an identity of its own for each cluster.`,
  duplicateGroup: (group: string) =>
    `The provided resource group ${quoted(group)} already belongs to another cluster of the subscription. Name one that does not exist yet.`,
  workloadIdentity: () =>
    "Clusters with platform workload identities cannot be created by this service yet. Use a service principal: properties.servicePrincipalProfile with clientId and clientSecret.",
  changeUnsupported: (pointer: string) =>
    `This service cannot change ${quoted(pointer)} of an existing cluster yet. Repeat the stored value, or create a new cluster.`,
  canceled: (requestId: string) =>
    `The operation was canceled because the cluster is being deleted (request ${requestId}).`,
} as const;
