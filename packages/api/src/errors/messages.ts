/** A value as it is quoted in a message: cut where it would hide the sentence. Never called with a secret (ARM-HDR-11). */
export function quoted(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return `'${text.length > 120 ? `${text.slice(0, 120)}…` : text}'`;
}

const listed = (values: readonly string[]): string =>
  values.length < 2 ? quoted(values[0]) : `${values.slice(0, -1).map(quoted).join(", ")} or ${quoted(values.at(-1))}`;

/** "must be set" where nothing was said, "has the value" otherwise. */
const said = (target: string, value: unknown): string =>
  value === undefined || value === null || value === ""
    ? `'${target}' is not set.`
    : `'${target}' is ${quoted(value)}.`;

const isUnset = (value: unknown): boolean => value === undefined || value === null || value === "";

const present = (value: unknown): string => (isUnset(value) ? "not set" : quoted(value));

/**
 * What callers read, one entry a fault (ARM-HDR-06): what is wrong, with which value, and what to do next. Codes stand in
 * errorTable; who finds the fault names code and target.
 */
export const messages = {
  // The body as a whole.
  wrongType: (p: { where: string; expected: string; found: string }) =>
    `The value of ${p.where} must be ${p.expected}, but it is ${p.found}. Correct it and send the request again.`,
  outOfRange: (p: { where: string; comparison: string; limit: string }) =>
    `The value of ${p.where} must be a whole number ${p.comparison} ${p.limit}. Correct it and send the request again.`,
  required: (p: { target: string }) =>
    `'${p.target}' is required and may not be null. Give it a value, or leave it out of a PATCH to keep the present one.`,
  memberTwice: (p: { target: string; first: string; second: string }) =>
    `'${p.target}' occurs twice, as ${quoted(p.first)} and as ${quoted(p.second)}: this api-version takes names in any case. Keep one of them.`,
  createsNothing: () =>
    "The api-version 'admin' changes clusters that exist and creates none. Create the cluster with a public api-version.",
  tooManyFindings: (p: { shown: number; total: number }) =>
    `The request has ${p.total} errors, of which ${p.shown} are shown. Correct these and send it again to see the others.`,

  // The envelope.
  mismatchingId: (p: { value: unknown; expected: string }) =>
    `The resource id ${quoted(p.value)} in the body is not the one in the URL, ${quoted(p.expected)}. Leave 'id' out of the body or make them equal.`,
  mismatchingName: (p: { value: unknown; expected: string }) =>
    `The resource name ${quoted(p.value)} in the body is not the one in the URL, ${quoted(p.expected)}. Leave 'name' out of the body or make them equal.`,
  mismatchingType: (p: { value: unknown; expected: string }) =>
    `The resource type ${quoted(p.value)} in the body is not ${quoted(p.expected)}. Leave 'type' out of the body or make them equal.`,
  location: (p: { value: unknown; region: string }) =>
    `${said("location", p.value)} This endpoint serves the region ${quoted(p.region)} only. Set 'location' to ${quoted(p.region)}, or send the request to the region you want.`,
  provisioningState: (p: { value: unknown; values: readonly string[] }) =>
    `${quoted(p.value)} is not a provisioning state; they are ${listed(p.values)}. The service sets it: leave it out of the body.`,

  // Tags (ARM-ENV-01).
  tooManyTags: (p: { count: number; most: number }) =>
    `The cluster would have ${p.count} tags; at most ${p.most} are allowed. Remove some.`,
  tagKeyTwice: (p: { key: string; other: string }) =>
    `The tag names ${quoted(p.other)} and ${quoted(p.key)} differ in case only. Keep one of them.`,
  tagKeyEmpty: () => "A tag name is empty. Give every tag a name.",
  tagKeyTooLong: (p: { key: string; length: number; most: number }) =>
    `The tag name ${quoted(p.key)} has ${p.length} characters; at most ${p.most} are allowed. Shorten it.`,
  tagKeyCharacters: (p: { key: string }) =>
    `The tag name ${quoted(p.key)} has a character that is not allowed: none of < > % & \\ ? / and no control character. Rename it.`,
  tagValueTooLong: (p: { key: string; length: number; most: number }) =>
    `The value of the tag ${quoted(p.key)} has ${p.length} characters; at most ${p.most} are allowed. Shorten it.`,

  // Cluster profile.
  pullSecret: () =>
    "The pull secret is not valid: it must be JSON whose 'auths' is an object of objects. Download it again from the Red Hat console and pass it unchanged, or leave it out.",
  domain: (p: { value: unknown }) =>
    `${said("properties.clusterProfile.domain", p.value)} A domain is lower-case labels of letters, digits and '-', joined by dots; the first begins with a letter and has at least two characters. Choose such a name.`,
  domainOfService: (p: { value: unknown; domain: string }) =>
    `The domain ${quoted(p.value)} lies in the service's own zone, where only one label before ${quoted(`.${p.domain}`)} is allowed. Give that label alone, or a domain of your own.`,
  version: (p: { value: unknown; enabled: readonly string[] }) =>
    `The OpenShift version ${quoted(p.value)} cannot be installed in this region. ${
      p.enabled.length === 0
        ? "No version is enabled at present; try again later."
        : `Choose one of ${listed(p.enabled)}.`
    }`,
  noDefaultVersion: () =>
    "This region has no default OpenShift version at present. Name a version in 'properties.clusterProfile.version', or try again later.",
  resourceGroupId: (p: { value: unknown }) =>
    `${said("properties.clusterProfile.resourceGroupId", p.value)} It must be the full id of a resource group, /subscriptions/ID/resourceGroups/NAME, which the service will create for the cluster. Correct it.`,
  otherSubscription: (p: { target: string; value: unknown; subscriptionId: string }) =>
    `'${p.target}' is ${quoted(p.value)}, which is not in the cluster's subscription ${quoted(p.subscriptionId)}. Use one of the same subscription.`,
  ownResourceGroup: (p: { value: unknown }) =>
    `The managed resource group ${quoted(p.value)} is the group the cluster itself is in. Name another one that does not exist yet.`,
  oneOf: (p: { target: string; value: unknown; values: readonly string[] }) =>
    `${said(p.target, p.value)} Set it to ${listed(p.values)}.`,
  url: (p: { target: string; value: unknown }) =>
    `'${p.target}' is ${quoted(p.value)}, which is not a URL. The service sets it: leave it out of the body.`,
  ip: (p: { target: string; value: unknown }) =>
    `'${p.target}' is ${quoted(p.value)}, which is not an IPv4 address. The service sets it: leave it out of the body.`,

  // Service principal and workload identities.
  clientId: (p: { value: unknown }) =>
    `${said("properties.servicePrincipalProfile.clientId", p.value)} It must be the application (client) id of the service principal, a GUID. Correct it.`,
  clientSecret: () =>
    "The client secret of the service principal is empty. Set 'properties.servicePrincipalProfile.clientSecret'.",
  servicePrincipalMissing: () => "The service principal profile is missing. Set 'properties.servicePrincipalProfile'.",
  noCredentials: () =>
    "The cluster has neither a service principal nor workload identities. Set 'properties.servicePrincipalProfile', or 'identity' together with 'properties.platformWorkloadIdentityProfile'.",
  bothCredentials: () =>
    "The cluster has both a service principal and workload identities. Keep 'properties.servicePrincipalProfile' or 'properties.platformWorkloadIdentityProfile', not both.",
  identityAlone: () =>
    "'identity' and 'properties.platformWorkloadIdentityProfile' belong together: set both for a cluster with workload identities, or neither.",
  identityCount: (p: { count: number }) =>
    `'identity.userAssignedIdentities' has ${p.count} entries. Name exactly one user-assigned identity, the cluster's own.`,
  identityId: (p: { value: unknown }) =>
    `${quoted(p.value)} is not the resource id of a user-assigned identity (Microsoft.ManagedIdentity/userAssignedIdentities). Use its full id.`,
  noPlatformIdentities: () =>
    "'properties.platformWorkloadIdentityProfile.platformWorkloadIdentities' is empty. Name one identity for each operator that the OpenShift version requires.",
  platformIdentityMissing: (p: { name: string }) =>
    `The platform workload identity of ${quoted(p.name)} is null. Give its 'resourceId'.`,
  platformIdentityTwice: (p: { value: unknown; names: readonly string[] }) =>
    `The identity ${quoted(p.value)} is used for more than one operator: ${p.names.map(quoted).join(", ")}. Use a different identity for each.`,
  platformIdentityName: () => "A platform workload identity has an empty operator name. Name the operator it is for.",
  platformIdentityRemoved: (p: { names: readonly string[] }) =>
    `The platform workload identities of ${p.names.map(quoted).join(", ")} may be replaced but not removed. Keep an entry for each.`,
  upgradeableTo: (p: { value: unknown }) =>
    `'upgradeableTo' is ${quoted(p.value)}, which is not a version of the form X.Y.Z. Correct it.`,

  // Network.
  cidr: (p: { target: string; value: unknown }) =>
    `${said(p.target, p.value)} It must be an address range in CIDR notation such as 10.128.0.0/14. Correct it.`,
  cidrFamily: (p: { target: string; value: unknown }) =>
    `'${p.target}' is ${quoted(p.value)}, which is not IPv4. Use an IPv4 range.`,
  cidrReserved: (p: { target: string; value: unknown; reserved: string }) =>
    `'${p.target}' is ${quoted(p.value)}, which overlaps ${quoted(p.reserved)}, a range OpenShift uses inside the cluster. Choose another range.`,
  cidrTooSmall: (p: { target: string; value: unknown; longest: number }) =>
    `'${p.target}' is ${quoted(p.value)}, which is too small: its prefix may be at most /${p.longest}. Choose a larger range.`,
  cidrBase: (p: { target: string; value: unknown; base: string }) =>
    `'${p.target}' is ${quoted(p.value)}, whose address is not the first of its range. Use ${quoted(p.base)}.`,
  outboundPublic: () =>
    "'UserDefinedRouting' needs a cluster that is private throughout. Set 'properties.apiserverProfile.visibility' and the visibility of the ingress profile to 'Private', or 'outboundType' to 'Loadbalancer'.",
  outboundBalanced: () =>
    "'loadBalancerProfile' has no meaning with 'UserDefinedRouting'. Remove it, or set 'outboundType' to 'Loadbalancer'.",
  managedOutboundIps: (p: { value: unknown; most: number }) =>
    `'properties.networkProfile.loadBalancerProfile.managedOutboundIps.count' is ${quoted(p.value)}. Set it to a number from 1 to ${p.most}.`,
  oneOutboundWay: (p: { count: number }) =>
    `'properties.networkProfile.loadBalancerProfile' names ${p.count} of 'managedOutboundIps', 'outboundIps' and 'outboundIpPrefixes'. Name exactly one of them.`,
  announcedOnly: (p: { target: string }) =>
    `'${p.target}' was announced with this preview and is not available. Remove it, and set 'managedOutboundIps' instead.`,
  serviceSets: (p: { target: string }) => `'${p.target}' is set by the service. Remove it from the body.`,

  // Machines.
  masterSize: (p: { value: unknown }) =>
    `${said("properties.masterProfile.vmSize", p.value)} That size is not supported for control plane nodes. Choose one of the documented sizes, such as 'Standard_D8s_v5'.`,
  workerSize: (p: { target: string; value: unknown }) =>
    `${said(p.target, p.value)} That size is not supported for worker nodes. Choose one of the documented sizes, such as 'Standard_D4s_v5'.`,
  sizeTooNew: (p: { target: string; value: unknown; version: unknown; least: string }) =>
    `'${p.target}' is ${quoted(p.value)}, which OpenShift ${quoted(p.version)} does not support. Choose another size, or a version from ${quoted(p.least)} on.`,
  subnetId: (p: { target: string; value: unknown }) =>
    `${said(p.target, p.value)} It must be the full id of a subnet, /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/VNET/subnets/NAME. Correct it.`,
  otherNetwork: (p: { target: string; value: unknown; master: string }) =>
    `'${p.target}' is ${quoted(p.value)}, which is not in the virtual network of the control plane's subnet ${quoted(p.master)}. Use a subnet of the same network.`,
  sameSubnet: (p: { target: string; value: unknown }) =>
    `'${p.target}' is ${quoted(p.value)}, which is also the control plane's subnet. Use a subnet of its own.`,
  diskEncryptionSetId: (p: { target: string; value: unknown }) =>
    `'${p.target}' is ${quoted(p.value)}. It must be the full id of a disk encryption set, /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Compute/diskEncryptionSets/NAME. Correct it.`,
  otherDiskEncryptionSet: (p: { value: unknown; master: unknown }) =>
    `The workers' disk encryption set is ${quoted(p.value ?? "")}, the control plane's ${quoted(p.master ?? "")}. Use the same for both.`,
  workerProfileCount: (p: { count: number }) =>
    `'properties.workerProfiles' has ${p.count} entries. Give exactly one, named 'worker'.`,
  workerName: (p: { value: unknown }) => `The worker profile's name is ${quoted(p.value ?? "")}. Name it 'worker'.`,
  diskSize: (p: { target: string; value: unknown; least: number }) =>
    `${said(p.target, p.value)} Worker disks have at least ${p.least} GB. Set it to ${p.least} or more.`,
  workerCount: (p: { target: string; value: unknown; least: number; most: number }) =>
    `${said(p.target, p.value)} A cluster is created with ${p.least} to ${p.most} workers. Choose a number in that range.`,
  ingressProfileCount: (p: { count: number }) =>
    `'properties.ingressProfiles' has ${p.count} entries. Give exactly one, named 'default'.`,
  ingressName: (p: { value: unknown }) => `The ingress profile's name is ${quoted(p.value ?? "")}. Name it 'default'.`,

  // What administrators write.
  missing: (p: { target: string }) => `'${p.target}' is missing or empty. Give it a value.`,
  defaultVersionDisabled: (p: { value: unknown }) =>
    `The OpenShift version ${quoted(p.value)} is the default of this region and cannot be disabled. Make another version the default first.`,
  negative: (p: { target: string; value: unknown }) =>
    `'${p.target}' is ${quoted(p.value)}, which is less than nothing. Set it to 0 or more.`,
  duration: (p: { target: string; value: unknown }) =>
    `${said(p.target, p.value)} It must be a duration such as 24h or 1h30m. Correct it.`,
  calendar: (p: { value: unknown }) =>
    `${said("schedule", p.value)} It must be '[WEEKDAYS ]YEAR-MONTH-DAY HOUR:MINUTE[:SECOND]', each part a list or an asterisk, the minute one of 0, 15, 30, 45, such as 'Mon,Tue *-*-* 02:00'. Correct it.`,
  selector: (p: { operator: unknown; wanted: string; unwanted: string }) =>
    `A selector with the operator ${quoted(p.operator)} needs '${p.wanted}' and has no '${p.unwanted}'. Correct it.`,

  // Changes of what exists.
  fixed: (p: { target: string; stored: unknown; asked: unknown }) =>
    `'${p.target}' cannot change after the cluster was created: it is ${present(p.stored)}, the request asks for ${isUnset(p.asked) ? "nothing" : quoted(p.asked)}. Send the present value; another value needs a new cluster.`,
  fixedQuietly: (p: { target: string }) =>
    `'${p.target}' cannot change after the cluster was created. Send the present value; another value needs a new cluster.`,
  readOnly: (p: { target: string }) =>
    `'${p.target}' is set by the service and cannot be changed. Leave it out of the body.`,
  notFound: (p: { id: string }) =>
    `The resource ${quoted(p.id)} was not found. PATCH changes an existing cluster; create it with PUT.`,
} as const;
